using System;
using System.Linq;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.EventStream;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.EventStream;

public class EventStreamFramerTests
{
    private static readonly AwsCredential Credential = new("access", "secret");
    private static readonly EventStreamHeader[] Headers = [new(":event-type", EventStreamHeaderValue.FromString("AudioEvent"))];

    [Fact]
    public void Without_a_signer_each_payload_is_framed_with_the_headers()
    {
        EventStreamFramer framer = new(Headers);

        EventStreamFrame frame = framer.Frame("A"u8.ToArray(), Known.Time);

        Assert.Equal(EventStreamEncoder.Encode(new RawMessage(Headers, "A"u8.ToArray())), frame.Bytes);
        Assert.Equal(frame.Bytes, framer.Frame("A"u8.ToArray(), Known.Time.AddDays(1)).Bytes);
        Assert.Null(frame.Signature);
        Assert.Throws<InvalidOperationException>(() => framer.FrameEndOfStream(Known.Time));
    }

    [Fact]
    public void With_a_signer_a_payload_with_headers_is_framed_and_then_signed()
    {
        EventStreamFramer framer = new(Headers, NewSigner());
        EventStreamSigner signer = NewSigner();

        Assert.Equal(signer.SignMessage(new RawMessage(Headers, "A"u8.ToArray()), Known.Time).Bytes, framer.Frame("A"u8.ToArray(), Known.Time).Bytes);
        Assert.Equal(signer.SignEndOfStream(Known.Time).Bytes, framer.FrameEndOfStream(Known.Time).Bytes);
    }

    [Fact]
    public void With_a_signer_a_payload_without_headers_is_signed_as_it_is()
    {
        EventStreamFramer framer = new([], NewSigner());

        Assert.Equal(NewSigner().SignPayload("A"u8, Known.Time).Bytes, framer.Frame("A"u8.ToArray(), Known.Time).Bytes);
    }

    [Fact]
    public void What_is_wrong_for_every_frame_is_refused_at_the_start()
    {
        EventStreamHeader[] tooLong = [.. Enumerable.Range(0, 5).Select(static i => new EventStreamHeader("h" + i, EventStreamHeaderValue.FromBytes(new byte[32_000])))];

        Assert.Throws<ArgumentNullException>("headers", () => new EventStreamFramer(null!));
        _ = Refused.As("EventStreamHeaderDuplicate", () => new EventStreamFramer([.. Headers, .. Headers]));
        _ = Refused.As("EventStreamHeadersTooLong", () => new EventStreamFramer(tooLong));
    }

    [Fact]
    public void A_payload_over_the_limit_is_refused_and_the_next_is_framed()
    {
        EventStreamFramer signed = new(Headers, NewSigner());
        EventStreamFramer unsigned = new(Headers);
        byte[] over = new byte[EventStreamLimits.PayloadLength + 1];

        _ = Refused.As("EventStreamPayloadTooLong", () => signed.Frame(over, Known.Time));
        _ = Refused.As("EventStreamPayloadTooLong", () => unsigned.Frame(over, Known.Time));
        Assert.Equal(new EventStreamFramer(Headers, NewSigner()).Frame(default, Known.Time).Bytes, signed.Frame(default, Known.Time).Bytes);
    }

    [Fact]
    public void The_headers_are_those_of_the_start()
    {
        EventStreamHeader[] headers = [.. Headers];
        EventStreamFramer framer = new(headers);
        byte[] before = framer.Frame(default, Known.Time).Bytes;

        headers[0] = new("other", EventStreamHeaderValue.FromInt32(1));

        Assert.Equal(before, framer.Frame(default, Known.Time).Bytes);
    }

    [Fact]
    public void A_message_keeps_its_headers_and_takes_those_of_the_framer()
    {
        EventStreamFramer framer = new([Text("b", "new"), Text("d", "more"), Text("A", "other")]);
        EventStreamMessage message = MessageOf([Text("a", "1"), Text("b", "2"), Text("c", "3")], "payload"u8.ToArray());

        byte[] frame = framer.FrameMessage(message, Known.Time).Bytes;

        // Those with the same name stand where the message's stood; the rest behind, in their order.
        RawMessage expected = new([Text("a", "1"), Text("b", "new"), Text("c", "3"), Text("d", "more"), Text("A", "other")], "payload"u8.ToArray());
        Assert.Equal(EventStreamEncoder.Encode(expected), frame);
        Assert.Equal(3, message.Headers.Count);
    }

    [Fact]
    public void A_message_is_signed_as_a_message_or_as_bare_bytes_as_it_was()
    {
        EventStreamMessage nested = MessageOf(Headers, "A"u8.ToArray());
        EventStreamMessage bare = MessageOf([], "A"u8.ToArray());
        EventStreamFramer framer = new([], NewSigner());
        EventStreamSigner signer = NewSigner();

        Assert.Equal(signer.SignMessage(new RawMessage(Headers, "A"u8.ToArray()), Known.Time).Bytes, framer.FrameMessage(nested, Known.Time).Bytes);
        Assert.Equal(signer.SignPayload("A"u8, Known.Time).Bytes, framer.FrameMessage(bare, Known.Time).Bytes);
        _ = Refused.As("EventStreamPayloadEmpty", () => framer.FrameMessage(MessageOf([], []), Known.Time));
        Assert.Equal(signer.SignEndOfStream(Known.Time).Bytes, framer.FrameEndOfStream(Known.Time).Bytes);
    }

    [Fact]
    public void Bare_bytes_take_the_framers_headers()
    {
        EventStreamFramer framer = new(Headers, NewSigner());

        Assert.Equal(
            NewSigner().SignMessage(new RawMessage(Headers, "A"u8.ToArray()), Known.Time).Bytes, framer.FrameMessage(MessageOf([], "A"u8.ToArray()), Known.Time).Bytes);
    }

    // The headers of a message can be changed on the way.
    [Fact]
    public void Headers_that_were_changed_are_framed_or_refused()
    {
        EventStreamFramer framer = new([]);
        EventStreamMessage message = MessageOf([Text("a", "1"), Text("b", "2")], default);
        message.Headers["a"] = 5;
        message.Headers.Remove("b");
        message.Headers.Add("c", Guid.Empty);
        RawMessage expected = new([new("a", EventStreamHeaderValue.FromInt32(5)), new("c", EventStreamHeaderValue.FromGuid(Guid.Empty))], default);
        Assert.Equal(EventStreamEncoder.Encode(expected), framer.FrameMessage(message, Known.Time).Bytes);

        message.Headers["a"] = null;
        _ = Refused.As("EventStreamValueTypeInvalid", null, () => framer.FrameMessage(message, Known.Time));
        message.Headers["a"] = 1.5;
        _ = Refused.As("EventStreamValueTypeInvalid", 1.5, () => framer.FrameMessage(message, Known.Time));
        message.Headers.Remove("a");
        message.Headers.Add("", 1);
        _ = Refused.As("EventStreamHeaderNameInvalid", "", () => framer.FrameMessage(message, Known.Time));
        message.Headers.Remove("");
        message.Headers.Add(5, 1);
        _ = Refused.As("EventStreamHeaderNameInvalid", 5, () => framer.FrameMessage(message, Known.Time));
        Assert.Throws<ArgumentNullException>("message", () => framer.FrameMessage(null!, Known.Time));
    }

    [Fact]
    public void A_message_that_is_refused_does_not_break_the_chain()
    {
        EventStreamFramer framer = new(Headers, NewSigner());
        EventStreamMessage message = MessageOf([], new byte[EventStreamLimits.PayloadLength]);

        _ = Refused.As("EventStreamPayloadTooLong", () => framer.FrameMessage(message, Known.Time));
        Assert.Equal(
            new EventStreamFramer(Headers, NewSigner()).Frame("A"u8.ToArray(), Known.Time).Bytes, framer.FrameMessage(MessageOf([], "A"u8.ToArray()), Known.Time).Bytes);
    }

    [Fact]
    public void The_headers_of_both_together_are_within_the_limit()
    {
        EventStreamHeader[] half = [.. Enumerable.Range(0, 2).Select(static i => new EventStreamHeader("h" + i, EventStreamHeaderValue.FromBytes(new byte[32_760])))];
        EventStreamHeader[] other = [.. Enumerable.Range(2, 2).Select(static i => new EventStreamHeader("h" + i, EventStreamHeaderValue.FromBytes(new byte[32_764])))];
        EventStreamFramer framer = new(half);

        _ = Refused.As("EventStreamHeadersTooLong", () => framer.FrameMessage(MessageOf([.. other, Text("a", new string('a', 30))], default), Known.Time));
        Assert.Equal(4, EventStreamDecoder.Decode(framer.FrameMessage(MessageOf(other, default), Known.Time).Bytes).Headers.Count);
    }

    [Theory]
    [InlineData(false, false, EventStreamLimits.PayloadLength)]
    [InlineData(false, true, EventStreamLimits.PayloadLength)]
    [InlineData(true, false, EventStreamLimits.PayloadLength)]
    [InlineData(true, true, EventStreamLimits.PayloadLength - 16 - 25)]
    public void The_longest_payload_is_framed_and_one_more_byte_refused(bool isSigned, bool hasHeaders, int expected)
    {
        EventStreamFramer framer = new(hasHeaders ? Headers : [], isSigned ? NewSigner() : null);
        Assert.Equal(expected, framer.MaximumPayloadLength);

        byte[] frame = framer.Frame(new byte[expected], Known.Time).Bytes;
        EventStreamMessage message = Assert.Single(new EventStreamReader().Read(frame));
        Assert.Equal(expected, message.Payload.Length);
        Assert.Equal(hasHeaders ? 1 : 0, message.Headers.Count);

        _ = Refused.As("EventStreamPayloadTooLong", () => framer.Frame(new byte[expected + 1], Known.Time));
    }

    private static EventStreamHeader Text(string name, string value) => new(name, EventStreamHeaderValue.FromString(value));

    private static EventStreamMessage MessageOf(EventStreamHeader[] headers, byte[]? payload) =>
        Assert.Single(new EventStreamReader().Read(EventStreamEncoder.Encode(new RawMessage(headers, payload))));

    private static EventStreamSigner NewSigner() => new(Credential, "us-east-1", "demo", new byte[32]);
}
