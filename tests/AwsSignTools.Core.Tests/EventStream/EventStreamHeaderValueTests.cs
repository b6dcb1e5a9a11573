using System;
using System.Collections.Generic;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.EventStream;
using Xunit;

namespace AwsSignTools.Core.Tests.EventStream;

public class EventStreamHeaderValueTests
{
    // The header "h" with each wire type, byte by byte (smithy, "Event stream: headers").
    public static TheoryData<string, string> Wire { get; } = new()
    {
        { "true", "0168 00" },
        { "false", "0168 01" },
        { "sbyte -1", "0168 02 ff" },
        { "sbyte 127", "0168 02 7f" },
        { "int16 -2", "0168 03 fffe" },
        { "int16 258", "0168 03 0102" },
        { "int32 40972", "0168 04 0000a00c" },
        { "int32 min", "0168 04 80000000" },
        { "int64 0x0102030405060708", "0168 05 0102030405060708" },
        { "int64 -1", "0168 05 ffffffffffffffff" },
        { "bytes", "0168 06 0003 00ff10" },
        { "no bytes", "0168 06 0000" },
        { "text", "0168 07 0006 61c3a9e188b4" },
        { "no text", "0168 07 0000" },
        { "timestamp", "0168 08 00000189abbbffe0" },
        { "timestamp before 1970", "0168 08 ffffffffffffffff" },
        { "uuid", "0168 09 00112233445566778899aabbccddeeff" },
    };

    [Theory]
    [MemberData(nameof(Wire))]
    public void A_value_is_on_the_wire_as_specified(string name, string wire)
    {
        EventStreamHeaderValue value = ValueOf(name);
        byte[] frame = EventStreamEncoder.Encode(new RawMessage([new("h", value)], default));

        Assert.Equal(wire.Replace(" ", "", StringComparison.Ordinal), Convert.ToHexStringLower(frame.AsSpan(12, frame.Length - 16)));
    }

    // The order of RFC 4122 by literal bytes: AWSSDK.Core writes Guid.ToByteArray(), which is another, and reads its own order
    // back, so that no round trip with it could show the difference.
    [Fact]
    public void A_date_at_the_end_of_time_is_a_value_or_a_refusal()
    {
        // A local time at either end has no UTC in one half of the world; here it must not be another exception anywhere.
        foreach (DateTime time in new[] { DateTime.MinValue, DateTime.MaxValue })
        {
            try
            {
                Assert.Equal(EventStreamHeaderType.Timestamp, EventStreamHeaderValue.FromObject(time).Type);
            }
            catch (AwsSignTools.Findings.InvalidInputException e)
            {
                Assert.Equal("EventStreamValueTypeInvalid", e.Finding.Id);
            }
        }
    }

    [Fact]
    public void A_uuid_is_in_the_order_in_which_it_is_written()
    {
        Guid uuid = new("00112233-4455-6677-8899-aabbccddeeff");
        Amazon.Runtime.EventStreams.EventStreamHeader theirs = new("h");
        theirs.SetUUID(uuid);
        byte[] their = new byte[19];
        _ = theirs.WriteToBuffer(their, 0);

        byte[] our = EventStreamEncoder.Encode(new RawMessage([new("h", EventStreamHeaderValue.FromGuid(uuid))], default));

        Assert.Equal("00112233445566778899aabbccddeeff", Convert.ToHexStringLower(our.AsSpan(15, 16)));
        Assert.Equal("33221100554477668899aabbccddeeff", Convert.ToHexStringLower(their.AsSpan(3)));
        Assert.Equal(uuid, EventStreamHeaderValue.FromGuid(uuid).ToObject());
    }

    [Theory]
    [InlineData(32_766)]
    [InlineData(32_767)]
    public void A_value_up_to_the_limit_is_taken(int length)
    {
        Assert.Equal(length, ((byte[])EventStreamHeaderValue.FromBytes(new byte[length]).ToObject()).Length);
        Assert.Equal(length, ((string)EventStreamHeaderValue.FromString(new string('x', length)).ToObject()).Length);
    }

    [Fact]
    public void A_value_over_the_limit_is_refused()
    {
        _ = Refused.As("EventStreamValueTooLong", 32_768, () => EventStreamHeaderValue.FromBytes(new byte[32_768]));
        _ = Refused.As("EventStreamValueTooLong", 32_768, () => EventStreamHeaderValue.FromString(new string('x', 32_768)));

        // The limit is of bytes: 16,383 of these are 32,766 bytes, one more is over.
        _ = EventStreamHeaderValue.FromString(new string('é', 16_383));
        _ = Refused.As("EventStreamValueTooLong", 32_768, () => EventStreamHeaderValue.FromString(new string('é', 16_384)));
    }

    [Fact]
    public void A_net_object_has_the_wire_type_of_its_type()
    {
        DateTimeOffset time = new(2023, 7, 31, 11, 36, 12, 1, TimeSpan.FromHours(2));
        Guid uuid = Guid.NewGuid();
        EventStreamHeaderValue given = EventStreamHeaderValue.FromInt16(5);
        (object Value, EventStreamHeaderType Type, object Back)[] all =
        [
            (true, EventStreamHeaderType.True, true),
            (false, EventStreamHeaderType.False, false),
            (sbyte.MinValue, EventStreamHeaderType.SByte, sbyte.MinValue),
            ((byte)127, EventStreamHeaderType.SByte, (sbyte)127),
            (short.MinValue, EventStreamHeaderType.Int16, short.MinValue),
            (int.MinValue, EventStreamHeaderType.Int32, int.MinValue),
            (long.MinValue, EventStreamHeaderType.Int64, long.MinValue),
            (new byte[] { 1, 2 }, EventStreamHeaderType.ByteArray, new byte[] { 1, 2 }),
            (new ReadOnlyMemory<byte>([3]), EventStreamHeaderType.ByteArray, new byte[] { 3 }),
            ("é😀", EventStreamHeaderType.String, "é😀"),
            (time, EventStreamHeaderType.Timestamp, time.ToUniversalTime()),
            (time.UtcDateTime, EventStreamHeaderType.Timestamp, time.ToUniversalTime()),
            (time.LocalDateTime, EventStreamHeaderType.Timestamp, time.ToUniversalTime()),
            (DateTime.SpecifyKind(time.LocalDateTime, DateTimeKind.Unspecified), EventStreamHeaderType.Timestamp, time.ToUniversalTime()),
            (uuid, EventStreamHeaderType.Uuid, uuid),
            (given, EventStreamHeaderType.Int16, (short)5),
        ];

        foreach ((object value, EventStreamHeaderType type, object back) in all)
        {
            EventStreamHeaderValue header = EventStreamHeaderValue.FromObject(value);
            Assert.Equal(type, header.Type);
            Assert.Equal(back, header.ToObject());
            Assert.Equal(back.GetType(), header.ToObject().GetType());
        }
    }

    [Fact]
    public void An_object_that_no_wire_type_holds_is_refused()
    {
        object?[] all = [null, (byte)128, 1.5, 1m, 'c', uint.MaxValue, ulong.MaxValue, (ushort)1, TimeSpan.Zero, new object(), new int[] { 1 }];
        foreach (object? value in all)
        {
            _ = Refused.As("EventStreamValueTypeInvalid", value, () => EventStreamHeaderValue.FromObject(value));
        }

        Assert.Throws<ArgumentNullException>("value", () => EventStreamHeaderValue.FromString(null!));
        _ = Refused.As("TextInvalid", () => EventStreamHeaderValue.FromString("a\uD800"));
    }

    [Fact]
    public void A_fraction_of_a_millisecond_is_dropped_towards_the_past()
    {
        Assert.Equal(DateTimeOffset.UnixEpoch, EventStreamHeaderValue.FromTimestamp(DateTimeOffset.UnixEpoch.AddTicks(9_999)).ToObject());
        Assert.Equal(DateTimeOffset.UnixEpoch.AddMilliseconds(-1), EventStreamHeaderValue.FromTimestamp(DateTimeOffset.UnixEpoch.AddTicks(-1)).ToObject());
        DateTimeOffset last = new(9999, 12, 31, 23, 59, 59, 999, TimeSpan.Zero);
        Assert.Equal(DateTimeOffset.MinValue, EventStreamHeaderValue.FromTimestamp(DateTimeOffset.MinValue).ToObject());
        Assert.Equal(last, EventStreamHeaderValue.FromTimestamp(DateTimeOffset.MaxValue).ToObject());
    }

    [Fact]
    public void Values_are_equal_where_their_types_and_bytes_are()
    {
        List<EventStreamHeaderValue> all =
        [
            EventStreamHeaderValue.FromBoolean(true), EventStreamHeaderValue.FromBoolean(false), EventStreamHeaderValue.FromSByte(1),
            EventStreamHeaderValue.FromInt16(1), EventStreamHeaderValue.FromInt32(1), EventStreamHeaderValue.FromInt32(2), EventStreamHeaderValue.FromInt64(1),
            EventStreamHeaderValue.FromBytes(new byte[] { 97 }), EventStreamHeaderValue.FromString("a"), EventStreamHeaderValue.FromString("b"),
            EventStreamHeaderValue.FromTimestamp(DateTimeOffset.UnixEpoch.AddMilliseconds(1)), EventStreamHeaderValue.FromGuid(Guid.Empty),
        ];

        for (int i = 0; i < all.Count; i++)
        {
            for (int j = 0; j < all.Count; j++)
            {
                Assert.Equal(i == j, all[i] == all[j]);
                Assert.Equal(i != j, all[i] != all[j]);
                Assert.Equal(i == j, all[i].Equals((object)all[j]));
            }
        }

        Assert.Equal(EventStreamHeaderValue.FromString("a"), EventStreamHeaderValue.FromString("a"));
        Assert.Equal(EventStreamHeaderValue.FromString("a").GetHashCode(), EventStreamHeaderValue.FromString("a").GetHashCode());
        Assert.False(EventStreamHeaderValue.FromString("a").Equals("a"));
    }

    private static EventStreamHeaderValue ValueOf(string name) => name switch
    {
        "true" => EventStreamHeaderValue.FromBoolean(true),
        "false" => EventStreamHeaderValue.FromBoolean(false),
        "sbyte -1" => EventStreamHeaderValue.FromSByte(-1),
        "sbyte 127" => EventStreamHeaderValue.FromSByte(127),
        "int16 -2" => EventStreamHeaderValue.FromInt16(-2),
        "int16 258" => EventStreamHeaderValue.FromInt16(258),
        "int32 40972" => EventStreamHeaderValue.FromInt32(40972),
        "int32 min" => EventStreamHeaderValue.FromInt32(int.MinValue),
        "int64 0x0102030405060708" => EventStreamHeaderValue.FromInt64(0x0102030405060708),
        "int64 -1" => EventStreamHeaderValue.FromInt64(-1),
        "bytes" => EventStreamHeaderValue.FromBytes(new byte[] { 0, 255, 16 }),
        "no bytes" => EventStreamHeaderValue.FromBytes(default),
        "text" => EventStreamHeaderValue.FromString("aéሴ"),
        "no text" => EventStreamHeaderValue.FromString(""),
        "timestamp" => EventStreamHeaderValue.FromTimestamp(new DateTimeOffset(2023, 7, 31, 11, 36, 12, TimeSpan.Zero)),
        "timestamp before 1970" => EventStreamHeaderValue.FromTimestamp(DateTimeOffset.UnixEpoch.AddMilliseconds(-1)),
        "uuid" => EventStreamHeaderValue.FromGuid(new Guid("00112233-4455-6677-8899-aabbccddeeff")),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };
}
