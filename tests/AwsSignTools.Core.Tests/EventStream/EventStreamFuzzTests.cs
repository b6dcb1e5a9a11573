using System;
using System.Collections.Generic;
using System.Linq;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.EventStream;
using Xunit;

namespace AwsSignTools.Core.Tests.EventStream;

public class EventStreamFuzzTests
{
    // With skipping, Frames.Skim asserts that frames and bytes passed over are the whole stream; it throws what the reader throws.
    [Fact]
    public void Whatever_comes_every_byte_is_read_or_passed_over()
    {
        for (int seed = 0; seed < 1500; seed++)
        {
            Random random = new(seed);
            byte[] stream = Anything(random);
            try
            {
                Frames.Skimmed whole = Frames.Skim(stream, [stream.Length], Frames.NewVerifier());
                Frames.Skimmed pieces = Frames.Skim(stream, Frames.RandomCuts(random, stream.Length), Frames.NewVerifier());

                Assert.Equal(whole.Messages.Select(static m => (m.Offset, m.SignatureValid)), pieces.Messages.Select(static m => (m.Offset, m.SignatureValid)));
                Assert.Equal(whole.Skipped, pieces.Skipped);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}", e);
            }
        }
    }

    [Fact]
    public void Without_skipping_the_first_thing_wrong_ends_the_stream_however_it_comes()
    {
        HashSet<Type> seen = [];
        for (int seed = 0; seed < 1500; seed++)
        {
            Random random = new(seed);
            byte[] stream = Anything(random);
            (List<EventStreamMessage> whole, EventStreamFormatException? failure) = ReadToFailure(stream, [stream.Length], seed);
            (List<EventStreamMessage> pieces, EventStreamFormatException? other) = ReadToFailure(stream, Frames.RandomCuts(random, stream.Length), seed);

            long read = whole.Sum(static m => (long)m.FrameLength);
            Assert.True(failure is null ? read == stream.Length : failure.FrameNumber == whole.Count + 1 && failure.Offset >= read, $"seed {seed}");
            Assert.True(whole.Select(static m => m.Offset).SequenceEqual(pieces.Select(static m => m.Offset)), $"seed {seed}");
            Assert.True(failure?.Message == other?.Message, $"seed {seed}");
            if (failure is EventStreamTruncatedException truncated)
            {
                Assert.True(read + truncated.LeftOver == stream.Length, $"seed {seed}");
            }

            _ = seen.Add(failure?.GetType() ?? typeof(object));
        }

        // Every way to fail was tried, and to succeed.
        Assert.Equal(
            [typeof(object), typeof(EventStreamChecksumException), typeof(EventStreamHeaderException), typeof(EventStreamLengthException), typeof(EventStreamTruncatedException)],
            seen.OrderBy(static t => t == typeof(object) ? "" : t.Name, StringComparer.Ordinal));
    }

    [Fact]
    public void Random_bytes_in_a_frame_with_right_checksums_are_a_message_or_refused()
    {
        int read = 0;
        for (int seed = 0; seed < 3000; seed++)
        {
            Random random = new(seed);
            byte[] frame = Frames.Of(HeaderLike(random), Generated.Bytes(random, 20));
            try
            {
                RawMessage message = EventStreamDecoder.Decode(frame);
                byte[] again = EventStreamEncoder.Encode(new RawMessage(message.Headers, message.Payload));
                Assert.True(again.AsSpan().SequenceEqual(frame), $"seed {seed}");
                read++;
            }
            catch (EventStreamHeaderException)
            {
            }
        }

        Assert.InRange(read, 300, 2700);
    }

    private static (List<EventStreamMessage> Messages, EventStreamFormatException? Failure) ReadToFailure(byte[] stream, IEnumerable<int> pieces, int seed)
    {
        List<EventStreamMessage> messages = [];
        EventStreamReader reader = new();
        try
        {
            int at = 0;
            foreach (int length in pieces)
            {
                foreach (EventStreamMessage message in reader.Read(stream.AsMemory(at, length)))
                {
                    messages.Add(message);
                }

                at += length;
            }

            messages.AddRange(reader.Complete());
            return (messages, null);
        }
        catch (EventStreamFormatException e)
        {
            // What was broken is said once.
            Assert.Empty(e is EventStreamTruncatedException ? [] : reader.Complete());
            return (messages, e);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"seed {seed}", e);
        }
    }

    // Frames, parts of frames, changed frames, preludes, and random bytes, in any order.
    private static byte[] Anything(Random random)
    {
        List<byte[]> parts = [];
        for (int i = random.Next(8); i >= 0; i--)
        {
            byte[] frame = random.Next(3) switch
            {
                0 => Frames.Samples[random.Next(Frames.Samples.Count)],
                1 => EventStreamEncoder.Encode(Frames.Random(random)),
                _ => Frames.Of(HeaderLike(random), Generated.Bytes(random, 50)),
            };
            parts.Add(random.Next(12) switch
            {
                0 => Generated.Bytes(random, 60),
                1 => frame[..random.Next(frame.Length)],
                2 => frame[random.Next(frame.Length)..],
                3 => Frames.Flip(frame, random.Next(frame.Length * 8)),
                4 => Frames.Prelude((uint)random.Next(600), (uint)random.Next(300)),
                5 => Frames.Prelude((uint)random.NextInt64(1L << 32), (uint)random.NextInt64(1L << random.Next(33))),
                6 => new byte[random.Next(40)],
                _ => frame,
            });
        }

        return Frames.Join(parts);
    }

    // Bytes that often make headers: short lengths, and types a little beyond the last.
    private static byte[] HeaderLike(Random random)
    {
        List<byte> block = [];
        for (int i = random.Next(4); i > 0; i--)
        {
            int name = random.Next(20) == 0 ? 0 : random.Next(1, 4);
            byte type = (byte)random.Next(11);
            block.Add((byte)name);
            for (int j = 0; j < name; j++)
            {
                block.Add((byte)(random.Next(20) == 0 ? random.Next(256) : random.Next('a', 'z')));
            }

            block.Add(type);
            int length = type switch
            {
                2 => 1,
                3 => 2,
                4 => 4,
                5 or 8 => 8,
                6 or 7 => random.Next(5),
                9 => 16,
                _ => 0,
            };
            if (type is 6 or 7)
            {
                block.AddRange([0, (byte)length]);
            }

            for (int j = random.Next(30) == 0 ? 1 : 0; j < length; j++)
            {
                block.Add((byte)random.Next(random.Next(10) == 0 ? 256 : 128));
            }
        }

        return [.. block];
    }
}
