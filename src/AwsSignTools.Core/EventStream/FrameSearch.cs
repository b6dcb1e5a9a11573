using System;

namespace AwsSignTools.EventStream;

/// <summary>Searches a stream for its next whole frame after a failure; see <see cref="EventStreamDecoder.Skip"/>.</summary>
internal sealed class FrameSearch
{
    private const int GatheredAtOnce = 65_536;

    // A prelude that checks promises a frame whose bytes are all hashed, perhaps in vain. Bytes made to promise many long frames would be
    // hashed again and again; beyond this many times the input such a promise is passed over whole.
    private const int Effort = 16;

    // How the header of a signature begins, and how long it is.
    private const int SignatureHeaderLength = 52;

    // The bytes that were passed over last.
    private readonly byte[] _trail = new byte[SignatureHeaderLength];

    // How many bytes were hashed in vain.
    private long _hashedInVain;

    // The length of the frame that begins here, if its prelude was right and its CRC-32 was not.
    private int _broken;

    private static ReadOnlySpan<byte> SignatureHeaderStart => "\u0010:chunk-signature\u0006\0 "u8;

    /// <summary>Begins a search.</summary>
    public void Begin() => _trail.AsSpan().Clear();

    /// <summary>Goes on to the next frame that checks.</summary>
    /// <param name="source">The bytes of the stream, of which the frame is the next.</param>
    /// <param name="frame">The whole frame.</param>
    /// <returns>False if more bytes are needed; all but those that may begin a frame were passed over.</returns>
    public bool TryFind(ref FrameBuffer source, out ReadOnlyMemory<byte> frame)
    {
        frame = default;
        while (TryPassOverBroken(ref source) && TryGoToPrelude(ref source, out int length))
        {
            ReadOnlyMemory<byte> bytes = source.Peek(length);
            if (bytes.Length < length)
            {
                if (!source.IsComplete)
                {
                    return false;
                }

                PassOver(ref source, 1);
                continue;
            }

            bytes = bytes.Slice(0, length);
            if (!FrameFormat.IsMessageChecksumRight(bytes.Span, out _, out _))
            {
                _broken = length;
                _hashedInVain += length;
            }
            else if (EventStreamHeaderReader.Check(bytes.Span.Slice(EventStreamLimits.PreludeLength, FrameFormat.HeadersLengthOf(bytes.Span)), out _) >= 0
                || IsPayload(bytes))
            {
                PassOver(ref source, length);
            }
            else
            {
                frame = bytes;
                return true;
            }
        }

        return false;
    }

    // A broken frame that another follows is passed over whole. If none follows, or the payload of another, its length or its place may be
    // wrong: bytes are missing, or its prelude only looks like one.
    private bool TryPassOverBroken(ref FrameBuffer source)
    {
        if (_broken == 0)
        {
            return true;
        }

        if (_hashedInVain > Effort * (source.Seen + EventStreamLimits.PayloadLength))
        {
            PassOver(ref source, _broken);
        }
        else
        {
            ReadOnlySpan<byte> bytes = source.Peek(_broken + EventStreamLimits.PreludeLength).Span;
            if (bytes.Length < _broken + EventStreamLimits.PreludeLength && !source.IsComplete)
            {
                return false;
            }

            PassOver(ref source, MayBegin(bytes.Slice(_broken)) && !EndsInSignatureHeader(bytes.Slice(0, _broken)) ? _broken : 1);
        }

        _broken = 0;
        return true;
    }

    private bool TryGoToPrelude(ref FrameBuffer source, out int length)
    {
        while (true)
        {
            // If bytes are gathered already, more at once saves going on by single ones.
            ReadOnlySpan<byte> bytes = source.Peek(!source.IsGathering ? EventStreamLimits.PreludeLength : GatheredAtOnce).Span;
            length = 0;
            if (bytes.Length < EventStreamLimits.PreludeLength)
            {
                PassOver(ref source, source.IsComplete ? bytes.Length : 0);
                return false;
            }

            int found = FindFrame(bytes, out length);
            PassOver(ref source, found >= 0 ? found : bytes.Length - (EventStreamLimits.PreludeLength - 1));
            if (found >= 0)
            {
                return true;
            }
        }
    }

    private static int FindFrame(ReadOnlySpan<byte> bytes, out int length)
    {
        for (int i = 0; i + EventStreamLimits.PreludeLength <= bytes.Length; i++)
        {
            // No frame is longer than fits three and a bit bytes: most places are out by their first byte.
            if (bytes[i] <= 1 && bytes[i + 4] == 0 && FrameFormat.IsPrelude(bytes.Slice(i)) && FrameFormat.LengthOf(bytes.Slice(i)) is > 0 and int found)
            {
                length = found;
                return i;
            }
        }

        length = 0;
        return -1;
    }

    // True at the end of the stream, and if as much as there is looks like a prelude.
    private static bool MayBegin(ReadOnlySpan<byte> bytes) => bytes.Length >= EventStreamLimits.PreludeLength
        ? FrameFormat.IsPrelude(bytes)
        : bytes.IsEmpty || (bytes[0] <= 1 && (bytes.Length <= 4 || bytes[4] == 0));

    // A frame after the header of a signature is the payload of a signed frame whose beginning is broken, unless it is signed itself.
    private bool IsPayload(ReadOnlyMemory<byte> frame) => EndsInSignatureHeader(_trail) && !SignedEvent.TryRead(FrameFormat.MessageOf(frame), out _);

    private static bool EndsInSignatureHeader(ReadOnlySpan<byte> bytes) =>
        bytes.Slice(Math.Max(0, bytes.Length - SignatureHeaderLength)).IndexOf(SignatureHeaderStart) >= 0;

    private void PassOver(ref FrameBuffer source, int count)
    {
        Remember(source.Peek(count).Span.Slice(0, count));
        source.Drop(count);
    }

    private void Remember(ReadOnlySpan<byte> passedOver)
    {
        Span<byte> trail = _trail;
        int length = Math.Min(passedOver.Length, trail.Length);
        trail.Slice(length).CopyTo(trail);
        passedOver.Slice(passedOver.Length - length).CopyTo(trail.Slice(trail.Length - length));
    }
}
