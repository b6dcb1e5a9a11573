using System;
using System.Collections.Generic;
using System.Linq;
using AwsSignTools.EventStream;
using Xunit;

namespace AwsSignTools.Core.Tests.EventStream;

// A length that is promised takes no memory; only bytes that have come do.
public class EventStreamAllocationTests
{
    // Exceptions, decoders, and what a first call sets up.
    private const int Constant = 40_000;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(100_000)]
    [InlineData(1_000_000)]
    public void A_promise_of_megabytes_takes_no_more_than_what_has_come(int follow)
    {
        byte[] promising = [.. Frames.Prelude(16 + EventStreamLimits.PayloadLength, 0), .. new byte[follow]];

        long allocated = AllocatedBy(() =>
        {
            EventStreamDecoder decoder = new();
            decoder.Append(promising);
            Assert.False(decoder.TryRead(out _));
            EventStreamTruncatedException e = Assert.Throws<EventStreamTruncatedException>(decoder.Complete);
            Assert.Equal(16L + EventStreamLimits.PayloadLength, e.Expected);
        });

        Assert.True(allocated <= (long)promising.Length + Constant, $"{allocated} bytes for {promising.Length}");
    }

    // Doubling: all arrays together take at most twice the last, and that at most twice what it holds.
    [Theory]
    [InlineData(1, 100_000)]
    [InlineData(7, 524_300)]
    [InlineData(1000, 1_000_000)]
    [InlineData(65_536, 1_000_000)]
    public void What_comes_in_pieces_takes_a_few_times_itself(int piece, int follow)
    {
        byte[] promising = [.. Frames.Prelude(16 + EventStreamLimits.PayloadLength, 0), .. new byte[follow]];

        long allocated = AllocatedBy(() =>
        {
            EventStreamDecoder decoder = new();
            for (int at = 0; at < promising.Length; at += piece)
            {
                decoder.Append(promising.AsMemory(at, Math.Min(piece, promising.Length - at)));
                Assert.False(decoder.TryRead(out _));
            }
        });

        Assert.True(allocated <= (4L * promising.Length) + Constant, $"{allocated} bytes for {promising.Length}");
    }

    // Each prelude promises what the limits allow, or more, and is followed by no such thing.
    [Theory]
    [InlineData(16 + EventStreamLimits.PayloadLength, 0)]
    [InlineData(16 + EventStreamLimits.PayloadLength + EventStreamLimits.HeadersLength, EventStreamLimits.HeadersLength)]
    [InlineData(uint.MaxValue, 0)]
    [InlineData(uint.MaxValue, uint.MaxValue)]
    [InlineData(100, 0)]
    [InlineData(16, 0)]
    public void A_search_through_preludes_that_promise_much_takes_a_few_times_what_has_come(uint total, uint headers)
    {
        byte[] prelude = Frames.Prelude(total, headers);
        byte[] stream = Frames.Join(Enumerable.Repeat(prelude, 5_000));
        foreach (int piece in new[] { stream.Length, 1000, 1 })
        {
            List<AwsSignTools.Findings.Finding> skipped = [];
            long allocated = AllocatedBy(() =>
            {
                EventStreamReader reader = new(skipped: skipped.Add);
                for (int at = 0; at < stream.Length; at += piece)
                {
                    foreach (EventStreamMessage message in reader.Read(stream.AsMemory(at, Math.Min(piece, stream.Length - at))))
                    {
                        Assert.Fail($"{message}");
                    }
                }

                Assert.Empty(reader.Complete());
            });

            // An enumerator for each piece is the caller's wish.
            long pieces = stream.Length / piece * 160L;
            Assert.True(allocated <= (4L * stream.Length) + Constant + pieces, $"{allocated} bytes for {stream.Length} in pieces of {piece}");
        }
    }

    [Fact]
    public void A_stream_of_short_frames_in_single_bytes_keeps_one_buffer()
    {
        byte[] stream = Frames.Join(Enumerable.Repeat(Frames.Samples[5], 400));

        long allocated = AllocatedBy(() =>
        {
            EventStreamDecoder decoder = new();
            int read = 0;
            for (int at = 0; at < stream.Length; at++)
            {
                decoder.Append(stream.AsMemory(at, 1));
                read += decoder.TryRead(out _) ? 1 : 0;
            }

            Assert.Equal(400, read);
        });

        // A frame and its message are two small objects.
        Assert.True(allocated <= (400 * 300) + Constant, $"{allocated} bytes");
    }

    // The header block is checked without making objects of it: one bad header behind thousands of good ones.
    [Fact]
    public void Headers_are_checked_without_objects()
    {
        byte[] block = [.. Enumerable.Range(0, 20_000).SelectMany(static i => new byte[] { 3, (byte)(i / 128 / 128), (byte)(i / 128 % 128), (byte)(i % 128), 0 }), 1, 65, 10];
        byte[] frame = Frames.Of(block, default);

        long allocated = AllocatedBy(() => Assert.Throws<EventStreamHeaderException>(() => EventStreamDecoder.Decode(frame)));

        Assert.True(allocated <= frame.Length + Constant, $"{allocated} bytes for {frame.Length}");
    }

    private static long AllocatedBy(Action act)
    {
        act();
        long before = GC.GetAllocatedBytesForCurrentThread();
        act();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
