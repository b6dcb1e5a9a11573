using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.IO.Hashing;
using System.Linq;
using System.Text.RegularExpressions;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.EventStream;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.EventStream;

/// <summary>Frames to read, right and wrong ones, and ways to feed them to a reader.</summary>
internal static partial class Frames
{
    public const string Region = "us-east-1";
    public const string Service = "demo";

    public static readonly AwsCredential Credential = new("access", "secret");
    public static readonly byte[] Seed = Convert.FromHexString("e1d8e8c8815e60969f2a34765c9a15945ffc0badbaa4b7e3b163ea19131e949b");
    public static readonly DateTimeOffset Start = new(1981, 1, 16, 6, 30, 0, TimeSpan.Zero);

    /// <summary>A message with a header of each wire type.</summary>
    public static RawMessage OfEveryType { get; } = new(
        [
            new("t", EventStreamHeaderValue.FromBoolean(true)),
            new("f", EventStreamHeaderValue.FromBoolean(false)),
            new("i8", EventStreamHeaderValue.FromSByte(-2)),
            new("i16", EventStreamHeaderValue.FromInt16(-2)),
            new("i32", EventStreamHeaderValue.FromInt32(40972)),
            new("i64", EventStreamHeaderValue.FromInt64(long.MinValue)),
            new("bytes", EventStreamHeaderValue.FromBytes(new byte[] { 0, 255 })),
            new("text", EventStreamHeaderValue.FromString("é😀")),
            new("time", EventStreamHeaderValue.FromTimestamp(Start)),
            new("uuid", EventStreamHeaderValue.FromGuid(new Guid("00112233-4455-6677-8899-aabbccddeeff"))),
        ],
        "{'foo':'bar'}"u8.ToArray());

    /// <summary>Short frames of every kind: those that were published, every wire type, signed ones.</summary>
    public static IReadOnlyList<byte[]> Samples { get; } =
    [
        Convert.FromHexString("000000100000000005c248eb7d98c8ff"),
        Convert.FromHexString("0000001d00000000fd528c5a7b27666f6f273a27626172277dc3653936"),
        Convert.FromHexString("0000002d0000001041c424b80a6576656e742d74797065040000a00c7b27666f6f273a27626172277d36f480a0"),
        Convert.FromHexString("0000002b0000000e348bec7b086576656e742d6964040000a00c7b27666f6f273a27626172277dd3890285"),
        EventStreamEncoder.Encode(OfEveryType),
        NewSigner().SignMessage(OfEveryType, Start).Bytes,
        NewSigner().SignPayload("A"u8, Start).Bytes,
        NewSigner().SignEndOfStream(Start).Bytes,
    ];

    public static EventStreamSigner NewSigner(bool keepMilliseconds = false) => new(Credential, Region, Service, Seed, keepMilliseconds);

    public static EventStreamVerifier NewVerifier() => new(Credential, Region, Service, Seed);

    /// <summary>A prelude with the right CRC-32.</summary>
    public static byte[] Prelude(uint total, uint headers)
    {
        byte[] prelude = new byte[12];
        BinaryPrimitives.WriteUInt32BigEndian(prelude, total);
        BinaryPrimitives.WriteUInt32BigEndian(prelude.AsSpan(4), headers);
        BinaryPrimitives.WriteUInt32BigEndian(prelude.AsSpan(8), Crc32.HashToUInt32(prelude.AsSpan(0, 8)));
        return prelude;
    }

    /// <summary>A frame of any header block with the right lengths and CRC-32s.</summary>
    public static byte[] Of(ReadOnlySpan<byte> headerBlock, ReadOnlySpan<byte> payload)
    {
        byte[] frame = [.. Prelude((uint)(16 + headerBlock.Length + payload.Length), (uint)headerBlock.Length), .. headerBlock, .. payload, 0, 0, 0, 0];
        return WithChecksums(frame);
    }

    /// <summary>The frame with both CRC-32s made right.</summary>
    public static byte[] WithChecksums(byte[] frame)
    {
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(8), Crc32.HashToUInt32(frame.AsSpan(0, 8)));
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(frame.Length - 4), Crc32.HashToUInt32(frame.AsSpan(0, frame.Length - 4)));
        return frame;
    }

    /// <summary>A copy with one bit changed.</summary>
    public static byte[] Flip(byte[] bytes, int bit)
    {
        byte[] changed = [.. bytes];
        changed[bit / 8] ^= (byte)(0x80 >> (bit % 8));
        return changed;
    }

    /// <summary>A message with up to seven headers of any type; names are unique by their beginnings.</summary>
    public static RawMessage Random(Random random, bool uuids = true)
    {
        List<EventStreamHeader> headers = [];
        for (int i = random.Next(8); i > 0; i--)
        {
            headers.Add(new EventStreamHeader(i + Generated.Text(random, 40), RandomValue(random, uuids)));
        }

        return new RawMessage(headers, Generated.Bytes(random, random.Next(4) == 0 ? 3000 : 100));
    }

    /// <summary>Every frame of a stream that is fed in pieces; each piece is wiped once it was read, so that no view of it can be kept.</summary>
    public static List<Read> ReadAll(ReadOnlySpan<byte> stream, IEnumerable<int> pieces)
    {
        EventStreamDecoder decoder = new();
        List<Read> read = [];
        int at = 0;
        foreach (int length in pieces)
        {
            byte[] piece = stream.Slice(at, length).ToArray();
            at += length;
            decoder.Append(piece);
            while (decoder.TryRead(out DecodedFrame? frame))
            {
                read.Add(new Read(frame.Number, frame.Offset, Convert.ToHexString(frame.Bytes.Span)));
            }

            piece.AsSpan().Fill(0xAA);
        }

        Assert.Equal(stream.Length, at);
        decoder.Complete();
        Assert.Equal(stream.Length, decoder.Offset);
        return read;
    }

    /// <summary>The messages of a stream that is fed in pieces, and what was passed over; every byte must be one or the other.</summary>
    public static Skimmed Skim(byte[] stream, IEnumerable<int> pieces, EventStreamVerifier? verifier = null)
    {
        List<Finding> findings = [];
        List<EventStreamMessage> messages = [];
        EventStreamReader reader = new(verifier, skipped: findings.Add);
        int at = 0;
        foreach (int length in pieces)
        {
            byte[] piece = stream.AsSpan(at, length).ToArray();
            at += length;
            messages.AddRange(reader.Read(piece));
            piece.AsSpan().Fill(0xAA);
        }

        Assert.Equal(stream.Length, at);
        messages.AddRange(reader.Complete());
        List<(long Start, long Length)> skipped = [.. findings.Select(RangeOf)];

        // Frames and what was passed over lie side by side from the first byte to the last.
        long end = 0;
        foreach ((long start, long length) in messages.Select(static m => (m.Offset, (long)m.FrameLength)).Concat(skipped).OrderBy(static r => r.Item1))
        {
            Assert.Equal(end, start);
            Assert.True(length > 0);
            end += length;
        }

        Assert.Equal(stream.Length, end);
        Assert.Equal(Enumerable.Range(1, messages.Count).Select(static n => (long)n), messages.Select(static m => m.FrameNumber));
        return new Skimmed(messages, skipped, reader.SignatureBreak);
    }

    /// <summary>The stream as one piece, as single bytes, and cut at random.</summary>
    public static IEnumerable<IEnumerable<int>> Cuts(int length, int seed)
    {
        yield return [length];
        yield return Enumerable.Repeat(1, length);
        Random random = new(seed);
        for (int i = 0; i < 3; i++)
        {
            yield return RandomCuts(random, length);
        }
    }

    public static List<int> RandomCuts(Random random, int length)
    {
        List<int> pieces = [];
        int longest = random.Next(1, Math.Max(2, length));
        for (int at = 0; at < length; at += pieces[^1])
        {
            pieces.Add(random.Next(Math.Min(longest, length - at) + 1));
        }

        return pieces;
    }

    public static byte[] Join(params IEnumerable<byte[]> parts)
    {
        using MemoryStream all = new();
        foreach (byte[] part in parts)
        {
            all.Write(part);
        }

        return all.ToArray();
    }

    private static (long Start, long Length) RangeOf(Finding finding)
    {
        Assert.Equal("EventStreamBytesSkipped", finding.Id);
        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Found.CheckWords(finding);
        Match match = SkippedPattern().Match(finding.Message);
        Assert.True(match.Success, finding.Message);
        Assert.Equal(finding.Target, long.Parse(match.Groups[2].ValueSpan, provider: null));
        return (long.Parse(match.Groups[2].ValueSpan, provider: null), long.Parse(match.Groups[1].ValueSpan, provider: null));
    }

    private static EventStreamHeaderValue RandomValue(Random random, bool uuids) => random.Next(uuids ? 9 : 8) switch
    {
        0 => EventStreamHeaderValue.FromBoolean(random.Next(2) == 0),
        1 => EventStreamHeaderValue.FromSByte((sbyte)random.Next(-128, 128)),
        2 => EventStreamHeaderValue.FromInt16((short)random.Next(short.MinValue, short.MaxValue + 1)),
        3 => EventStreamHeaderValue.FromInt32(random.Next(int.MinValue, int.MaxValue)),
        4 => EventStreamHeaderValue.FromInt64(random.NextInt64(long.MinValue, long.MaxValue)),
        5 => EventStreamHeaderValue.FromBytes(Generated.Bytes(random, 200)),
        6 => EventStreamHeaderValue.FromString(Generated.Text(random, 100)),
        7 => EventStreamHeaderValue.FromTimestamp(Generated.Time(random)),
        _ => EventStreamHeaderValue.FromGuid(new Guid(RandomUuid(random))),
    };

    private static byte[] RandomUuid(Random random)
    {
        byte[] bytes = new byte[16];
        random.NextBytes(bytes);
        return bytes;
    }

    [GeneratedRegex(@"\A(\d+) bytes from byte (\d+) on were passed over\. Frame \d+, at byte \d+: .+\.\z", RegexOptions.CultureInvariant)]
    private static partial Regex SkippedPattern();

    /// <summary>A frame as it was read.</summary>
    public sealed record Read(long Number, long Offset, string Hex);

    /// <summary>What a reader that may pass over bytes gave.</summary>
    public sealed record Skimmed(List<EventStreamMessage> Messages, List<(long Start, long Length)> Skipped, Finding? SignatureBreak);
}
