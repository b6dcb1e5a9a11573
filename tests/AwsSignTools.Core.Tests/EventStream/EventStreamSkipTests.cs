using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Text;
using AwsSignTools.EventStream;
using Xunit;

namespace AwsSignTools.Core.Tests.EventStream;

// Frames.Skim asserts of each stream that frames and bytes passed over lie side by side from the first byte to the last.
public class EventStreamSkipTests
{
    // No CRC-32 of these ends in a zero, which the first byte of the next frame would stand in for where it is missing.
    private static readonly byte[][] Plain = [.. Enumerable.Range(0, 4).Select(static i => PlainFrame("words " + i))];
    private static readonly byte[][] Signed = SignedFrames(4);

    public static TheoryData<int> Kinds { get; } = [0, 1];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Whole_frames_are_given_and_nothing_is_said(int kind)
    {
        byte[][] frames = FramesOf(kind);
        foreach (Frames.Skimmed seen in SkimInPieces(Frames.Join(frames), 1))
        {
            AssertGiven(frames, [0, 1, 2, 3], seen);
            Assert.Empty(seen.Skipped);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Garbage_before_between_and_after_frames_is_passed_over(int kind)
    {
        byte[][] frames = FramesOf(kind);
        Random random = new(2);
        for (int length = 1; length < 40; length++)
        {
            byte[][] garbage = [Garbage(random, length), Garbage(random, random.Next(1, 400)), Garbage(random, length)];
            byte[] stream = Frames.Join(garbage[0], frames[0], garbage[1], frames[1], frames[2], garbage[2]);
            foreach (Frames.Skimmed seen in SkimInPieces(stream, length))
            {
                AssertGiven(frames, [0, 1, 2], seen);
                Assert.Equal(garbage.Select(static g => (long)g.Length), seen.Skipped.Select(static s => s.Length));
            }
        }
    }

    // In whole, in random pieces and in single bytes by turns. Of a signed frame this is each bit of the outer lengths, CRC-32s and headers, and of the frame within.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_frame_with_any_bit_changed_is_passed_over_whole_and_only_it(int kind)
    {
        byte[][] frames = FramesOf(kind);
        for (int broken = 0; broken < frames.Length; broken++)
        {
            for (int bit = 0; bit < frames[broken].Length * 8; bit++)
            {
                byte[][] changed = [.. frames];
                changed[broken] = Frames.Flip(frames[broken], bit);
                byte[] stream = Frames.Join(changed);
                IEnumerable<int> pieces = (broken + bit) % 3 == 0 ? Enumerable.Repeat(1, stream.Length)
                    : (broken + bit) % 3 == 1 ? Frames.RandomCuts(new Random(bit), stream.Length)
                    : [stream.Length];
                Frames.Skimmed seen = Frames.Skim(stream, pieces);

                Assert.True(
                    seen.Skipped.SequenceEqual([(OffsetOf(frames, broken), frames[broken].Length)]),
                    $"bit {bit} of frame {broken}: {string.Join(" ", seen.Skipped)}");
                AssertGiven(frames, [.. Enumerable.Range(0, 4).Where(i => i != broken)], seen);
            }
        }
    }

    [Fact]
    public void Frames_in_a_row_that_are_broken_each_in_another_way_are_passed_over_together()
    {
        byte[][] frames = SignedFrames(6);
        byte[][] changed = [.. frames];
        changed[1] = Frames.Flip(frames[1], 8 * 100);
        changed[2] = Frames.Flip(frames[2], 3);
        changed[3] = Frames.Flip(frames[3], 8 * 20);
        changed[4] = Frames.Flip(frames[4], (8 * frames[4].Length) - 1);
        foreach (Frames.Skimmed seen in SkimInPieces(Frames.Join(changed), 3))
        {
            AssertGiven(frames, [0, 5], seen);
            _ = Assert.Single(seen.Skipped);
        }
    }

    // What stands within the frame in question is certain where both CRC-32s are right, whatever follows.
    [Fact]
    public void A_frame_with_a_bad_header_is_passed_over_whole_though_garbage_follows()
    {
        byte[] bad = Frames.Of([1, (byte)'h', 10], Plain[0]);
        foreach (byte[] after in new byte[][] { [], [7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7], Plain[2] })
        {
            foreach (Frames.Skimmed seen in SkimInPieces(Frames.Join(Plain[1], bad, after, Plain[3]), 4))
            {
                AssertGiven(Plain, after == Plain[2] ? [1, 2, 3] : [1, 3], seen);
            }
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 12)]
    [InlineData(1, 1)]
    [InlineData(1, 5)]
    [InlineData(1, 13)]
    [InlineData(1, 40)]
    public void Where_bytes_are_missing_the_frames_after_are_found_however_they_come(int kind, int missing)
    {
        byte[][] frames = FramesOf(kind);
        for (int at = 0; at + missing <= frames[1].Length; at++)
        {
            byte[][] changed = [.. frames];
            changed[1] = [.. frames[1][..at], .. frames[1][(at + missing)..]];
            byte[] stream = Frames.Join(changed);
            List<string>? first = null;
            foreach (IEnumerable<int> pieces in Frames.Cuts(stream.Length, at))
            {
                Frames.Skimmed seen = Frames.Skim(stream, pieces);
                List<string> texts = [.. seen.Messages.Select(static m => Encoding.ASCII.GetString(m.Payload))];

                // The frame within is taken for one of its own only where the signature before it is cut.
                bool cutsSignature = kind == 1 && at < 79 && at + missing > 27;
                if (!(cutsSignature && texts.Count == 4))
                {
                    Assert.True(texts.SequenceEqual(["words 0", "words 2", "words 3"]), $"{missing} missing at {at}: {string.Join(", ", texts)}");
                }

                Assert.Equal(first ??= texts, texts);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Where_a_frame_is_cut_off_or_there_twice_the_frames_after_are_found(int kind)
    {
        byte[][] frames = FramesOf(kind);
        for (int length = 1; length < frames[1].Length; length++)
        {
            byte[] stream = Frames.Join(frames[0], frames[1][..length], frames[2], frames[3], frames[1]);
            foreach (Frames.Skimmed seen in SkimInPieces(stream, length))
            {
                // One that lacks no more than its CRC-32 has the frame within whole, and it stands behind a signature: still it is not given.
                AssertGiven(frames, [0, 2, 3, 1], seen);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_truncated_end_is_passed_over(int kind)
    {
        byte[][] frames = FramesOf(kind);
        for (int length = 1; length < frames[3].Length; length++)
        {
            foreach (Frames.Skimmed seen in SkimInPieces(Frames.Join(frames[0], frames[1], frames[2], frames[3][..length]), length))
            {
                AssertGiven(frames, [0, 1, 2], seen);
                Assert.Equal([(OffsetOf(frames, 3), length)], seen.Skipped);
            }
        }
    }

    // A prelude that checks by chance, or was made to, promises more than there is: what it swallowed is given at the end.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Whole_frames_within_what_looks_like_the_beginning_of_a_long_one_are_given_at_the_end(int kind)
    {
        byte[][] frames = FramesOf(kind);
        byte[] stream = Frames.Join(
            Frames.Prelude(5000, 0), frames[0], [9, 9, 9], frames[1], Frames.Prelude(5_000_000, 100), frames[2], frames[3], frames[1][..30]);
        foreach (Frames.Skimmed seen in SkimInPieces(stream, 5))
        {
            AssertGiven(frames, [0, 1, 2, 3], seen);
            Assert.Equal(4, seen.Skipped.Count);
        }
    }

    [Fact]
    public void A_broken_frame_at_the_end_is_passed_over_whole_though_a_part_of_another_follows()
    {
        for (int rest = 0; rest < 12; rest++)
        {
            byte[] stream = Frames.Join(Signed[0], Frames.Flip(Signed[1], 8 * 30), Signed[2][..rest]);
            foreach (Frames.Skimmed seen in SkimInPieces(stream, rest))
            {
                AssertGiven(Signed, [0], seen);
            }
        }
    }

    [Fact]
    public void The_chain_is_checked_across_what_was_passed_over()
    {
        Frames.Skimmed seen = Frames.Skim(Frames.Join(Signed[0], Frames.Flip(Signed[1], 5), Signed[2], Signed[3]), [Signed.Sum(static f => f.Length)], Frames.NewVerifier());

        Assert.Equal([true, false, true], seen.Messages.Select(static m => m.SignatureValid));
        Assert.StartsWith($"Frame 2, at byte {Signed[0].Length + Signed[1].Length}: ", seen.SignatureBreak!.Message, StringComparison.Ordinal);
    }

    // Every prelude is right and promises megabytes that are not a frame; hashing them all for each would be 10^12 bytes.
    [Theory]
    [InlineData(12, 6_000_000, 1_000_000)]
    [InlineData(16, 16, 2_000_000)]
    [InlineData(600, 1_000_000, 2_000_000)]
    [InlineData(12, 25_000_000, 1_000_000)]
    public void Forged_preludes_do_not_take_quadratic_time(int distance, int promised, int length)
    {
        byte[] forged = new byte[length];
        forged.AsSpan().Fill(7);
        byte[] prelude = Frames.Prelude((uint)promised, 0);
        for (int at = 0; at + 12 <= forged.Length; at += distance)
        {
            prelude.CopyTo(forged, at);
        }

        byte[] stream = [.. forged, .. Plain[0]];
        foreach (int piece in new[] { stream.Length, 65_536, 1000 })
        {
            Stopwatch watch = Stopwatch.StartNew();
            _ = Frames.Skim(stream, Enumerable.Repeat(piece, stream.Length / piece).Append(stream.Length % piece));

            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed} in pieces of {piece}");
        }
    }

    [Fact]
    public void What_is_passed_over_without_end_is_not_kept()
    {
        byte[] garbage = new byte[100_000];
        garbage.AsSpan().Fill(9);
        EventStreamReader reader = new(skipped: static _ => { });
        Assert.Empty(reader.Read(garbage));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            Assert.Empty(reader.Read(garbage));
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 500_000, $"{allocated} bytes");
    }

    private static byte[] PlainFrame(string payload) => EventStreamEncoder.Encode(new RawMessage(
        [new(":event-type", EventStreamHeaderValue.FromString("AudioEvent"))], Encoding.ASCII.GetBytes(payload)));

    private static byte[][] SignedFrames(int count)
    {
        EventStreamFramer framer = new([new(":event-type", EventStreamHeaderValue.FromString("AudioEvent"))], Frames.NewSigner());
        return [.. Enumerable.Range(0, count).Select(i => framer.Frame(Encoding.ASCII.GetBytes("words " + i), Frames.Start.AddSeconds(i)).Bytes)];
    }

    private static byte[][] FramesOf(int kind) => kind == 0 ? Plain : Signed;

    private static int OffsetOf(byte[][] frames, int index) => frames.Take(index).Sum(static f => f.Length);

    private static byte[] Garbage(Random random, int length)
    {
        byte[] garbage = new byte[length];
        random.NextBytes(garbage);
        return garbage;
    }

    private static IEnumerable<Frames.Skimmed> SkimInPieces(byte[] stream, int seed) =>
        Frames.Cuts(stream.Length, seed).Select(pieces => Frames.Skim(stream, pieces));

    private static void AssertGiven(byte[][] frames, int[] indexes, Frames.Skimmed seen)
    {
        Assert.Equal(indexes.Select(static i => "words " + i), seen.Messages.Select(static m => Encoding.ASCII.GetString(m.Payload)));
        Assert.Equal(indexes.Select(i => frames[i].Length), seen.Messages.Select(static m => m.FrameLength));
    }
}
