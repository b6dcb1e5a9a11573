using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.EventStream;
using AwsSignTools.Findings;
using Xunit;

namespace AwsSignTools.Core.Tests.EventStream;

public class EventStreamReaderTests
{
    private static readonly EventStreamHeader[] Headers = [new(":event-type", EventStreamHeaderValue.FromString("AudioEvent"))];

    [Fact]
    public void The_message_within_a_signed_frame_is_given_with_the_frames_date_and_signature()
    {
        EventStreamFrame frame = Frames.NewSigner().SignMessage(Frames.OfEveryType, Frames.Start);

        EventStreamMessage message = Assert.Single(Read(frame.Bytes));

        Assert.Equal(Frames.OfEveryType.Headers.Select(static h => h.Name), message.Headers.Keys.Cast<string>());
        Assert.Equal("{'foo':'bar'}"u8.ToArray(), message.Payload);
        Assert.Equal(Frames.Start, message.Date);
        Assert.Equal(frame.Signature, message.ChunkSignature);
        Assert.Equal((1L, 0L, frame.Length), (message.FrameNumber, message.Offset, message.FrameLength));
        Assert.Null(message.SignatureValid);
        Assert.False(message.IsEndOfStream);
    }

    [Fact]
    public void A_bare_payload_of_a_signed_frame_is_a_message_without_headers()
    {
        EventStreamMessage message = Assert.Single(Read(Frames.NewSigner().SignPayload("audio"u8, Frames.Start).Bytes));

        Assert.Empty(message.Headers);
        Assert.Equal("audio"u8.ToArray(), message.Payload);
        Assert.Equal(Frames.Start, message.Date);
    }

    [Fact]
    public void Without_unwrapping_a_signed_frame_is_given_as_it_is()
    {
        EventStreamFrame frame = Frames.NewSigner().SignMessage(Frames.OfEveryType, Frames.Start);

        EventStreamMessage message = Assert.Single(new EventStreamReader(Frames.NewVerifier(), unwrap: false).Read(frame.Bytes));

        Assert.Equal([":date", ":chunk-signature"], message.Headers.Keys.Cast<string>());
        Assert.Equal(Frames.Start, message.Headers[":date"]);
        Assert.Equal(Convert.FromHexString(frame.Signature!), message.Headers[":chunk-signature"]);
        Assert.Equal(EventStreamEncoder.Encode(Frames.OfEveryType), message.Payload);
        Assert.Equal(Frames.Start, message.Date);
        Assert.True(message.SignatureValid);
        Assert.Equal(frame.Bytes, new EventStreamFramer([]).FrameMessage(message, default).Bytes);
    }

    [Fact]
    public void A_frame_that_is_not_signed_is_given_as_it_is()
    {
        EventStreamMessage message = Assert.Single(Read(EventStreamEncoder.Encode(Frames.OfEveryType)));

        Assert.Equal(10, message.Headers.Count);
        Assert.Null(message.Date);
        Assert.Null(message.ChunkSignature);
        Assert.Null(message.SignatureValid);
        Assert.False(message.IsEndOfStream);
    }

    // Bytes that only look like a frame, or nearly are one, are the payload that they are.
    [Fact]
    public void A_payload_that_is_no_whole_frame_is_given_as_bytes()
    {
        byte[] inner = EventStreamEncoder.Encode(Frames.OfEveryType);
        byte[][] payloads =
        [
            inner[..^1],
            [.. inner, 0],
            [.. inner, .. inner],
            Frames.Flip(inner, 0),
            Frames.Flip(inner, 70),
            Frames.Flip(inner, (inner.Length * 8) - 1),
            Frames.Of([1, (byte)'h', 10], "p"u8),
            Frames.Of([0], default),
            Frames.Prelude(16, 0),
            Frames.Prelude(12, 0),
            [.. Frames.Prelude(16, 1), 0, 0, 0, 0],
            [0],
            new byte[16],
        ];
        foreach (byte[] payload in payloads)
        {
            EventStreamMessage message = Assert.Single(Read(Frames.NewSigner().SignPayload(payload, Frames.Start).Bytes));

            Assert.Empty(message.Headers);
            Assert.Equal(payload, message.Payload);
        }
    }

    [Fact]
    public void One_frame_is_unwrapped_and_no_more()
    {
        byte[] twice = Frames.NewSigner().SignPayload(Frames.NewSigner().SignMessage(Frames.OfEveryType, Frames.Start).Bytes, Frames.Start).Bytes;

        EventStreamMessage message = Assert.Single(Read(twice));

        Assert.Equal([":date", ":chunk-signature"], message.Headers.Keys.Cast<string>());
    }

    [Fact]
    public void The_signed_frame_without_a_payload_is_the_end()
    {
        EventStreamFramer framer = NewFramer();
        byte[] stream = Frames.Join(framer.Frame("A"u8.ToArray(), Frames.Start).Bytes, framer.Frame(default, Frames.Start).Bytes, framer.FrameEndOfStream(Frames.Start).Bytes);
        foreach (bool unwrap in new[] { true, false })
        {
            EventStreamReader reader = new(Frames.NewVerifier(), unwrap);

            EventStreamMessage[] messages = [.. reader.Read(stream), .. reader.Complete()];

            Assert.Equal([false, false, true], messages.Select(static m => m.IsEndOfStream));
            Assert.Equal([true, true, true], messages.Select(static m => m.SignatureValid));
            Assert.Empty(messages[2].Payload);
            Assert.Equal(unwrap ? 0 : 2, messages[2].Headers.Count);
            Assert.Null(reader.SignatureBreak);
        }

        // An unsigned message without anything ends nothing.
        Assert.False(Assert.Single(Read(Frames.Samples[0])).IsEndOfStream);
    }

    [Fact]
    public void Messages_hold_nothing_of_the_bytes_they_were_read_from()
    {
        byte[] stream = Frames.NewSigner().SignMessage(Frames.OfEveryType, Frames.Start).Bytes;
        EventStreamReader reader = new(unwrap: true);

        EventStreamMessage message = Assert.Single(reader.Read(stream));
        stream.AsSpan().Fill(0xAA);

        Assert.Equal("{'foo':'bar'}"u8.ToArray(), message.Payload);
        Assert.Equal(new byte[] { 0, 255 }, message.Headers["bytes"]);
        Assert.Equal("é😀", message.Headers["text"]);
        Assert.Equal(64, message.ChunkSignature!.Length);
        Assert.Equal(
            EventStreamEncoder.Encode(Frames.OfEveryType), new EventStreamFramer([]).FrameMessage(message, default).Bytes);
    }

    // By turns frame 2 is removed, is there twice, changes places, is changed, and is not signed.
    [Fact]
    public void The_first_frame_whose_signature_is_not_right_is_told_once()
    {
        byte[][] f = Chain(4);
        byte[] changed = Frames.WithChecksums(Frames.Flip(f[1], 8 * (f[1].Length - 9)));
        byte[] extra = Encode(EventStreamDecoder.Decode(f[1]), new EventStreamHeader("extra", EventStreamHeaderValue.FromInt32(1)));
        byte[] unsigned = EventStreamEncoder.Encode(new RawMessage(Headers, "A"u8.ToArray()));
        const string Other = "its signature is not that of its date, its payload and the signature before it.";
        const string Missing = "it is not signed, or has headers that a signature does not cover.";
        (byte[][] Stream, string Valid, int Break, string What)[] all =
        [
            (f, "True True True True", 0, ""),
            ([f[0], f[2], f[3]], "True False True", 2, Other),
            ([f[0], f[1], f[1], f[2], f[3]], "True True False True True", 3, Other),
            ([f[0], f[2], f[1], f[3]], "True False False False", 2, Other),
            ([f[0], changed, f[2], f[3]], "True False True True", 2, Other),
            ([f[0], unsigned, f[1], f[2], f[3]], "True False True True True", 2, Missing),
            ([f[0], extra, f[2], f[3]], "True False False True", 2, Missing),
            ([.. f[1..]], "False True True", 1, Other),
            ([.. f, f[3]], "True True True True False", 5, Other),
            ([unsigned, unsigned], "False False", 1, Missing),
        ];
        foreach ((byte[][] stream, string valid, int number, string what) in all)
        {
            byte[] bytes = Frames.Join(stream);
            foreach (IEnumerable<int> pieces in Frames.Cuts(bytes.Length, number))
            {
                EventStreamReader reader = new(Frames.NewVerifier());
                List<bool?> seen = [];
                int at = 0;
                foreach (int length in pieces)
                {
                    foreach (EventStreamMessage message in reader.Read(bytes.AsMemory(at, length)))
                    {
                        // It is there before its message is given, and stays.
                        seen.Add(message.SignatureValid);
                        Assert.Equal(number > 0 && message.FrameNumber >= number, reader.SignatureBreak is not null);
                    }

                    at += length;
                }

                Assert.Empty(reader.Complete());
                Assert.Equal(valid, string.Join(" ", seen));
                if (number > 0)
                {
                    CheckBreak(reader.SignatureBreak, number, stream.Take(number - 1).Sum(static s => s.Length), what);
                }
            }
        }
    }

    [Fact]
    public void A_frame_after_the_end_is_not_right_though_its_signature_is()
    {
        EventStreamFramer framer = NewFramer();
        byte[] first = framer.FrameEndOfStream(Frames.Start).Bytes;
        byte[] stream = Frames.Join(first, framer.Frame("A"u8.ToArray(), Frames.Start).Bytes);
        EventStreamReader reader = new(Frames.NewVerifier());

        Assert.Equal([true, false], reader.Read(stream).Select(static m => m.SignatureValid));

        CheckBreak(reader.SignatureBreak, 2, first.Length, "it stands after the frame that ended the stream.");
    }

    [Fact]
    public void Where_the_first_frame_is_wrong_the_key_and_the_seed_are_suspected()
    {
        EventStreamReader reader = new(new EventStreamVerifier(Frames.Credential, "us-east-1", "other", Frames.Seed));

        Assert.All(reader.Read(Frames.Join(Chain(3))), static m => Assert.False(m.SignatureValid));

        Assert.Contains("-PriorSignature", reader.SignatureBreak!.Remedy, StringComparison.Ordinal);
        Assert.Equal(1L, reader.SignatureBreak.Target);
    }

    [Fact]
    public void A_chain_over_midnight_in_any_zone_and_with_milliseconds_is_right()
    {
        DateTimeOffset midnight = new(2024, 2, 29, 0, 0, 0, TimeSpan.Zero);
        foreach (bool keepMilliseconds in new[] { false, true })
        {
            EventStreamFramer framer = new(Headers, Frames.NewSigner(keepMilliseconds));
            DateTimeOffset[] times =
            [
                midnight.AddMilliseconds(-1), midnight, midnight.AddMilliseconds(1).ToOffset(TimeSpan.FromHours(-12)), midnight.AddDays(1).AddTicks(-1),
                midnight.AddDays(1).ToOffset(TimeSpan.FromHours(14)),
            ];
            byte[] stream = Frames.Join([.. times.Select(t => framer.Frame("A"u8.ToArray(), t).Bytes), framer.FrameEndOfStream(midnight.AddYears(1)).Bytes]);
            EventStreamReader reader = new(Frames.NewVerifier());

            EventStreamMessage[] messages = [.. reader.Read(stream)];

            Assert.All(messages, static m => Assert.True(m.SignatureValid));
            Assert.Null(reader.SignatureBreak);
            Assert.Equal(
                times.Select(t => keepMilliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(t.ToUnixTimeMilliseconds()) : DateTimeOffset.FromUnixTimeSeconds(t.ToUnixTimeSeconds())),
                messages[..^1].Select(static m => m.Date!.Value));
        }
    }

    [Fact]
    public void What_is_complete_is_given_before_a_truncated_end_is_told()
    {
        byte[] stream = Frames.Join(Frames.Samples[1], Frames.Samples[4], Frames.Samples[5][..50]);
        foreach (IEnumerable<int> pieces in Frames.Cuts(stream.Length, 1))
        {
            EventStreamReader reader = new();
            int read = 0;
            int at = 0;
            foreach (int length in pieces)
            {
                read += reader.Read(stream.AsMemory(at, length)).Count();
                at += length;
            }

            Assert.Equal(2, read);
            EventStreamTruncatedException e = Assert.Throws<EventStreamTruncatedException>(() => reader.Complete().Count());
            Assert.Equal(50, e.LeftOver);
            Assert.Equal(3, e.FrameNumber);
        }
    }

    [Fact]
    public void What_is_complete_is_given_before_a_broken_frame_is_told_and_nothing_after()
    {
        byte[] stream = Frames.Join(Frames.Samples[1], Frames.Flip(Frames.Samples[4], 300), Frames.Samples[2]);
        EventStreamReader reader = new();
        List<EventStreamMessage> messages = [];

        EventStreamChecksumException e = Assert.Throws<EventStreamChecksumException>(() => messages.AddRange(reader.Read(stream).Select(static m => m)));

        Assert.Equal(2, e.FrameNumber);
        _ = Assert.Single(new EventStreamReader().Read(stream).Take(1));
        Assert.Throws<InvalidOperationException>(() => reader.Read(Frames.Samples[1]).Count());
        Assert.Empty(reader.Complete());
    }

    [Fact]
    public void What_was_passed_over_is_told_before_the_next_message_or_at_the_end()
    {
        List<string> told = [];
        EventStreamReader reader = new(skipped: f => told.Add(f.Message));
        foreach (EventStreamMessage message in reader.Read(Frames.Join("garbage, and more"u8.ToArray(), Frames.Samples[1], Frames.Samples[2], "more"u8.ToArray())))
        {
            told.Add(string.Create(CultureInfo.InvariantCulture, $"message {message.FrameNumber} at {message.Offset}"));
        }

        Assert.Empty(reader.Complete());
        Assert.Equal(4, told.Count);
        Assert.StartsWith("17 bytes from byte 0 on were passed over. Frame 1, at byte 0: the CRC-32 of the prelude is ", told[0], StringComparison.Ordinal);
        Assert.Equal("message 1 at 17", told[1]);
        Assert.Equal("message 2 at 46", told[2]);
        Assert.Equal(
            "4 bytes from byte 91 on were passed over. Frame 3, at byte 91: the stream ends 4 bytes into a frame, before its length is known.", told[3]);
    }

    [Fact]
    public void An_empty_stream_has_no_message_and_nothing_wrong()
    {
        EventStreamReader reader = new(Frames.NewVerifier(), skipped: static _ => Assert.Fail("passed over"));

        Assert.Empty(reader.Read(default));
        Assert.Empty(reader.Complete());
        Assert.Null(reader.SignatureBreak);
    }

    private static IEnumerable<EventStreamMessage> Read(byte[] stream) => new EventStreamReader().Read(stream);

    private static EventStreamFramer NewFramer() => new(Headers, Frames.NewSigner());

    private static byte[][] Chain(int count)
    {
        EventStreamFramer framer = NewFramer();
        return [.. Enumerable.Range(1, count).Select(i => framer.Frame(Encoding.ASCII.GetBytes("audio " + i), Frames.Start.AddSeconds(i)).Bytes)];
    }

    private static byte[] Encode(RawMessage message, EventStreamHeader more) => EventStreamEncoder.Encode(new RawMessage([.. message.Headers, more], message.Payload));

    private static void CheckBreak(Finding? finding, long number, long offset, string what)
    {
        Assert.NotNull(finding);
        Assert.Equal("EventStreamSignatureInvalid", finding.Id);
        Assert.Equal(FindingSeverity.Error, finding.Severity);
        Assert.Equal(number, finding.Target);
        Assert.Equal($"Frame {number}, at byte {offset}: {what} It is the first whose signature is not right.", finding.Message);
        Found.CheckWords(finding);
    }
}
