using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO.Hashing;
using System.Linq;
using System.Text;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.EventStream;
using AwsSignTools.Findings;
using Xunit;

namespace AwsSignTools.Core.Tests.EventStream;

public class EventStreamMalformedTests
{
    public static TheoryData<int> Samples { get; } = [.. Enumerable.Range(0, Frames.Samples.Count)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_truncation_is_told_with_what_is_left_over(int sample)
    {
        byte[] frame = Frames.Samples[sample];
        for (int length = 1; length < frame.Length; length++)
        {
            foreach (IEnumerable<int> pieces in new[] { [length], Enumerable.Repeat(1, length) })
            {
                EventStreamTruncatedException e = Assert.Throws<EventStreamTruncatedException>(() => Frames.ReadAll(frame.AsSpan(0, length), pieces));

                Assert.Equal(length, e.LeftOver);
                Assert.Equal((long)length, e.Found);
                Assert.Equal(length < 12 ? null : (long)frame.Length, e.Expected);
                CheckFailure(e, "EventStreamTruncated", 1, 0);
            }

            EventStreamTruncatedException alone = Assert.Throws<EventStreamTruncatedException>(() => EventStreamDecoder.Decode(frame.AsMemory(0, length)));
            Assert.Equal(length, alone.LeftOver);
        }
    }

    [Fact]
    public void A_truncation_after_whole_frames_has_its_number_and_offset()
    {
        byte[] stream = Frames.Join(Frames.Samples[4], Frames.Samples[1], Frames.Samples[5][..100]);

        EventStreamTruncatedException e = Assert.Throws<EventStreamTruncatedException>(() => Frames.ReadAll(stream, Frames.RandomCuts(new Random(1), stream.Length)));

        Assert.Equal(100, e.LeftOver);
        CheckFailure(e, "EventStreamTruncated", 3, Frames.Samples[4].Length + Frames.Samples[1].Length);
        Assert.Equal($"Frame 3, at byte {e.Offset}: the stream ends after 100 of the frame's {Frames.Samples[5].Length} bytes.", e.Finding.Message);
        Assert.Equal(
            "Frame 1, at byte 0: the stream ends 11 bytes into a frame, before its length is known.",
            Assert.Throws<EventStreamTruncatedException>(() => EventStreamDecoder.Decode(Frames.Samples[4].AsMemory(0, 11))).Finding.Message);
    }

    // Bits of the lengths are found by the prelude's CRC-32 before a length is believed, every other by the message's.
    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_bit_that_is_changed_is_found(int sample)
    {
        byte[] frame = Frames.Samples[sample];
        for (int bit = 0; bit < frame.Length * 8; bit++)
        {
            byte[] changed = Frames.Flip(frame, bit);
            foreach (IEnumerable<int> pieces in new[] { [frame.Length], Enumerable.Repeat(1, frame.Length) })
            {
                EventStreamChecksumException e = Assert.Throws<EventStreamChecksumException>(() => Frames.ReadAll(changed, pieces));

                bool prelude = bit < 96;
                Assert.Equal(prelude, e.IsPrelude);
                CheckFailure(e, prelude ? "EventStreamPreludeChecksumInvalid" : "EventStreamMessageChecksumInvalid", 1, 0);
                int end = prelude ? 8 : frame.Length - 4;
                Assert.Equal(Crc32.HashToUInt32(changed.AsSpan(0, end)).ToString("x8", CultureInfo.InvariantCulture), e.Expected);
                Assert.Equal(Convert.ToHexStringLower(changed.AsSpan(end, 4)), e.Found);
            }
        }
    }

    [Fact]
    public void A_checksum_that_does_not_match_is_told_with_both()
    {
        byte[] stream = Frames.Join(Frames.Samples[1], Frames.Samples[0]);
        stream[^1] ^= 1;

        EventStreamChecksumException e = Assert.Throws<EventStreamChecksumException>(() => Frames.ReadAll(stream, [stream.Length]));

        Assert.Equal("Frame 2, at byte 29: the CRC-32 of the message is 7d98c8fe, and that of its bytes 7d98c8ff.", e.Finding.Message);
        CheckFailure(e, "EventStreamMessageChecksumInvalid", 2, 29);
    }

    // The prelude is right, and nothing more than it is there: the lengths alone are refused.
    [Theory]
    [InlineData(0, 0, 0, 16, 0)]
    [InlineData(15, 0, 0, 16, 15)]
    [InlineData(15, uint.MaxValue, 0, 16, 15)]
    [InlineData(16, 1, 4, 0, 1)]
    [InlineData(100, 85, 4, 84, 85)]
    [InlineData(100, uint.MaxValue, 4, 84, uint.MaxValue)]
    [InlineData(100, 0x80000000, 4, 84, 0x80000000)]
    [InlineData(131_089, 131_073, 4, 131_072, 131_073)]
    [InlineData(200_000, 131_073, 4, 131_072, 131_073)]
    [InlineData(16 + 25_165_825, 0, 0, 25_165_824, 25_165_825)]
    [InlineData(16 + 131_072 + 25_165_825, 131_072, 0, 25_165_824, 25_165_825)]
    [InlineData(0x80000000, 0, 0, 25_165_824, 0x80000000 - 16)]
    [InlineData(uint.MaxValue, 131_072, 0, 25_165_824, uint.MaxValue - 16 - 131_072)]
    [InlineData(uint.MaxValue, uint.MaxValue, 4, 131_072, uint.MaxValue)]
    public void A_length_beyond_a_limit_is_refused_as_soon_as_the_prelude_is_there(uint total, uint headers, int at, long expected, long found)
    {
        byte[] stream = [.. Frames.Samples[0], .. Frames.Prelude(total, headers)];
        foreach (IEnumerable<int> pieces in new[] { [stream.Length], Enumerable.Repeat(1, stream.Length) })
        {
            EventStreamLengthException e = Assert.Throws<EventStreamLengthException>(() => Frames.ReadAll(stream, pieces));

            CheckFailure(e, "EventStreamLengthInvalid", 2, 16 + at);
            Assert.Equal(expected, Convert.ToInt64(e.Expected, CultureInfo.InvariantCulture));
            Assert.Equal(found, Convert.ToInt64(e.Found, CultureInfo.InvariantCulture));
        }
    }

    [Theory]
    [InlineData(16, 0)]
    [InlineData(17, 1)]
    [InlineData(100, 84)]
    [InlineData(131_088, 131_072)]
    [InlineData(16 + 25_165_824, 0)]
    [InlineData(16 + 131_072 + 25_165_824, 131_072)]
    public void A_length_of_a_limit_is_believed(uint total, uint headers)
    {
        EventStreamTruncatedException e = Assert.Throws<EventStreamTruncatedException>(() => Frames.ReadAll(Frames.Prelude(total, headers), [12]));

        Assert.Equal((long)total, e.Expected);
    }

    [Fact]
    public void The_longest_frame_is_read()
    {
        byte[] block = Join(Enumerable.Range(0, 4).Select(i => Header([(byte)('a' + i)], 6, Sized(new byte[32_700]))).Append(Header("e"u8, 6, Sized(new byte[247]))));
        byte[] frame = Frames.Of(block, new byte[EventStreamLimits.PayloadLength]);
        Assert.Equal(131_072, block.Length);

        RawMessage message = EventStreamDecoder.Decode(frame);

        Assert.Equal(5, message.Headers.Count);
        Assert.Equal(EventStreamLimits.PayloadLength, message.Payload.Length);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public void A_value_is_read_up_to_the_limit_and_refused_beyond(byte type)
    {
        byte[] longest = Header("name"u8, type, Sized(new byte[32_767]));
        byte[] over = Header("name"u8, type, Sized(new byte[32_768]));
        byte[] most = Header("name"u8, type, Sized(new byte[65_535]));

        Assert.Equal(longest.Length, EventStreamDecoder.Decode(Frames.Of(longest, default)).HeadersLength);
        AssertRefused(over, 0, (ushort)32_768, "the header's value takes 32768 bytes; at most 32767 are allowed.");
        AssertRefused(most, 0, (ushort)65_535, "the header's value takes 65535 bytes; at most 32767 are allowed.");

        // Refused for its length though the block ends before.
        AssertRefused(over[..20], 0, (ushort)32_768, "the header's value takes 32768 bytes; at most 32767 are allowed.");
    }

    [Fact]
    public void An_empty_name_is_refused()
    {
        AssertRefused([0], 0, null, "the header's name is empty; a name takes 1 to 255 bytes.");
        AssertRefused([0, 0], 0, null, "the header's name is empty; a name takes 1 to 255 bytes.");
        AssertRefused([1, (byte)'a', 0, 0, 0, 1, (byte)'b', 0], 3, null, "the header's name is empty; a name takes 1 to 255 bytes.");
    }

    [Fact]
    public void A_name_of_255_bytes_is_read()
    {
        byte[] name = [.. Enumerable.Repeat((byte)'x', 255)];

        Assert.Equal(255, EventStreamDecoder.Decode(Frames.Of(Header(name, 0), default)).Headers[0].Name.Length);
        AssertRefused(Header(name, 0)[..256], 0, null, "the header block ends within this header.");
    }

    // An overlong form, a lone half of a surrogate pair, above U+10FFFF, a lone continuation, one cut off, two bytes that never occur.
    [Theory]
    [InlineData("c080")]
    [InlineData("e08080")]
    [InlineData("f0808080")]
    [InlineData("eda080")]
    [InlineData("edbfbf")]
    [InlineData("f4908080")]
    [InlineData("80")]
    [InlineData("61bf")]
    [InlineData("c3")]
    [InlineData("61e282")]
    [InlineData("f09f98")]
    [InlineData("fe")]
    [InlineData("ff")]
    public void Bytes_that_are_no_utf8_are_refused_in_names_and_strings_and_kept_in_byte_arrays(string hex)
    {
        byte[] bad = Convert.FromHexString(hex);
        byte[] good = Header("a"u8, 0);

        AssertRefused([.. good, .. Header(bad, 0)], good.Length, null, "the header's name is not UTF-8.");
        AssertRefused([.. good, .. Header("b"u8, 7, Sized(bad))], good.Length, null, "the header's string is not UTF-8.");
        Assert.Equal(bad, EventStreamDecoder.Decode(Frames.Of(Header("b"u8, 6, Sized(bad)), default)).Headers[0].Value.ToObject());
    }

    [Theory]
    [InlineData("c280")]
    [InlineData("dfbf")]
    [InlineData("e0a080")]
    [InlineData("ed9fbf")]
    [InlineData("efbfbf")]
    [InlineData("efbbbf61")]
    [InlineData("f0908080")]
    [InlineData("f48fbfbf")]
    [InlineData("00")]
    public void Utf8_of_any_length_is_read_and_written_back(string hex)
    {
        byte[] good = Convert.FromHexString(hex);
        byte[] frame = Frames.Of([.. Header(good, 7, Sized(good))], default);

        RawMessage message = EventStreamDecoder.Decode(frame);

        Assert.Equal(Encoding.UTF8.GetString(good), message.Headers[0].Name);
        Assert.Equal(Encoding.UTF8.GetString(good), message.Headers[0].Value.ToObject());
        Assert.Equal(frame, EventStreamEncoder.Encode(new RawMessage(message.Headers, default)));
    }

    [Fact]
    public void An_unknown_type_is_refused()
    {
        for (int type = 10; type <= 255; type++)
        {
            AssertRefused(Header("a"u8, (byte)type, new byte[20]), 0, (byte)type, $"the header's value has the type {type}; the types are 0 to 9.");
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 4)]
    [InlineData(5, 8)]
    [InlineData(6, -1)]
    [InlineData(7, -1)]
    [InlineData(8, 8)]
    [InlineData(9, 16)]
    public void A_header_block_that_is_cut_within_any_header_is_refused(byte type, int length)
    {
        byte[] first = Header("first"u8, 4, [1, 2, 3, 4]);
        byte[] second = Header("name"u8, type, length < 0 ? Sized("value"u8) : new byte[length]);
        byte[] whole = [.. first, .. second];
        Assert.Equal(2, EventStreamDecoder.Decode(Frames.Of(whole, "payload"u8)).Headers.Count);

        for (int cut = 1; cut < second.Length; cut++)
        {
            AssertRefused(whole[..^cut], first.Length, null, "the header block ends within this header.");
        }

        for (int cut = 1; cut < first.Length; cut++)
        {
            AssertRefused(first[..^cut], 0, null, "the header block ends within this header.");
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(5000)]
    public void A_name_that_is_there_twice_is_refused_wherever_it_is(int count)
    {
        byte[][] headers = [.. Enumerable.Range(0, count).Select(static i => Header(Encoding.ASCII.GetBytes("n" + i), 0))];
        Assert.Equal(count, EventStreamDecoder.Decode(Frames.Of(Join(headers), default)).Headers.Count);

        foreach ((int first, int second) in new[] { (0, count - 1), (0, 1), (count / 2, count - 1), (count - 2, count - 1) })
        {
            if (first == second)
            {
                continue;
            }

            byte[][] changed = [.. headers];
            changed[second] = Header(Encoding.ASCII.GetBytes("n" + first), 7, Sized("another value"u8));
            AssertRefused(
                Join(changed), Join(headers[..second]).Length, "n" + first, $"the header 'n{first}' is there twice; names are unique in a message.");
        }
    }

    [Fact]
    public void Names_that_differ_by_case_or_by_form_are_two()
    {
        byte[] block = [.. Header("é"u8, 0), .. Header("e\u0301"u8, 0), .. Header("a"u8, 0), .. Header("A"u8, 0), .. Header("a\0"u8, 0)];

        Assert.Equal(5, EventStreamDecoder.Decode(Frames.Of(block, default)).Headers.Count);
    }

    // As many headers as a block holds: those of unlike names, and 43,690 of three bytes, of which the 129th name at the latest is there twice.
    [Fact]
    public void Thousands_of_headers_do_not_take_quadratic_time()
    {
        List<byte[]> headers = [];
        int length = 0;
        foreach (byte[] name in ShortNames())
        {
            byte[] header = Header(name, 1);
            if (length + header.Length > EventStreamLimits.HeadersLength)
            {
                break;
            }

            length += header.Length;
            headers.Add(header);
        }

        byte[] unlike = Frames.Of(Join(headers), default);
        byte[] alike = Frames.Of(Join(Enumerable.Range(0, 43_690).Select(static i => Header([(byte)(i % 128)], 1))), default);
        Stopwatch watch = Stopwatch.StartNew();

        Assert.True(headers.Count > 28_000, $"{headers.Count}");
        RawMessage message = EventStreamDecoder.Decode(unlike);
        Assert.Equal(headers.Count, message.Headers.Count);
        EventStreamReader reader = new();
        EventStreamMessage read = Assert.Single(reader.Read(unlike));
        Assert.Equal(headers.Count, read.Headers.Count);
        Assert.Equal(unlike, new EventStreamFramer([]).FrameMessage(read, default).Bytes);
        EventStreamHeaderException e = Assert.Throws<EventStreamHeaderException>(() => EventStreamDecoder.Decode(alike));

        Assert.Equal(12 + (128 * 3), e.Offset);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
    }

    [Fact]
    public void What_is_checked_first_is_reported_first()
    {
        byte[] badHeader = Frames.Of([1, (byte)'h', 10], "p"u8);

        // Lengths, the message and the header are wrong, and the prelude's CRC-32.
        byte[] all = Frames.Flip(Frames.Flip(Frames.Prelude(5, 7), 0), 31);
        Assert.True(Assert.Throws<EventStreamChecksumException>(() => EventStreamDecoder.Decode(all)).IsPrelude);

        // The message's CRC-32 and a header.
        Assert.False(Assert.Throws<EventStreamChecksumException>(() => EventStreamDecoder.Decode(Frames.Flip(badHeader, (badHeader.Length * 8) - 1))).IsPrelude);

        // A header that is not UTF-8 and one that is there twice: the first in the block.
        byte[] two = [.. Header("a"u8, 0), .. Header("a"u8, 0), .. Header([0xff], 0)];
        AssertRefused(two, 6, null, "the header's name is not UTF-8.");
    }

    private static void AssertRefused(byte[] block, int at, object? found, string what)
    {
        byte[] stream = [.. Frames.Samples[1], .. Frames.Of(block, "payload"u8)];
        EventStreamHeaderException e = Assert.Throws<EventStreamHeaderException>(() => Frames.ReadAll(stream, [stream.Length]));

        CheckFailure(e, "EventStreamHeaderInvalid", 2, 29 + 12 + at);
        Assert.Equal($"Frame 2, at byte {e.Offset}: {what}", e.Finding.Message);
        Assert.Equal(found, e.Found);
        Assert.Null(e.Expected);
    }

    private static void CheckFailure(EventStreamFormatException e, string id, long number, long offset)
    {
        Assert.Equal((number, offset), (e.FrameNumber, e.Offset));
        Assert.Equal(id, e.Finding.Id);
        Assert.Equal(FindingSeverity.Error, e.Finding.Severity);
        Assert.Equal(number, e.Finding.Target);
        Found.CheckWords(e.Finding);
        Assert.Equal($"{e.Finding.Message} {e.Finding.Remedy}", e.Message);
    }

    private static byte[] Header(ReadOnlySpan<byte> name, byte type, ReadOnlySpan<byte> value = default) => [(byte)name.Length, .. name, type, .. value];

    private static byte[] Sized(ReadOnlySpan<byte> value)
    {
        byte[] sized = [0, 0, .. value];
        BinaryPrimitives.WriteUInt16BigEndian(sized, (ushort)value.Length);
        return sized;
    }

    private static byte[] Join(IEnumerable<byte[]> parts) => Frames.Join(parts);

    // Every name of one byte, of two bytes, and then of three.
    private static IEnumerable<byte[]> ShortNames()
    {
        for (int i = 0; i < 128; i++)
        {
            yield return [(byte)i];
        }

        for (int i = 0; i < 128 * 128; i++)
        {
            yield return [(byte)(i / 128), (byte)(i % 128)];
        }

        for (int i = 0x80; i < 0x800; i++)
        {
            yield return Encoding.UTF8.GetBytes(((char)i).ToString());
        }

        for (int i = 0; i < 128 * 128 * 128; i++)
        {
            yield return [(byte)(i / 128 / 128), (byte)(i / 128 % 128), (byte)(i % 128)];
        }
    }
}
