using System;
using System.Collections.Generic;
using System.Linq;
using AwsSignTools.EventStream;
using Xunit;
using Sdk = Amazon.Runtime.EventStreams;

namespace AwsSignTools.Core.Tests.EventStream;

// AWSSDK.Core's codec (Amazon.Runtime.EventStreams.EventStreamMessage). UUIDs are left out of the agreement: it writes them in the order of
// Guid.ToByteArray(), which is not the wire's, and reads its own order back, so that no round trip with it could show the difference.
// EventStreamEncoderTests has the other direction.
public class EventStreamSdkAgreementTests
{
    [Fact]
    public void We_read_what_the_aws_sdk_writes()
    {
        for (int seed = 0; seed < 600; seed++)
        {
            RawMessage message = Frames.Random(new Random(seed), uuids: false);
            byte[] their = ToTheirs(message).ToByteArray();

            RawMessage read = EventStreamDecoder.Decode(their);

            Assert.True(
                read.Headers.Select(static h => (h.Name, h.Value)).SequenceEqual(message.Headers.Select(static h => (h.Name, h.Value))), $"seed {seed}");
            Assert.True(read.Payload.Span.SequenceEqual(message.Payload.Span), $"seed {seed}");
            Assert.True(EventStreamEncoder.Encode(read).AsSpan().SequenceEqual(their), $"seed {seed}");
        }
    }

    // Where both must refuse: a changed bit anywhere.
    [Fact]
    public void The_aws_sdk_refuses_the_changed_bits_that_we_refuse()
    {
        byte[] frame = Frames.Samples[3];
        for (int bit = 0; bit < frame.Length * 8; bit++)
        {
            byte[] changed = Frames.Flip(frame, bit);

            Assert.ThrowsAny<EventStreamFormatException>(() => EventStreamDecoder.Decode(changed));
            Assert.ThrowsAny<Exception>(() => Sdk.EventStreamMessage.FromBuffer(changed, 0, changed.Length));
        }
    }

    [Fact]
    public void The_aws_sdk_has_another_order_of_a_uuids_bytes_than_the_wire()
    {
        byte[] frame = Frames.Of(Convert.FromHexString("016809" + "00112233445566778899aabbccddeeff"), default);

        Assert.Equal(new Guid("00112233-4455-6677-8899-aabbccddeeff"), EventStreamDecoder.Decode(frame).Headers[0].Value.ToObject());
        Assert.Equal(
            new Guid("33221100-5544-7766-8899-aabbccddeeff"), Sdk.EventStreamMessage.FromBuffer(frame, 0, frame.Length).Headers["h"].AsUUID());
    }

    // Its own reader of streams, which takes apart what comes in pieces; each from the start of an array, since it takes an offset amiss.
    [Fact]
    public void The_aws_sdk_decodes_a_stream_of_ours_to_the_same_messages()
    {
        Random random = new(1);
        RawMessage[] messages = [.. Enumerable.Range(0, 100).Select(_ => Frames.Random(random, uuids: false))];
        byte[] stream = Frames.Join(messages.Select(EventStreamEncoder.Encode));
        List<byte[]> theirs = [];
        using Sdk.Internal.EventStreamDecoder decoder = new();
        decoder.MessageReceived += (_, e) => theirs.Add(e.Message.Payload);
        int at = 0;
        foreach (int length in Frames.RandomCuts(random, stream.Length))
        {
            decoder.ProcessData(stream[at..(at + length)], 0, length);
            at += length;
        }

        Assert.Equal(messages.Select(static m => m.Payload.ToArray()), theirs);
        Assert.Equal(messages.Select(static m => m.Payload.ToArray()), new EventStreamReader().Read(stream).Select(static m => m.Payload));
    }

    private static Sdk.EventStreamMessage ToTheirs(RawMessage message) =>
        new([.. message.Headers.Select(static h => ToTheirs(h))], message.Payload.ToArray());

    private static Sdk.EventStreamHeader ToTheirs(EventStreamHeader header)
    {
        Sdk.EventStreamHeader their = new(header.Name);
        switch (header.Value.ToObject())
        {
            case bool flag:
                their.SetBool(flag);
                break;
            case sbyte number:
                their.SetSByte(number);
                break;
            case short number:
                their.SetInt16(number);
                break;
            case int number:
                their.SetInt32(number);
                break;
            case long number:
                their.SetInt64(number);
                break;
            case byte[] bytes:
                their.SetByteBuf(bytes);
                break;
            case string text:
                their.SetString(text);
                break;
            case DateTimeOffset time:
                their.SetTimestamp(time.UtcDateTime);
                break;
            default:
                throw new InvalidOperationException($"{header}");
        }

        return their;
    }
}
