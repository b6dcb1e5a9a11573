using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.EventStream;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.EventStream;

public class EventStreamVerifierTests
{
    // awslabs/aws-c-auth, test_event_signing.c: the frames are put together here from the published signatures, not signed.
    [Fact]
    public void The_published_chain_is_right_from_its_seed()
    {
        (string Payload, string Signature)[] events =
        [
            ("A", "7aabf85b765e6a4d0d500b6e968657b14726fa3e1eb7e839302728ffd77629a5"),
            ("B", "f72aa9642f571d24a6e1ae42f10f073ad9448d8a028b6bcd82da081335adda02"),
            ("C", "632af120435b57ec241d8bfbb12e496dfd5e2730a1a02ac0ab6eaa230ae02e9a"),
            ("", "c6f679ddb3af68f5e82f0cf6761244cb2338cf11e7d01a24130aea1b7c17e53e"),
        ];
        EventStreamVerifier verifier = Frames.NewVerifier();
        for (int i = 0; i < events.Length; i++)
        {
            RawMessage message = Outer(Frames.Start.AddSeconds(i + 1), events[i].Signature, Encoding.ASCII.GetBytes(events[i].Payload));

            Assert.Equal(SignatureProblem.None, verifier.Check(message));
        }
    }

    // neilberkman/ex_aws_auth, aws-beam/aws_signature.
    [Fact]
    public void The_published_single_event_is_right()
    {
        const string Signature = "29ef82c39850abdcc65f9d6046f3e437e385112b80b7f17b31ba33a7da3cc8af";
        DateTimeOffset time = new(2023, 7, 31, 11, 36, 12, TimeSpan.Zero);
        AwsCredential credential = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
        byte[] prior = Convert.FromHexString("ce2704cf5f348fd66f179d5883162f223c30b3fb8213fb1bc097bf2ecd34b1b5");

        Assert.Equal(SignatureProblem.None, new EventStreamVerifier(credential, "us-east-1", "transcribe", prior).Check(Outer(time, Signature, default)));
        Assert.Equal(SignatureProblem.Wrong, new EventStreamVerifier(credential, "us-east-2", "transcribe", prior).Check(Outer(time, Signature, default)));
        Assert.Equal(SignatureProblem.Wrong, new EventStreamVerifier(credential, "us-east-1", "bedrock", prior).Check(Outer(time, Signature, default)));
        Assert.Equal(SignatureProblem.Wrong, new EventStreamVerifier(credential, "us-east-1", "transcribe", new byte[32]).Check(Outer(time, Signature, default)));
        Assert.Equal(SignatureProblem.Wrong, new EventStreamVerifier(Known.Credential, "us-east-1", "transcribe", prior).Check(Outer(time, Signature, default)));
        Assert.Equal(SignatureProblem.Wrong, new EventStreamVerifier(credential, "us-east-1", "transcribe", prior).Check(Outer(time.AddMilliseconds(1), Signature, default)));
    }

    [Fact]
    public void Whatever_comes_after_the_end_comes_after_it()
    {
        EventStreamSigner signer = Frames.NewSigner();
        EventStreamVerifier verifier = Frames.NewVerifier();

        Assert.Equal(SignatureProblem.None, Check(signer.SignEndOfStream(Frames.Start)));
        Assert.Equal(SignatureProblem.AfterEnd, Check(signer.SignEndOfStream(Frames.Start)));
        Assert.Equal(SignatureProblem.AfterEnd, Check(signer.SignPayload("A"u8, Frames.Start)));
        Assert.Equal(SignatureProblem.AfterEnd, Check(signer.SignEndOfStream(Frames.Start)));

        SignatureProblem Check(EventStreamFrame frame) => verifier.Check(EventStreamDecoder.Decode(frame.Bytes));
    }

    [Fact]
    public void Every_bit_of_a_date_a_signature_and_a_payload_counts()
    {
        byte[] frame = Frames.NewSigner().SignPayload("AB"u8, Frames.Start).Bytes;
        int right = 0;
        for (int bit = 8 * 12; bit < (frame.Length - 4) * 8; bit++)
        {
            byte[] changed = Frames.WithChecksums(Frames.Flip(frame, bit));
            try
            {
                SignatureProblem problem = Frames.NewVerifier().Check(EventStreamDecoder.Decode(changed));
                right += problem == SignatureProblem.None ? 1 : 0;
            }
            catch (EventStreamHeaderException)
            {
                // A bit of a name's length or a type.
            }
        }

        Assert.Equal(0, right);
    }

    [Fact]
    public void A_chain_with_milliseconds_and_over_midnight_is_right()
    {
        DateTimeOffset midnight = new(2023, 8, 1, 0, 0, 0, TimeSpan.Zero);
        foreach (bool keepMilliseconds in new[] { false, true })
        {
            EventStreamSigner signer = Frames.NewSigner(keepMilliseconds);
            EventStreamVerifier verifier = Frames.NewVerifier();
            foreach (DateTimeOffset time in new[] { midnight.AddTicks(-1), midnight.AddMilliseconds(1), midnight.AddDays(-1), midnight.AddMilliseconds(-1).ToOffset(TimeSpan.FromHours(14)) })
            {
                Assert.Equal(SignatureProblem.None, verifier.Check(EventStreamDecoder.Decode(signer.SignMessage(Frames.OfEveryType, time).Bytes)));
            }
        }
    }

    // The signature covers the date, the payload and the signature before, and nothing else.
    [Fact]
    public void A_frame_with_other_headers_is_not_signed()
    {
        EventStreamHeader date = new(":date", EventStreamHeaderValue.FromTimestamp(Frames.Start));
        EventStreamHeader signature = new(":chunk-signature", EventStreamHeaderValue.FromBytes(new byte[32]));
        EventStreamHeader other = new("other", EventStreamHeaderValue.FromBoolean(true));
        EventStreamHeader[][] all =
        [
            [],
            [date],
            [signature],
            [date, other],
            [other, signature],
            [date, signature, other],
            [other, date, signature],
            [date, other, signature],
            [date, new(":chunk-signature", EventStreamHeaderValue.FromBytes(new byte[31]))],
            [date, new(":chunk-signature", EventStreamHeaderValue.FromBytes(new byte[33]))],
            [date, new(":chunk-signature", EventStreamHeaderValue.FromString(new string('a', 32)))],
            [date, new(":Chunk-signature", EventStreamHeaderValue.FromBytes(new byte[32]))],
            [new(":date", EventStreamHeaderValue.FromInt64(0)), signature],
            [new(":Date", EventStreamHeaderValue.FromTimestamp(Frames.Start)), signature],
            [new(":date", EventStreamHeaderValue.FromUnixMilliseconds(long.MaxValue)), signature],
            [new(":date", EventStreamHeaderValue.FromUnixMilliseconds(long.MinValue)), signature],
        ];
        foreach (EventStreamHeader[] headers in all)
        {
            Assert.Equal(SignatureProblem.Missing, Frames.NewVerifier().Check(new RawMessage(headers, "A"u8.ToArray())));
        }

        Assert.Equal(SignatureProblem.Wrong, Frames.NewVerifier().Check(new RawMessage([date, signature], "A"u8.ToArray())));
        Assert.Equal(SignatureProblem.Wrong, Frames.NewVerifier().Check(new RawMessage([signature, date], "A"u8.ToArray())));
    }

    [Fact]
    public void The_order_of_the_two_headers_does_not_count()
    {
        RawMessage message = EventStreamDecoder.Decode(Frames.Samples[6]);
        RawMessage turned = new([message.Headers[1], message.Headers[0]], message.Payload);

        Assert.Equal(SignatureProblem.None, Frames.NewVerifier().Check(turned));
    }

    // The years that a date can be written with.
    [Theory]
    [InlineData(-62_135_596_800_000)]
    [InlineData(253_402_300_799_999)]
    public void Any_date_that_net_has_is_checked(long milliseconds)
    {
        byte[] expected = new byte[32];
        byte[] header = [5, .. ":date"u8, 8, .. BitConverter.IsLittleEndian ? BitConverter.GetBytes(milliseconds).Reverse() : BitConverter.GetBytes(milliseconds)];
        EventSignature.Compute(
            Frames.Credential, Frames.Region, Frames.Service, DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), Frames.Seed, header, "A"u8, expected);

        Assert.Equal(
            SignatureProblem.None,
            Frames.NewVerifier().Check(Outer(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), Convert.ToHexString(expected), "A"u8.ToArray())));
    }

    [Fact]
    public void Where_one_frame_is_wrong_those_after_are_checked_against_it()
    {
        RawMessage[] chain = Chain("A", "B", "C", "");

        Assert.Equal("None Wrong None None", Check([chain[0], WithPayload(chain[1], "X"), chain[2], chain[3]]));
        Assert.Equal("None Wrong None", Check([chain[0], chain[2], chain[3]]));
        Assert.Equal("None None Wrong None None", Check([chain[0], chain[1], chain[1], chain[2], chain[3]]));
        Assert.Equal("Wrong Wrong Wrong None", Check([chain[1], chain[0], chain[2], chain[3]]));
    }

    [Fact]
    public void A_frame_without_a_signature_leaves_the_chain_as_it_is()
    {
        RawMessage[] chain = Chain("A", "B");

        Assert.Equal("None Missing None", Check([chain[0], Frames.OfEveryType, chain[1]]));
    }

    [Fact]
    public void Nothing_is_right_after_the_end()
    {
        RawMessage[] chain = Chain("A", "", "B", "");

        Assert.Equal("None None AfterEnd AfterEnd", Check(chain));
    }

    // Only who has the key can end a stream: a payload that was taken away, or a frame put in, does not.
    [Fact]
    public void An_end_that_is_not_signed_rightly_ends_nothing()
    {
        RawMessage[] chain = Chain("A", "B", "C", "");

        Assert.Equal("None Wrong None None", Check([chain[0], WithPayload(chain[1], ""), chain[2], chain[3]]));
        Assert.Equal("None Wrong Wrong None None", Check([chain[0], Outer(Frames.Start, new string('0', 64), default), chain[1], chain[2], chain[3]]));
    }

    [Fact]
    public void What_is_wrong_for_every_frame_is_refused_at_the_start()
    {
        Assert.Throws<ArgumentNullException>("credential", () => new EventStreamVerifier(null!, "us-east-1", "demo", Frames.Seed));
        Assert.Throws<ArgumentException>("seedSignature", () => new EventStreamVerifier(Frames.Credential, "us-east-1", "demo", Frames.Seed.AsSpan(1)));
        _ = Refused.As("RegionInvalid", "us east", () => new EventStreamVerifier(Frames.Credential, "us east", "demo", Frames.Seed));
        _ = Refused.As("ServiceInvalid", "", () => new EventStreamVerifier(Frames.Credential, "us-east-1", "", Frames.Seed));
        Assert.Throws<ArgumentNullException>("message", () => Frames.NewVerifier().Check(null!));
    }

    [Fact]
    public void The_seed_is_that_of_the_start()
    {
        byte[] seed = [.. Frames.Seed];
        EventStreamVerifier verifier = new(Frames.Credential, Frames.Region, Frames.Service, seed);
        seed.AsSpan().Clear();

        Assert.Equal(SignatureProblem.None, verifier.Check(EventStreamDecoder.Decode(Frames.Samples[6])));
    }

    private static RawMessage[] Chain(params string[] payloads)
    {
        EventStreamSigner signer = Frames.NewSigner();
        return [.. payloads.Select(p => EventStreamDecoder.Decode(signer.SignPayload(Encoding.ASCII.GetBytes(p), Frames.Start).Bytes))];
    }

    private static string Check(IEnumerable<RawMessage> messages)
    {
        EventStreamVerifier verifier = Frames.NewVerifier();
        return string.Join(" ", messages.Select(verifier.Check));
    }

    private static RawMessage WithPayload(RawMessage message, string payload) => new(message.Headers, Encoding.ASCII.GetBytes(payload));

    private static RawMessage Outer(DateTimeOffset date, string signature, ReadOnlyMemory<byte> payload) => new(
        [
            new(":date", EventStreamHeaderValue.FromTimestamp(date)),
            new(":chunk-signature", EventStreamHeaderValue.FromBytes(Convert.FromHexString(signature))),
        ],
        payload);
}
