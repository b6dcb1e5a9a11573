using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.EventStream;
using Xunit;
using Sdk = Amazon.Runtime.EventStreams;

namespace AwsSignTools.Core.Tests.EventStream;

public class EventStreamEncoderTests
{
    // smithy-lang/smithy-typescript, eventstream-codec, and awslabs/aws-c-event-stream.
    [Theory]
    [InlineData(null, "", "000000100000000005c248eb7d98c8ff")]
    [InlineData(null, "{'foo':'bar'}", "0000001d00000000fd528c5a7b27666f6f273a27626172277dc3653936")]
    [InlineData("event-type", "{'foo':'bar'}", "0000002d0000001041c424b80a6576656e742d74797065040000a00c7b27666f6f273a27626172277d36f480a0")]
    [InlineData("event-id", "{'foo':'bar'}", "0000002b0000000e348bec7b086576656e742d6964040000a00c7b27666f6f273a27626172277dd3890285")]
    public void A_message_is_framed_as_published(string? int32Header, string payload, string frame)
    {
        EventStreamHeader[] headers = int32Header is null ? [] : [new(int32Header, EventStreamHeaderValue.FromInt32(40972))];
        RawMessage message = new(headers, Encoding.UTF8.GetBytes(payload));

        Assert.Equal(frame, Convert.ToHexStringLower(EventStreamEncoder.Encode(message)));
        Assert.Equal(frame.Length / 2, message.EncodedLength);
    }

    [Fact]
    public void Frames_written_one_after_another_to_a_buffer_writer_are_the_same_bytes()
    {
        RawMessage message = new([new("event-id", EventStreamHeaderValue.FromInt32(40972))], "{'foo':'bar'}"u8.ToArray());
        byte[] frame = EventStreamEncoder.Encode(message);
        ArrayBufferWriter<byte> writer = new(1);

        EventStreamEncoder.Encode(message, writer);
        EventStreamEncoder.Encode(message, writer);

        Assert.Equal([.. frame, .. frame], writer.WrittenSpan.ToArray());
    }

    [Fact]
    public void Null_arguments_are_named()
    {
        RawMessage message = new([], default);

        Assert.Throws<ArgumentNullException>("message", () => EventStreamEncoder.Encode(null!));
        Assert.Throws<ArgumentNullException>("message", () => EventStreamEncoder.Encode(null!, new ArrayBufferWriter<byte>()));
        Assert.Throws<ArgumentNullException>("destination", () => EventStreamEncoder.Encode(message, null!));
        Assert.Throws<ArgumentNullException>("headers", () => new RawMessage(null!, default));
        Assert.Throws<ArgumentNullException>("name", () => new EventStreamHeader(null!, default));
    }

    [Theory]
    [InlineData("a", 1)]
    [InlineData("a", 254)]
    [InlineData("a", 255)]
    [InlineData("é", 127)]
    [InlineData("😀", 63)]
    public void A_name_up_to_the_limit_is_taken(string character, int count)
    {
        string name = string.Concat(Enumerable.Repeat(character, count));
        byte[] frame = EventStreamEncoder.Encode(new RawMessage([new(name, EventStreamHeaderValue.FromBoolean(true))], default));

        Assert.Equal(Encoding.UTF8.GetByteCount(name), frame[12]);
        Assert.Equal(name, Encoding.UTF8.GetString(frame, 13, frame[12]));
        Assert.Equal(name + ": True", new EventStreamHeader(name, EventStreamHeaderValue.FromBoolean(true)).ToString());
    }

    [Theory]
    [InlineData("a", 0)]
    [InlineData("a", 256)]
    [InlineData("é", 128)]
    [InlineData("😀", 64)]
    public void A_name_over_the_limit_or_empty_is_refused(string character, int count)
    {
        string name = string.Concat(Enumerable.Repeat(character, count));

        _ = Refused.As("EventStreamHeaderNameInvalid", name, () => new EventStreamHeader(name, default));
    }

    [Fact]
    public void A_name_of_invalid_unicode_is_refused() => _ = Refused.As("TextInvalid", () => new EventStreamHeader("\uDC00", default));

    [Fact]
    public void Names_are_unique_and_their_case_counts()
    {
        _ = new RawMessage([new("a", default), new("A", default)], default);

        _ = Refused.As("EventStreamHeaderDuplicate", "a", () => new RawMessage([new("a", default), new("b", default), new("a", default)], default));
    }

    [Fact]
    public void A_header_that_no_constructor_made_is_refused() =>
        Assert.Throws<ArgumentException>("headers", () => new RawMessage([default], default));

    [Theory]
    [InlineData(131_071)]
    [InlineData(131_072)]
    public void A_header_block_up_to_the_limit_is_taken(int length)
    {
        RawMessage message = new(HeadersOf(length), default);

        Assert.Equal(length + 16, message.EncodedLength);
        Assert.Equal(length + 16, EventStreamEncoder.Encode(message).Length);
    }

    [Fact]
    public void A_header_block_over_the_limit_is_refused() =>
        _ = Refused.As("EventStreamHeadersTooLong", 131_073L, () => new RawMessage(HeadersOf(131_073), default));

    [Theory]
    [InlineData(25_165_823)]
    [InlineData(25_165_824)]
    public void A_payload_up_to_the_limit_is_taken(int length)
    {
        byte[] payload = new byte[length];
        RawMessage message = new(HeadersOf(131_072), payload);

        Assert.Equal(131_072 + length + 16, EventStreamEncoder.Encode(message).Length);
    }

    [Fact]
    public void A_payload_over_the_limit_is_refused() =>
        _ = Refused.As("EventStreamPayloadTooLong", 25_165_825, () => new RawMessage([], new byte[25_165_825]));

    [Fact]
    public void The_headers_are_those_given_in_their_order()
    {
        List<EventStreamHeader> headers = [new(":b", EventStreamHeaderValue.FromInt16(1)), new(":a", EventStreamHeaderValue.FromInt16(2))];
        RawMessage message = new(headers, "p"u8.ToArray());
        headers.Clear();

        Assert.Equal([":b", ":a"], message.Headers.Select(static h => h.Name));
        Assert.Equal("p"u8.ToArray(), message.Payload.ToArray());
    }

    // AWSSDK.Core's codec (Amazon.Runtime.EventStreams.EventStreamMessage) reads our frames, and makes the same bytes. UUIDs are left
    // out: it writes them in another order (EventStreamHeaderValueTests has ours as literal bytes).
    [Fact]
    public void The_aws_sdk_reads_our_frames_and_makes_the_same()
    {
        for (int seed = 0; seed < 1500; seed++)
        {
            Random random = new(seed);
            List<EventStreamHeader> ours = [];
            List<Sdk.IEventStreamHeader> theirs = [];
            for (int i = random.Next(8); i > 0; i--)
            {
                string name = i + Generated.Text(random, 40);
                Sdk.EventStreamHeader their = new(name);
                ours.Add(new EventStreamHeader(name, RandomValue(random, their)));
                theirs.Add(their);
            }

            byte[] payload = Generated.Bytes(random, 3000);
            byte[] frame = EventStreamEncoder.Encode(new RawMessage(ours, payload));

            Assert.True(frame.AsSpan().SequenceEqual(new Sdk.EventStreamMessage(theirs, payload).ToByteArray()), $"seed {seed}");
            Sdk.EventStreamMessage read = Sdk.EventStreamMessage.FromBuffer(frame, 0, frame.Length);
            Assert.True(read.Payload.AsSpan().SequenceEqual(payload), $"seed {seed}");
            Assert.True(read.Headers.Count == ours.Count, $"seed {seed}");
            foreach (EventStreamHeader header in ours)
            {
                Assert.True(Same(header.Value.ToObject(), (Sdk.EventStreamHeader)read.Headers[header.Name]), $"seed {seed}, header {header}");
            }
        }
    }

    private static EventStreamHeaderValue RandomValue(Random random, Sdk.EventStreamHeader their)
    {
        switch (random.Next(8))
        {
            case 0:
                bool flag = random.Next(2) == 0;
                their.SetBool(flag);
                return EventStreamHeaderValue.FromBoolean(flag);
            case 1:
                sbyte number8 = (sbyte)random.Next(-128, 128);
                their.SetSByte(number8);
                return EventStreamHeaderValue.FromSByte(number8);
            case 2:
                short number16 = (short)random.Next(short.MinValue, short.MaxValue + 1);
                their.SetInt16(number16);
                return EventStreamHeaderValue.FromInt16(number16);
            case 3:
                int number32 = random.Next(int.MinValue, int.MaxValue);
                their.SetInt32(number32);
                return EventStreamHeaderValue.FromInt32(number32);
            case 4:
                long number64 = random.NextInt64(long.MinValue, long.MaxValue);
                their.SetInt64(number64);
                return EventStreamHeaderValue.FromInt64(number64);
            case 5:
                byte[] bytes = Generated.Bytes(random, 500);
                their.SetByteBuf(bytes);
                return EventStreamHeaderValue.FromBytes(bytes);
            case 6:
                string text = Generated.Text(random, 200);
                their.SetString(text);
                return EventStreamHeaderValue.FromString(text);
            default:
                DateTimeOffset time = Generated.Time(random);
                their.SetTimestamp(time.UtcDateTime);
                return EventStreamHeaderValue.FromTimestamp(time);
        }
    }

    private static bool Same(object our, Sdk.EventStreamHeader their) => our switch
    {
        bool flag => flag == their.AsBool(),
        sbyte number => number == their.AsSByte(),
        short number => number == their.AsInt16(),
        int number => number == their.AsInt32(),
        long number => number == their.AsInt64(),
        byte[] bytes => bytes.AsSpan().SequenceEqual(their.AsByteBuf()),
        string text => text == their.AsString(),
        DateTimeOffset time => time.UtcDateTime == their.AsTimestamp(),
        _ => false,
    };

    /// <summary>Headers that take just so many bytes: four long ones, and a last one for the rest.</summary>
    private static EventStreamHeader[] HeadersOf(int length)
    {
        EventStreamHeader[] headers = new EventStreamHeader[5];
        for (int i = 0; i < 4; i++)
        {
            // Name length, name, type, value length: 5 bytes besides the value.
            headers[i] = new EventStreamHeader(((char)('a' + i)).ToString(), EventStreamHeaderValue.FromBytes(new byte[32_700]));
        }

        headers[4] = new EventStreamHeader("e", EventStreamHeaderValue.FromBytes(new byte[length - (4 * 32_705) - 5]));
        return headers;
    }
}
