using System;
using System.Collections.Generic;
using AwsSignTools.EventStream;
using AwsSignTools.Findings;
using AwsSignTools.Fuzz.Support;
using AwsSignTools.SigV4;

namespace AwsSignTools.Fuzz.Targets;

/// <summary>
/// A stream of frames. The first byte is for the target: if its lowest bit is set, the checksums are made right, so that what is after them is
/// reached. <see cref="ReferenceFrames"/> is the second opinion.
/// </summary>
internal sealed class FrameTarget : FuzzTarget
{
    private const int LongestPiece = 40;
    private static readonly AwsCredential Credential = new("AKIDFUZZ", "fuzz-secret");

    /// <inheritdoc/>
    public override string Name => "frames";

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        if (input.Length == 0)
        {
            return;
        }

        byte[] stream = input[1..];
        if ((input[0] & 1) != 0)
        {
            ReferenceFrames.Repair(stream);
        }

        List<byte[]> whole = [stream];
        List<byte[]> pieces = Cut(stream);
        Decoding decoded = Decode(whole);
        CheckAgainstReference(stream, decoded);
        Decoding inPieces = Property.Bounded(stream.Length, 32, () => Decode(pieces));
        AreSame(decoded.Frames, inPieces.Frames);
        Property.AreEqual(decoded.Failure?.Finding.ToString(), inPieces.Failure?.Finding.ToString(), "A stream in pieces fails as the whole does.");
        CheckReader(stream, whole, pieces, decoded);
    }

    private static List<byte[]> Cut(byte[] stream)
    {
        List<byte[]> pieces = [];
        for (int at = 0; at < stream.Length;)
        {
            int length = Math.Min(stream.Length - at, Cuts.Below(LongestPiece, stream.AsSpan(at, Math.Min(8, stream.Length - at))));
            pieces.Add(stream[at..(at + length)]);
            at += length;
            if (length == 0)
            {
                pieces.Add(stream[at..++at]);
            }
        }

        return pieces;
    }

    private static Decoding Decode(List<byte[]> pieces)
    {
        List<Frame> frames = [];
        EventStreamDecoder decoder = new();
        try
        {
            foreach (byte[] piece in pieces)
            {
                decoder.Append(piece);
                while (decoder.TryRead(out DecodedFrame? frame))
                {
                    frames.Add(new Frame(frame.Number, frame.Offset, frame.Bytes.ToArray()));
                }
            }

            decoder.Complete();
            return new Decoding(frames, null);
        }
        catch (EventStreamFormatException e)
        {
            return new Decoding(frames, e);
        }
    }

    private static void CheckAgainstReference(byte[] stream, Decoding decoded)
    {
        int at = 0;
        foreach (Frame frame in decoded.Frames)
        {
            int length = ReferenceFrames.ReadOne(stream.AsSpan(at), out string? wrong, out _);
            Property.AreEqual(null, wrong, "A frame that is read is a frame.");
            Property.AreEqual(at, frame.Offset, "A frame begins where the one before ends.");
            Property.AreEqual(length, frame.Bytes.Length, "A frame has the length that it states.");
            CheckEncoding(frame.Bytes);
            at += length;
        }

        if (decoded.Failure is not { } failure)
        {
            Property.AreEqual(stream.Length, at, "All bytes of a stream that is right are read.");
            return;
        }

        _ = ReferenceFrames.ReadOne(stream.AsSpan(at), out string? expected, out int offset);
        Property.AreEqual(expected, failure.Finding.Id, "A failure is the one of the format.");
        Property.AreEqual(decoded.Frames.Count + 1, failure.FrameNumber, "A failure names its frame.");
        Property.AreEqual(at + offset, failure.Offset, "A failure names its place.");
    }

    private static void CheckEncoding(byte[] frame)
    {
        RawMessage message = EventStreamDecoder.Decode(frame);
        Property.AreSameBytes(frame, EventStreamEncoder.Encode(message), "A frame that is decoded is encoded to the same bytes.");
        RawMessage remade = new(message.Headers, message.Payload);
        byte[] again = EventStreamEncoder.Encode(remade);
        Property.AreSameBytes(frame, again, "A message made of a frame's headers and payload is encoded to the same bytes.");
    }

    // What is broken is passed over, and the rest is found the same way however the stream is cut.
    private static void CheckReader(byte[] stream, List<byte[]> whole, List<byte[]> pieces, Decoding strict)
    {
        Reading read = Read(whole);
        Reading inPieces = Read(pieces);
        AreSame(read.Frames, inPieces.Frames);
        Property.AreEqual(string.Join('\n', read.Skipped), string.Join('\n', inPieces.Skipped), "What is passed over does not depend on the pieces.");

        long end = 0;
        int gap = 0;
        foreach (Frame frame in read.Frames)
        {
            Property.Holds(frame.Offset >= end, "Frames do not overlap.");
            CheckGap(end, frame.Offset, read.Skipped, ref gap);
            int length = ReferenceFrames.ReadOne(stream.AsSpan((int)frame.Offset), out string? wrong, out _);
            Property.AreEqual(null, wrong, "What is found in a broken stream is a frame.");
            end = frame.Offset + length;
        }

        CheckGap(end, stream.Length, read.Skipped, ref gap);
        Property.AreEqual(read.Skipped.Count, gap, "Nothing is reported as passed over that was not.");
        Property.Holds(read.Frames.Count >= strict.Frames.Count, "The frames before what is broken are read.");
    }

    private static void CheckGap(long start, long end, List<Finding> skipped, ref int gap)
    {
        if (start < end)
        {
            Property.Holds(gap < skipped.Count, "What is passed over is reported.");
            Property.AreEqual((object)start, skipped[gap].Target, "What is passed over is reported with its place.");
            Property.Holds(skipped[gap++].Message.StartsWith($"{end - start} bytes ", StringComparison.Ordinal), "What is passed over is reported with its length.");
        }
    }

    private static Reading Read(List<byte[]> pieces)
    {
        Reading reading = new([], []);
        EventStreamVerifier verifier = new(Credential, "us-east-1", "transcribe", new byte[32]);
        EventStreamReader reader = new(verifier, unwrap: true, reading.Skipped.Add);
        foreach (byte[] piece in pieces)
        {
            Take(reader.Read(piece));
        }

        Take(reader.Complete());
        return reading;

        void Take(IEnumerable<EventStreamMessage> messages)
        {
            foreach (EventStreamMessage message in messages)
            {
                _ = message.PayloadText;
                reading.Frames.Add(new Frame(message.FrameNumber, message.Offset, message.Payload));
            }
        }
    }

    private static void AreSame(List<Frame> expected, List<Frame> actual)
    {
        const string Statement = "A stream in pieces has the frames of the whole.";
        Property.AreEqual(expected.Count, actual.Count, Statement);
        for (int i = 0; i < expected.Count; i++)
        {
            Property.AreEqual(expected[i].Number, actual[i].Number, Statement);
            Property.AreEqual(expected[i].Offset, actual[i].Offset, Statement);
            Property.AreSameBytes(expected[i].Bytes, actual[i].Bytes, Statement);
        }
    }

    private readonly record struct Frame(long Number, long Offset, byte[] Bytes);

    private readonly record struct Decoding(List<Frame> Frames, EventStreamFormatException? Failure);

    private readonly record struct Reading(List<Frame> Frames, List<Finding> Skipped);
}
