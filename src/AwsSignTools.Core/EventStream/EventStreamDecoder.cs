using System;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;
using AwsSignTools.Platform;

namespace AwsSignTools.EventStream;

/// <summary>
/// Takes frames out of bytes that come in pieces of any size (smithy, "Event stream: message encoding"): the prelude's CRC-32 is checked
/// before a length is believed, then the message's, then the headers. Frames that lie whole in one piece are views of it; one that comes in
/// several pieces is gathered, in memory that grows with what has come and never with what a length promises.
/// Not for use by several threads at once.
/// </summary>
public sealed class EventStreamDecoder
{
    private const uint Overhead = EventStreamLimits.PreludeLength + EventStreamLimits.TrailerLength;
    private const int SmallestBuffer = 256;
    private const int GatheredWhileSearching = 65_536;

    // While searching, a prelude that checks promises a frame whose bytes are all hashed, perhaps in vain. Bytes made to promise many
    // long frames would be hashed again and again; beyond this many times the input such a promise is passed over whole.
    private const int SearchEffort = 16;

    // The header of a signature, as it begins and how long it is.
    private const int SignatureHeaderLength = 52;

    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private ReadOnlyMemory<byte> _input;
    private long _offset;
    private long _frames;
    private long _seen;
    private bool _failed;
    private bool _ended;

    // While searching: the bytes passed over last, how many were hashed in vain, and the length of the frame that begins here where
    // its prelude was right and its CRC-32 was not.
    private bool _searching;
    private byte[] _trail = [];
    private long _hashedInVain;
    private int _broken;

    /// <summary>The number of the frame that comes next, from 1.</summary>
    public long FrameNumber => _frames + 1;

    /// <summary>Where the next frame begins in the stream, from 0; while one is searched for, how far the search has come.</summary>
    public long Offset => _offset;

    /// <summary>How many bytes wait for the rest of their frame.</summary>
    public long LeftOver => _end - _start + _input.Length;

    private static ReadOnlySpan<byte> SignatureHeaderStart => "\u0010:chunk-signature\u0006\0 "u8;

    /// <summary>Reads bytes that are one whole frame.</summary>
    /// <param name="frame">The frame, of which the message is a view.</param>
    /// <exception cref="EventStreamFormatException">They are not, or more follows.</exception>
    public static RawMessage Decode(ReadOnlyMemory<byte> frame)
    {
        EventStreamDecoder decoder = new();
        decoder.Append(frame);
        if (!decoder.TryRead(out DecodedFrame? decoded) || decoder.LeftOver > 0)
        {
            throw decoded is null
                ? decoder.Truncated()
                : new EventStreamLengthException(1, 0, $"{decoder.LeftOver} bytes follow the frame.", decoded.Bytes.Length, frame.Length);
        }

        return decoded.Message;
    }

    /// <summary>Adds the next piece of the stream, once <see cref="TryRead"/> has returned false for those before.</summary>
    /// <param name="bytes">The piece; it must stay as it is until <see cref="TryRead"/> has returned false.</param>
    /// <exception cref="InvalidOperationException">Frames of the piece before are still to be read, or the stream is at its end.</exception>
    public void Append(ReadOnlyMemory<byte> bytes)
    {
        if (_ended || !_input.IsEmpty)
        {
            throw new InvalidOperationException(_ended ? "The stream was said to be at its end." : "The piece before has not been read to its end.");
        }

        _input = bytes;
        _seen += bytes.Length;
    }

    /// <summary>Reads the next frame.</summary>
    /// <param name="frame">The frame, good until the next call.</param>
    /// <returns>False where more bytes are needed.</returns>
    /// <exception cref="EventStreamFormatException">The bytes are not a frame; nothing more can be read but after <see cref="Skip"/>.</exception>
    /// <exception cref="InvalidOperationException">The call before failed, and <see cref="Skip"/> was not called.</exception>
    public bool TryRead([NotNullWhen(true)] out DecodedFrame? frame)
    {
        if (_failed)
        {
            throw new InvalidOperationException("The stream is broken here; only Skip() can go on.");
        }

        if (_searching)
        {
            return TryFind(out frame);
        }

        frame = null;
        ReadOnlyMemory<byte> bytes = Peek(EventStreamLimits.PreludeLength);
        if (bytes.Length < EventStreamLimits.PreludeLength)
        {
            return false;
        }

        int length = CheckPrelude(bytes.Span);
        bytes = Peek(length);
        if (bytes.Length < length)
        {
            return false;
        }

        bytes = bytes.Slice(0, length);
        CheckMessage(bytes.Span);
        frame = Take(bytes);
        return true;
    }

    /// <summary>
    /// After a failure: from now on <see cref="TryRead"/> passes over bytes until a whole frame checks, and throws nothing. A broken frame
    /// that another follows, or the end, is passed over whole, since within it may be another, which is its payload; for the same reason
    /// one that stands behind the header of a signature is not given. <see cref="Offset"/> says how far it has come.
    /// </summary>
    public void Skip()
    {
        if (_failed)
        {
            _failed = false;
            if (!_searching)
            {
                _searching = true;
                _trail = new byte[SignatureHeaderLength];
            }
        }
    }

    /// <summary>Says that the stream is at its end; no more bytes can be added.</summary>
    /// <exception cref="EventStreamTruncatedException">A frame is not whole; after <see cref="Skip"/> whole ones within it are read, if there are.</exception>
    public void Complete()
    {
        _ended = true;
        if (LeftOver > 0)
        {
            EventStreamTruncatedException truncated = Truncated();
            _failed = true;
            throw truncated;
        }
    }

    private EventStreamTruncatedException Truncated()
    {
        ReadOnlySpan<byte> rest = Peek(EventStreamLimits.PreludeLength).Span;
        bool isKnown = rest.Length >= EventStreamLimits.PreludeLength && !_searching && !_failed;
        return new EventStreamTruncatedException(FrameNumber, _offset, LeftOver, isKnown ? BinaryPrimitives.ReadUInt32BigEndian(rest) : null);
    }

    // The length of the frame that a prelude begins.
    private int CheckPrelude(ReadOnlySpan<byte> prelude)
    {
        if (!IsPrelude(prelude))
        {
            uint stated = BinaryPrimitives.ReadUInt32BigEndian(prelude.Slice(8));
            throw Failed(new EventStreamChecksumException(prelude: true, FrameNumber, _offset, Crc32.HashToUInt32(prelude.Slice(0, 8)), stated));
        }

        int length = LengthOf(prelude);
        if (length > 0)
        {
            return length;
        }

        uint total = BinaryPrimitives.ReadUInt32BigEndian(prelude);
        uint headers = BinaryPrimitives.ReadUInt32BigEndian(prelude.Slice(4));
        if (total < Overhead)
        {
            throw LengthFailure(0, $"its total length is {total}; a frame has at least {Overhead} bytes.", Overhead, total);
        }

        long most = Math.Min(EventStreamLimits.HeadersLength, total - Overhead);
        if (headers > most)
        {
            throw LengthFailure(4, $"its headers take {headers} bytes; {most} is the most in a frame of {total}.", most, headers);
        }

        long payload = (long)total - Overhead - headers;
        throw LengthFailure(0, $"its payload takes {payload} bytes; at most {EventStreamLimits.PayloadLength} are allowed.", EventStreamLimits.PayloadLength, payload);
    }

    private void CheckMessage(ReadOnlySpan<byte> frame)
    {
        if (!IsMessageChecksumRight(frame, out uint computed, out uint stated))
        {
            throw Failed(new EventStreamChecksumException(prelude: false, FrameNumber, _offset, computed, stated));
        }

        ReadOnlySpan<byte> block = frame.Slice(EventStreamLimits.PreludeLength, HeadersLengthOf(frame));
        int wrong = EventStreamHeaderReader.Check(block, out HeaderProblem problem);
        if (wrong >= 0)
        {
            throw Failed(new EventStreamHeaderException(
                problem, FrameNumber, _offset + EventStreamLimits.PreludeLength + wrong, FoundAt(block.Slice(wrong), problem)));
        }
    }

    private EventStreamFormatException Failed(EventStreamFormatException failure)
    {
        _failed = true;
        return failure;
    }

    private EventStreamFormatException LengthFailure(int at, string what, object expected, object found) =>
        Failed(new EventStreamLengthException(FrameNumber, _offset + at, what, expected, found));

    private static object? FoundAt(ReadOnlySpan<byte> header, HeaderProblem problem)
    {
        int afterName = 1 + header[0];
        return problem switch
        {
            HeaderProblem.TypeUnknown => header[afterName],
            HeaderProblem.ValueTooLong => BinaryPrimitives.ReadUInt16BigEndian(header.Slice(afterName + 1)),
            HeaderProblem.Duplicate => Text.FromUtf8(header.Slice(1, header[0])),
            _ => null,
        };
    }

    // Goes on to the next frame that checks. False where more bytes are needed; all but those that may begin a frame were passed over.
    private bool TryFind([NotNullWhen(true)] out DecodedFrame? frame)
    {
        frame = null;
        while (TryPassOverBroken() && TryGoToPrelude(out int length))
        {
            ReadOnlyMemory<byte> bytes = Peek(length);
            if (bytes.Length < length)
            {
                if (!_ended)
                {
                    return false;
                }

                PassOver(1);
                continue;
            }

            bytes = bytes.Slice(0, length);
            if (!IsMessageChecksumRight(bytes.Span, out _, out _))
            {
                _broken = length;
                _hashedInVain += length;
            }
            else if (EventStreamHeaderReader.Check(bytes.Span.Slice(EventStreamLimits.PreludeLength, HeadersLengthOf(bytes.Span)), out _) >= 0
                || IsPayload(bytes))
            {
                PassOver(length);
            }
            else
            {
                _searching = false;
                frame = Take(bytes);
                return true;
            }
        }

        return false;
    }

    // A broken frame that another follows is passed over whole. If none follows, or the payload of another, its length or its place may be
    // wrong: bytes are missing, or its prelude only looks like one.
    private bool TryPassOverBroken()
    {
        if (_broken == 0)
        {
            return true;
        }

        if (_hashedInVain > SearchEffort * (_seen + EventStreamLimits.PayloadLength))
        {
            PassOver(_broken);
        }
        else
        {
            ReadOnlySpan<byte> bytes = Peek(_broken + EventStreamLimits.PreludeLength).Span;
            if (bytes.Length < _broken + EventStreamLimits.PreludeLength && !_ended)
            {
                return false;
            }

            PassOver(MayBegin(bytes.Slice(_broken)) && !EndsInSignatureHeader(bytes.Slice(0, _broken)) ? _broken : 1);
        }

        _broken = 0;
        return true;
    }

    private bool TryGoToPrelude(out int length)
    {
        while (true)
        {
            // Where bytes are gathered already, more at once saves going on by single ones.
            ReadOnlySpan<byte> bytes = Peek(_start == _end ? EventStreamLimits.PreludeLength : GatheredWhileSearching).Span;
            length = 0;
            if (bytes.Length < EventStreamLimits.PreludeLength)
            {
                PassOver(_ended ? bytes.Length : 0);
                return false;
            }

            int found = FindFrame(bytes, out length);
            PassOver(found >= 0 ? found : bytes.Length - (EventStreamLimits.PreludeLength - 1));
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
            if (bytes[i] <= 1 && bytes[i + 4] == 0 && IsPrelude(bytes.Slice(i)) && LengthOf(bytes.Slice(i)) is > 0 and int found)
            {
                length = found;
                return i;
            }
        }

        length = 0;
        return -1;
    }

    // True at the end of the stream, and where as much as there is looks like a prelude.
    private static bool MayBegin(ReadOnlySpan<byte> bytes) => bytes.Length >= EventStreamLimits.PreludeLength
        ? IsPrelude(bytes)
        : bytes.IsEmpty || (bytes[0] <= 1 && (bytes.Length <= 4 || bytes[4] == 0));

    // A frame behind the header of a signature is the payload of a signed frame whose beginning is broken, unless it is signed itself.
    private bool IsPayload(ReadOnlyMemory<byte> frame) => EndsInSignatureHeader(_trail) && !SignedEvent.TryRead(MessageOf(frame), out _);

    private static bool EndsInSignatureHeader(ReadOnlySpan<byte> bytes) =>
        bytes.Slice(Math.Max(0, bytes.Length - SignatureHeaderLength)).IndexOf(SignatureHeaderStart) >= 0;

    /// <summary>True where a prelude's CRC-32 is right, as it is where a frame begins.</summary>
    internal static bool IsPrelude(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadUInt32BigEndian(bytes.Slice(8)) == Crc32.HashToUInt32(bytes.Slice(0, 8));

    private static bool IsMessageChecksumRight(ReadOnlySpan<byte> frame, out uint computed, out uint stated)
    {
        int end = frame.Length - EventStreamLimits.TrailerLength;
        stated = BinaryPrimitives.ReadUInt32BigEndian(frame.Slice(end));
        computed = Crc32.HashToUInt32(frame.Slice(0, end));
        return stated == computed;
    }

    // The length of the frame that a prelude begins; 0 where its lengths are none that a message can have.
    private static int LengthOf(ReadOnlySpan<byte> prelude)
    {
        uint total = BinaryPrimitives.ReadUInt32BigEndian(prelude);
        uint headers = BinaryPrimitives.ReadUInt32BigEndian(prelude.Slice(4));
        return total >= Overhead && headers <= Math.Min(EventStreamLimits.HeadersLength, total - Overhead)
            && total - Overhead - headers <= EventStreamLimits.PayloadLength ? (int)total : 0;
    }

    private static int HeadersLengthOf(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadInt32BigEndian(frame.Slice(4));

    private static RawMessage MessageOf(ReadOnlyMemory<byte> frame)
    {
        int payloadStart = EventStreamLimits.PreludeLength + HeadersLengthOf(frame.Span);
        return RawMessage.View(
            frame.Slice(EventStreamLimits.PreludeLength, payloadStart - EventStreamLimits.PreludeLength),
            frame.Slice(payloadStart, frame.Length - EventStreamLimits.TrailerLength - payloadStart));
    }

    private DecodedFrame Take(ReadOnlyMemory<byte> frame)
    {
        DecodedFrame decoded = new(++_frames, _offset, frame, MessageOf(frame));
        Drop(frame.Length);
        return decoded;
    }

    // The bytes that come next: those that are wanted and perhaps more, or all there are.
    private ReadOnlyMemory<byte> Peek(int wanted)
    {
        int gathered = _end - _start;
        if (gathered == 0 && _input.Length >= wanted)
        {
            return _input;
        }

        if (gathered < wanted)
        {
            Gather(Math.Min(wanted - gathered, _input.Length), wanted);
        }

        return _buffer.AsMemory(_start, _end - _start);
    }

    // Moves bytes of the input behind those that are gathered. The buffer grows by doubling, to no more than is wanted.
    private void Gather(int count, int wanted)
    {
        if (count == 0)
        {
            return;
        }

        int kept = _end - _start;
        int needed = kept + count;
        if (_buffer.Length - _start < needed)
        {
            byte[] target = _buffer;
            if (_buffer.Length < needed)
            {
                int doubled = Math.Max(SmallestBuffer, _buffer.Length * 2);
                target = new byte[Math.Max(needed, Math.Min(doubled, Math.Max(wanted, SmallestBuffer)))];
            }

            _buffer.AsSpan(_start, kept).CopyTo(target);
            _buffer = target;
            _start = 0;
            _end = kept;
        }

        _input.Span.Slice(0, count).CopyTo(_buffer.AsSpan(_end));
        _input = _input.Slice(count);
        _end += count;
    }

    private void Drop(int count)
    {
        int gathered = Math.Min(count, _end - _start);
        _start += gathered;
        _input = _input.Slice(count - gathered);
        _offset += count;
    }

    private void PassOver(int count)
    {
        int gathered = Math.Min(count, _end - _start);
        Remember(_buffer.AsSpan(_start, gathered));
        Remember(_input.Span.Slice(0, count - gathered));
        Drop(count);
    }

    private void Remember(ReadOnlySpan<byte> passedOver)
    {
        Span<byte> trail = _trail;
        int length = Math.Min(passedOver.Length, trail.Length);
        trail.Slice(length).CopyTo(trail);
        passedOver.Slice(passedOver.Length - length).CopyTo(trail.Slice(trail.Length - length));
    }
}
