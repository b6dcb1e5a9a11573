using System;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Amazon.Runtime.EventStreams;
using Amazon.Runtime.Internal.Auth;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.EventStream;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.EventStream;

public class EventStreamSignerTests
{
    private static readonly AwsCredential Credential = new("access", "secret");
    private static readonly byte[] Seed = Convert.FromHexString("e1d8e8c8815e60969f2a34765c9a15945ffc0badbaa4b7e3b163ea19131e949b");
    private static readonly DateTimeOffset Start = new(1981, 1, 16, 6, 30, 0, TimeSpan.Zero);

    // awslabs/aws-c-auth, test_event_signing.c; SigV4HeaderSignerTests makes the seed from the initial request.
    [Fact]
    public void The_chain_of_events_is_signed_as_published()
    {
        EventStreamSigner signer = new(Credential, "us-east-1", "demo", Seed);
        EventStreamFrame[] frames =
        [
            signer.SignPayload("A"u8, Start.AddSeconds(1)),
            signer.SignPayload("B"u8, Start.AddSeconds(2)),
            signer.SignPayload("C"u8, Start.AddSeconds(3)),
            signer.SignEndOfStream(Start.AddSeconds(4)),
        ];

        string[] published =
        [
            "7aabf85b765e6a4d0d500b6e968657b14726fa3e1eb7e839302728ffd77629a5",
            "f72aa9642f571d24a6e1ae42f10f073ad9448d8a028b6bcd82da081335adda02",
            "632af120435b57ec241d8bfbb12e496dfd5e2730a1a02ac0ab6eaa230ae02e9a",
            "c6f679ddb3af68f5e82f0cf6761244cb2338cf11e7d01a24130aea1b7c17e53e",
        ];
        Assert.Equal(published, frames.Select(static f => f.Signature));
        Assert.Equal([Convert.ToHexStringLower(Seed), .. published[..3]], frames.Select(static f => f.PriorSignature));
        Assert.Equal([.. Enumerable.Range(1, 4).Select(static i => (DateTimeOffset?)Start.AddSeconds(i))], frames.Select(static f => f.Date));
    }

    [Fact]
    public void A_signed_frame_has_its_date_then_its_signature_and_then_the_payload()
    {
        EventStreamFrame frame = new EventStreamSigner(Credential, "us-east-1", "demo", Seed).SignPayload("A"u8, Start.AddSeconds(1));

        // Total 84 bytes, headers 67, their CRC; ":date" as a timestamp, ":chunk-signature" as 32 bytes; the payload; the CRC.
        const string BeforeSignature = "053a6461746508" + "0000005122b46e28" + "103a6368756e6b2d7369676e6174757265060020";
        string hex = Convert.ToHexStringLower(frame.Bytes);
        Assert.Equal("00000054" + "00000043", hex[..16]);
        Assert.Equal(BeforeSignature, hex.Substring(24, BeforeSignature.Length));
        Assert.Equal("7aabf85b765e6a4d0d500b6e968657b14726fa3e1eb7e839302728ffd77629a5", hex.Substring(24 + BeforeSignature.Length, 64));
        Assert.Equal("41", hex.Substring(hex.Length - 10, 2));
        Assert.Equal(Crc32.HashToUInt32(frame.Bytes.AsSpan(0, 8)), BinaryPrimitives.ReadUInt32BigEndian(frame.Bytes.AsSpan(8)));
        Assert.Equal(Crc32.HashToUInt32(frame.Bytes.AsSpan(0, 80)), BinaryPrimitives.ReadUInt32BigEndian(frame.Bytes.AsSpan(80)));
        Assert.Equal(84, frame.Length);
        Assert.Equal($"event-stream frame of 84 bytes, signature {frame.Signature}", frame.ToString());
    }

    [Fact]
    public void The_end_of_a_stream_is_the_signed_frame_of_an_empty_payload()
    {
        EventStreamFrame end = new EventStreamSigner(Credential, "us-east-1", "demo", Seed).SignEndOfStream(Start);
        EventStreamFrame empty = new EventStreamSigner(Credential, "us-east-1", "demo", Seed).SignPayload([], Start);

        Assert.Equal(empty.Bytes, end.Bytes);
        Assert.Equal(83, end.Length);
    }

    [Fact]
    public void A_nested_message_is_signed_as_its_whole_frame()
    {
        RawMessage message = new(
            [
                new(":event-type", EventStreamHeaderValue.FromString("AudioEvent")),
                new(":message-type", EventStreamHeaderValue.FromString("event")),
            ],
            Encoding.ASCII.GetBytes("audio"));
        EventStreamFrame nested = new EventStreamSigner(Credential, "us-east-1", "demo", Seed).SignMessage(message, Start);
        EventStreamFrame direct = new EventStreamSigner(Credential, "us-east-1", "demo", Seed).SignPayload(EventStreamEncoder.Encode(message), Start);
        EventStreamFrame bare = new EventStreamSigner(Credential, "us-east-1", "demo", Seed).SignPayload(message.Payload.Span, Start);

        Assert.Equal(direct.Bytes, nested.Bytes);
        Assert.NotEqual(bare.Signature, nested.Signature);
        Amazon.Runtime.EventStreams.EventStreamMessage outer = Amazon.Runtime.EventStreams.EventStreamMessage.FromBuffer(nested.Bytes, 0, nested.Length);
        Amazon.Runtime.EventStreams.EventStreamMessage inner =
            Amazon.Runtime.EventStreams.EventStreamMessage.FromBuffer(outer.Payload, 0, outer.Payload.Length);
        Assert.Equal([":date", ":chunk-signature"], outer.Headers.Keys);
        Assert.Equal([":event-type", ":message-type"], inner.Headers.Keys);
        Assert.Equal("audio"u8.ToArray(), inner.Payload);
    }

    [Fact]
    public void Milliseconds_of_the_date_are_dropped_unless_they_are_to_be_kept()
    {
        DateTimeOffset time = Start.AddTicks((123 * TimeSpan.TicksPerMillisecond) + 4567).ToOffset(TimeSpan.FromHours(5));
        EventStreamFrame dropped = new EventStreamSigner(Credential, "us-east-1", "demo", Seed).SignPayload("A"u8, time);
        EventStreamFrame kept = new EventStreamSigner(Credential, "us-east-1", "demo", Seed, keepMilliseconds: true).SignPayload("A"u8, time);

        Assert.Equal(Start, dropped.Date);
        Assert.Equal(Start.AddMilliseconds(123), kept.Date);
        Assert.Equal(TimeSpan.Zero, kept.Date!.Value.Offset);
        Assert.Equal(Start.ToUnixTimeMilliseconds(), BinaryPrimitives.ReadInt64BigEndian(dropped.Bytes.AsSpan(19)));
        Assert.Equal(Start.ToUnixTimeMilliseconds() + 123, BinaryPrimitives.ReadInt64BigEndian(kept.Bytes.AsSpan(19)));
        Assert.NotEqual(dropped.Signature, kept.Signature);
        Assert.Equal(new EventStreamSigner(Credential, "us-east-1", "demo", Seed).SignPayload("A"u8, Start).Bytes, dropped.Bytes);
    }

    // The seconds of the string to sign and the milliseconds of :date, as the AWS SDK signs them (AWS4EventSigner). It cannot be given a
    // time, so the time of ours is that of its frame.
    [Fact]
    public async Task A_chain_of_the_aws_sdk_is_the_same_bytes()
    {
        AWS4EventSigner theirs = new("secret", "us-east-1", "demo", Convert.ToHexStringLower(Seed));
        EventStreamSigner ours = new(Credential, "us-east-1", "demo", Seed, keepMilliseconds: true);
        Random random = new(1);
        for (int i = 0; i < 1000; i++)
        {
            byte[] payload = Generated.Bytes(random, 500);
            byte[] their = await theirs.SignEventAsync(payload);
            IEventStreamHeader date = Amazon.Runtime.EventStreams.EventStreamMessage.FromBuffer(their, 0, their.Length).Headers[":date"];

            EventStreamFrame our = ours.SignPayload(payload, date.AsTimestamp());

            Assert.True(their.AsSpan().SequenceEqual(our.Bytes), $"event {i} of the seed 1");
        }
    }

    [Fact]
    public void The_day_of_the_scope_is_the_events_own_and_rolls_over_at_midnight_utc()
    {
        EventStreamSigner signer = new(Credential, "us-east-1", "demo", Seed);
        DateTimeOffset midnight = new(2023, 8, 1, 0, 0, 0, TimeSpan.Zero);
        byte[] prior = Seed;
        foreach (DateTimeOffset time in new[] { midnight.AddTicks(-1), midnight, midnight.AddDays(-1).AddSeconds(1), midnight.ToOffset(TimeSpan.FromHours(-12)) })
        {
            EventStreamFrame frame = signer.SignPayload("A"u8, time);

            // The parts of the signature, put together apart from the signer.
            byte[] expected = new byte[EventSignature.Length];
            EventSignature.Compute(Credential, "us-east-1", "demo", AmzDate.Truncate(time), prior, frame.Bytes.AsSpan(12, 15), "A"u8, expected);
            Assert.Equal(Convert.ToHexStringLower(expected), frame.Signature);
            Assert.Equal(time.UtcDateTime.Date, frame.Date!.Value.UtcDateTime.Date);
            prior = expected;
        }

        // The same event a second before midnight and at it.
        Assert.NotEqual(SignatureAt(midnight.AddSeconds(-1)), SignatureAt(midnight));
        Assert.Equal(Independent(midnight.AddSeconds(-1), "20230731T235959Z", "20230731"), SignatureAt(midnight.AddSeconds(-1)));
        Assert.Equal(Independent(midnight, "20230801T000000Z", "20230801"), SignatureAt(midnight));

        static string? SignatureAt(DateTimeOffset time) => new EventStreamSigner(Credential, "us-east-1", "demo", Seed).SignPayload("A"u8, time).Signature;

        // With the AWS SDK's key derivation and the platform's hashes.
        static string Independent(DateTimeOffset time, string dateTime, string date)
        {
            byte[] header = [5, .. ":date"u8, 8, 0, 0, 0, 0, 0, 0, 0, 0];
            BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(7), time.ToUnixTimeMilliseconds());
            string text = $"AWS4-HMAC-SHA256-PAYLOAD\n{dateTime}\n{date}/us-east-1/demo/aws4_request\n{Convert.ToHexStringLower(Seed)}\n"
                + $"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(header))}\n"
                + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("A"u8));
            byte[] key = AWS4Signer.ComposeSigningKey("secret", "us-east-1", date, "demo");
            return Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(text)));
        }
    }

    [Fact]
    public void A_chain_can_be_gone_on_with_from_the_signature_of_any_frame()
    {
        EventStreamSigner whole = new(Credential, "us-east-1", "demo", Seed);
        EventStreamFrame first = whole.SignPayload("A"u8, Start);
        EventStreamFrame second = whole.SignPayload("B"u8, Start);

        EventStreamSigner resumed = new(Credential, "us-east-1", "demo", EventSignature.Parse(first.Signature!));

        Assert.Equal(second.Bytes, resumed.SignPayload("B"u8, Start).Bytes);
    }

    [Fact]
    public void A_refused_payload_does_not_break_the_chain()
    {
        EventStreamSigner signer = new(Credential, "us-east-1", "demo", Seed);
        RawMessage longest = new([new("a", default)], new byte[EventStreamLimits.PayloadLength - 18]);
        _ = Refused.As("EventStreamPayloadTooLong", 25_165_825, () => signer.SignPayload(new byte[25_165_825], Start));
        _ = Refused.As("EventStreamPayloadTooLong", 25_165_825, () => signer.SignMessage(longest, Start));

        Assert.Equal("7aabf85b765e6a4d0d500b6e968657b14726fa3e1eb7e839302728ffd77629a5", signer.SignPayload("A"u8, Start.AddSeconds(1)).Signature);
    }

    [Fact]
    public void A_payload_of_the_limit_is_signed()
    {
        EventStreamFrame direct = new EventStreamSigner(Credential, "us-east-1", "demo", Seed).SignPayload(new byte[25_165_824], Start);
        RawMessage longest = new([new("a", default)], new byte[EventStreamLimits.PayloadLength - 19]);
        EventStreamFrame nested = new EventStreamSigner(Credential, "us-east-1", "demo", Seed).SignMessage(longest, Start);

        Assert.Equal(25_165_824 + 83, direct.Length);
        Assert.Equal(25_165_824 + 83, nested.Length);
    }

    [Fact]
    public void What_is_wrong_for_every_event_is_refused_at_the_start()
    {
        Assert.Throws<ArgumentNullException>("credential", () => new EventStreamSigner(null!, "us-east-1", "demo", Seed));
        Assert.Throws<ArgumentException>("seedSignature", () => new EventStreamSigner(Credential, "us-east-1", "demo", Seed.AsSpan(1)));
        _ = Refused.As("RegionInvalid", "", () => new EventStreamSigner(Credential, "", "demo", Seed));
        _ = Refused.As("ServiceInvalid", "de mo", () => new EventStreamSigner(Credential, "us-east-1", "de mo", Seed));
        Assert.Throws<ArgumentNullException>("message", () => new EventStreamSigner(Credential, "us-east-1", "demo", Seed).SignMessage(null!, Start));
    }

    [Fact]
    public void An_unsigned_frame_has_no_signature()
    {
        EventStreamFrame frame = new([1, 2, 3]);

        Assert.Null(frame.Signature);
        Assert.Null(frame.PriorSignature);
        Assert.Null(frame.Date);
        Assert.Equal("event-stream frame of 3 bytes", frame.ToString());
        Assert.Throws<ArgumentNullException>("bytes", () => new EventStreamFrame(null!));
    }
}
