using System;
using System.Collections;
using System.Globalization;
using AwsSignTools.Findings;

namespace AwsSignTools.EventStream;

/// <summary>Makes a header's value of a wire type that is named, where the .NET type of the value would make it another.</summary>
internal static class HeaderValueParser
{
    private const string Names = "boolean, byte, short, integer, long, binary, string, timestamp or uuid";
    private const double TwoTo63 = 9_223_372_036_854_775_808;

    /// <summary>Makes the value.</summary>
    /// <param name="type">
    /// The type by the name it has in smithy (<c>boolean</c>, <c>byte</c>, <c>short</c>, <c>integer</c>, <c>long</c>, <c>binary</c>, <c>string</c>,
    /// <c>timestamp</c>, <c>uuid</c>) or in .NET (<c>bool</c>, <c>sbyte</c>, <c>int16</c>, <c>int</c>, <c>int32</c>, <c>int64</c>, <c>byte[]</c>, <c>guid</c>);
    /// case does not count.
    /// </param>
    /// <param name="value">
    /// The value: of a number any whole number or its digits; of a timestamp a date, ISO 8601 text (in UTC unless it says its offset) or a count of
    /// milliseconds since 1970; of binary bytes or Base64 text; of a string any single value, which is written in no culture.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="type"/> is null.</exception>
    /// <exception cref="InvalidInputException"><c>EventStreamValueTypeInvalid</c>: no such type, or no such value of it; <c>EventStreamValueTooLong</c>.</exception>
    public static EventStreamHeaderValue Parse(string type, object? value)
    {
        ArgumentNullException.ThrowIfNull(type);
        string wireType = type.Trim().ToUpperInvariant();
        try
        {
            return wireType switch
            {
                "BOOLEAN" or "BOOL" => EventStreamHeaderValue.FromBoolean(
                    Convert.ToBoolean(value ?? throw new FormatException("Null is no Boolean."), CultureInfo.InvariantCulture)),
                "BYTE" or "SBYTE" or "INT8" => EventStreamHeaderValue.FromSByte((sbyte)Whole(value, sbyte.MinValue, sbyte.MaxValue)),
                "SHORT" or "INT16" => EventStreamHeaderValue.FromInt16((short)Whole(value, short.MinValue, short.MaxValue)),
                "INTEGER" or "INT" or "INT32" => EventStreamHeaderValue.FromInt32((int)Whole(value, int.MinValue, int.MaxValue)),
                "LONG" or "INT64" => EventStreamHeaderValue.FromInt64(Whole(value, long.MinValue, long.MaxValue)),
                "BINARY" or "BLOB" or "BYTES" or "BYTE[]" => EventStreamHeaderValue.FromBytes(BytesOf(value)),
                "STRING" => EventStreamHeaderValue.FromString(TextOf(value)),
                "TIMESTAMP" or "DATETIME" or "DATETIMEOFFSET" => Timestamp(value),
                "UUID" or "GUID" => EventStreamHeaderValue.FromGuid(value is Guid uuid ? uuid : Guid.Parse(TextOf(value))),
                _ => throw InvalidInputException.For(
                    "EventStreamValueTypeInvalid", type, $"There is no header type {Quoted.Value(type)}.", $"Use {Names}."),
            };
        }
        catch (Exception e) when (e is FormatException or OverflowException or InvalidCastException)
        {
            throw InvalidInputException.For(
                "EventStreamValueTypeInvalid",
                value,
                $"{Quoted.Value(value is null ? null : Convert.ToString(value, CultureInfo.InvariantCulture))} is no value of the header type {type}.",
                "Give a value of that type and in its range.",
                e);
        }
    }

    private static EventStreamHeaderValue Timestamp(object? value) => value switch
    {
        DateTimeOffset or DateTime => EventStreamHeaderValue.FromObject(value),
        string text when IsDate(text) =>
            EventStreamHeaderValue.FromTimestamp(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)),
        _ => EventStreamHeaderValue.FromUnixMilliseconds(Whole(value, long.MinValue, long.MaxValue)),
    };

    // What begins as a date of ISO 8601 does. Other text would be read as a date too: 1.5 as the fifth of January of this year.
    private static bool IsDate(string text)
    {
        string given = text.TrimStart();
        return given.Length >= 10 && given[4] == '-' && given[7] == '-';
    }

    private static ReadOnlyMemory<byte> BytesOf(object? value) => value switch
    {
        byte[] bytes => bytes,
        ReadOnlyMemory<byte> bytes => bytes,
        string text => Convert.FromBase64String(text),
        _ => throw new FormatException("It is neither bytes nor text."),
    };

    private static long Whole(object? value, long least, long most)
    {
        if (value is double or float)
        {
            // As a decimal it would keep 15 digits. The first double above every long is 2^63.
            double floating = Convert.ToDouble(value, CultureInfo.InvariantCulture);
            return floating == Math.Truncate(floating) && floating is >= -TwoTo63 and < TwoTo63 && (long)floating >= least && (long)floating <= most
                ? (long)floating
                : throw new OverflowException();
        }

        decimal number = Convert.ToDecimal(value ?? throw new FormatException("Null is no number."), CultureInfo.InvariantCulture);
        return number == decimal.Truncate(number) && number >= least && number <= most ? (long)number : throw new OverflowException();
    }

    private static string TextOf(object? value) => value switch
    {
        string text => text,
        null or IEnumerable => throw new FormatException("It is not one value."),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
    };
}
