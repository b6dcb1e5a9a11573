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

    private static EventStreamSigner NewSigner() => new(Credential, "us-east-1", "demo", new byte[32]);
}
