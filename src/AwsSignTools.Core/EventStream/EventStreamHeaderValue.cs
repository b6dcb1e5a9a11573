using System;
using System.Buffers.Binary;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.EventStream;

/// <summary>The value of a header: one of the ten wire types. Integers are big-endian, a UUID is in the order of RFC 4122.</summary>
public readonly struct EventStreamHeaderValue : IEquatable<EventStreamHeaderValue>
{
    // The number of an integer or timestamp; the bytes of an array, a string (UTF-8) or a UUID.
    private readonly long _number;
    private readonly ReadOnlyMemory<byte> _bytes;

    private EventStreamHeaderValue(EventStreamHeaderType type, long number)
    {
        Type = type;
        _number = number;
    }

    private EventStreamHeaderValue(EventStreamHeaderType type, ReadOnlyMemory<byte> bytes)
    {
        Type = type;
        _bytes = bytes;
    }

    /// <summary>The wire type.</summary>
    public EventStreamHeaderType Type { get; }

    /// <summary>How many bytes the value takes after its type, a length included.</summary>
    internal int EncodedLength => Type switch
    {
        EventStreamHeaderType.True or EventStreamHeaderType.False => 0,
        EventStreamHeaderType.SByte => 1,
        EventStreamHeaderType.Int16 => 2,
        EventStreamHeaderType.Int32 => 4,
        EventStreamHeaderType.Int64 or EventStreamHeaderType.Timestamp => 8,
        EventStreamHeaderType.Uuid => 16,
        _ => 2 + _bytes.Length,
    };

    /// <summary>A Boolean.</summary>
    public static EventStreamHeaderValue FromBoolean(bool value) =>
        new(value ? EventStreamHeaderType.True : EventStreamHeaderType.False, 0);

    /// <summary>A signed 8-bit integer.</summary>
    public static EventStreamHeaderValue FromSByte(sbyte value) => new(EventStreamHeaderType.SByte, value);

    /// <summary>A signed 16-bit integer.</summary>
    public static EventStreamHeaderValue FromInt16(short value) => new(EventStreamHeaderType.Int16, value);

    /// <summary>A signed 32-bit integer.</summary>
    public static EventStreamHeaderValue FromInt32(int value) => new(EventStreamHeaderType.Int32, value);

    /// <summary>A signed 64-bit integer.</summary>
    public static EventStreamHeaderValue FromInt64(long value) => new(EventStreamHeaderType.Int64, value);

    /// <summary>A moment, in whole milliseconds; a fraction of one is dropped towards the past.</summary>
    public static EventStreamHeaderValue FromTimestamp(DateTimeOffset value) =>
        new(EventStreamHeaderType.Timestamp, value.ToUnixTimeMilliseconds());

    /// <summary>A moment as it is on the wire.</summary>
    /// <param name="milliseconds">Milliseconds since 1970-01-01T00:00:00Z; any, also those that no <see cref="DateTimeOffset"/> has.</param>
    public static EventStreamHeaderValue FromUnixMilliseconds(long milliseconds) => new(EventStreamHeaderType.Timestamp, milliseconds);

    /// <summary>Bytes, which are not copied.</summary>
    /// <exception cref="InvalidInputException"><c>EventStreamValueTooLong</c>: more than <see cref="EventStreamLimits.ValueLength"/> bytes.</exception>
    public static EventStreamHeaderValue FromBytes(ReadOnlyMemory<byte> value) =>
        new(EventStreamHeaderType.ByteArray, CheckLength(value));

    /// <summary>Text.</summary>
    /// <exception cref="InvalidInputException">
    /// <c>EventStreamValueTooLong</c>: more than <see cref="EventStreamLimits.ValueLength"/> bytes of UTF-8; <c>TextInvalid</c>: an unpaired surrogate.
    /// </exception>
    public static EventStreamHeaderValue FromString(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(EventStreamHeaderType.String, CheckLength(HeaderText.ToUtf8(value)));
    }

    /// <summary>A UUID, in the order in which it is written (RFC 4122), which is not that of <see cref="Guid.ToByteArray()"/>.</summary>
    public static EventStreamHeaderValue FromGuid(Guid value)
    {
        // Guid keeps its first three fields little-endian.
        byte[] bytes = value.ToByteArray();
        Array.Reverse(bytes, 0, 4);
        Array.Reverse(bytes, 4, 2);
        Array.Reverse(bytes, 6, 2);
        return new(EventStreamHeaderType.Uuid, bytes);
    }

    /// <summary>The value whose wire type the .NET type tells.</summary>
    /// <param name="value">
    /// <see cref="bool"/>, <see cref="sbyte"/> or <see cref="byte"/> (int8), <see cref="short"/>, <see cref="int"/>, <see cref="long"/>,
    /// a byte array or memory, <see cref="string"/>, <see cref="DateTimeOffset"/>, <see cref="DateTime"/> (a local time unless its kind
    /// is UTC) or <see cref="Guid"/>.
    /// </param>
    /// <exception cref="InvalidInputException"><c>EventStreamValueTypeInvalid</c>: another type, null, or a byte above 127.</exception>
    public static EventStreamHeaderValue FromObject(object? value) => value switch
    {
        EventStreamHeaderValue same => same,
        bool b => FromBoolean(b),
        sbyte n => FromSByte(n),
        byte n and <= 127 => FromSByte((sbyte)n),
        short n => FromInt16(n),
        int n => FromInt32(n),
        long n => FromInt64(n),
        byte[] bytes => FromBytes(bytes),
        ReadOnlyMemory<byte> bytes => FromBytes(bytes),
        string text => FromString(text),
        DateTimeOffset time => FromTimestamp(time),
        DateTime time => FromTimestamp(ToMoment(time)),
        Guid uuid => FromGuid(uuid),
        byte n => throw InvalidInputException.For(
            "EventStreamValueTypeInvalid",
            n,
            $"The byte {n} does not fit the wire's 8-bit integer, which is signed: -128 to 127.",
            "Give it as [int16]."),
        _ => throw InvalidInputException.For(
            "EventStreamValueTypeInvalid",
            value,
            $"A header's value cannot be {(value is null ? "null" : "a " + value.GetType().FullName)}.",
            "Give a bool, sbyte, int16, int32, int64, byte[], string, DateTimeOffset, DateTime or Guid."),
    };

    /// <summary>
    /// The value as a .NET object: <see cref="bool"/>, <see cref="sbyte"/>, <see cref="short"/>, <see cref="int"/>, <see cref="long"/>, a copy of the
    /// bytes, <see cref="string"/>, <see cref="DateTimeOffset"/> or <see cref="Guid"/>; a timestamp beyond the year 9999 is a <see cref="long"/>.
    /// </summary>
    public object ToObject() => Type switch
    {
        EventStreamHeaderType.True => true,
        EventStreamHeaderType.False => false,
        EventStreamHeaderType.SByte => (sbyte)_number,
        EventStreamHeaderType.Int16 => (short)_number,
        EventStreamHeaderType.Int32 => (int)_number,
        EventStreamHeaderType.Int64 => _number,
        EventStreamHeaderType.ByteArray => _bytes.ToArray(),
        EventStreamHeaderType.String => Text.FromUtf8(_bytes.Span),
        EventStreamHeaderType.Timestamp => _number is >= -62_135_596_800_000 and <= 253_402_300_799_999
            ? DateTimeOffset.FromUnixTimeMilliseconds(_number)
            : _number,
        _ => ToGuid(),
    };

    /// <summary>True if the types and the bytes on the wire are the same.</summary>
    public bool Equals(EventStreamHeaderValue other) =>
        Type == other.Type && _number == other._number && _bytes.Span.SequenceEqual(other._bytes.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EventStreamHeaderValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ((int)Type * 397) ^ _number.GetHashCode() ^ _bytes.Length;

    /// <summary>True if the types and the bytes on the wire are the same.</summary>
    public static bool operator ==(EventStreamHeaderValue left, EventStreamHeaderValue right) => left.Equals(right);

    /// <summary>True if the types or the bytes on the wire differ.</summary>
    public static bool operator !=(EventStreamHeaderValue left, EventStreamHeaderValue right) => !left.Equals(right);

    /// <summary>The value whose bytes on the wire were checked; bytes are not copied.</summary>
    internal static EventStreamHeaderValue FromWire(EventStreamHeaderType type, ReadOnlyMemory<byte> bytes) => type switch
    {
        EventStreamHeaderType.True or EventStreamHeaderType.False => new(type, 0),
        EventStreamHeaderType.SByte => new(type, (sbyte)bytes.Span[0]),
        EventStreamHeaderType.Int16 => new(type, BinaryPrimitives.ReadInt16BigEndian(bytes.Span)),
        EventStreamHeaderType.Int32 => new(type, BinaryPrimitives.ReadInt32BigEndian(bytes.Span)),
        EventStreamHeaderType.Int64 or EventStreamHeaderType.Timestamp => new(type, BinaryPrimitives.ReadInt64BigEndian(bytes.Span)),
        _ => new(type, bytes),
    };

    /// <summary>Writes the type and the value; <paramref name="destination"/> has room for <see cref="EncodedLength"/> and one.</summary>
    internal void Write(Span<byte> destination)
    {
        destination[0] = (byte)Type;
        destination = destination.Slice(1);
        switch (Type)
        {
            case EventStreamHeaderType.True or EventStreamHeaderType.False:
                break;
            case EventStreamHeaderType.SByte:
                destination[0] = (byte)_number;
                break;
            case EventStreamHeaderType.Int16:
                BinaryPrimitives.WriteInt16BigEndian(destination, (short)_number);
                break;
            case EventStreamHeaderType.Int32:
                BinaryPrimitives.WriteInt32BigEndian(destination, (int)_number);
                break;
            case EventStreamHeaderType.Int64 or EventStreamHeaderType.Timestamp:
                BinaryPrimitives.WriteInt64BigEndian(destination, _number);
                break;
            case EventStreamHeaderType.Uuid:
                _bytes.Span.CopyTo(destination);
                break;
            default:
                BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)_bytes.Length);
                _bytes.Span.CopyTo(destination.Slice(2));
                break;
        }
    }

    private static DateTimeOffset ToMoment(DateTime time)
    {
        try
        {
            return new DateTimeOffset(time);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw InvalidInputException.For(
                "EventStreamValueTypeInvalid",
                time,
                "The local date is so near the end of time that it has no UTC.",
                "Give a DateTimeOffset, or a date of this era.",
                e);
        }
    }

    private static ReadOnlyMemory<byte> CheckLength(ReadOnlyMemory<byte> bytes) => bytes.Length <= EventStreamLimits.ValueLength
        ? bytes
        : throw InvalidInputException.For(
            "EventStreamValueTooLong",
            bytes.Length,
            $"A header's value of {bytes.Length} bytes is too long: at most {EventStreamLimits.ValueLength} are allowed.",
            "Move the data into the payload.",
            category: FindingCategory.LimitsExceeded);

    private Guid ToGuid()
    {
        byte[] bytes = _bytes.ToArray();
        Array.Reverse(bytes, 0, 4);
        Array.Reverse(bytes, 4, 2);
        Array.Reverse(bytes, 6, 2);
        return new Guid(bytes);
    }
}
