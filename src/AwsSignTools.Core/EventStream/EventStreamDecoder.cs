using System;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;
using AwsSignTools.Compatibility;

namespace AwsSignTools.EventStream;

/// <summary>
/// Takes frames out of bytes that come in pieces of any size (smithy, "Event stream: message encoding"): the prelude's CRC-32 is checked
/// before a length is believed, then the message's, then the headers. Frames that lie whole in one piece are views of it; one that comes in
/// several pieces is gathered, in memory that grows with what has come and never with what a length promises.
/// Not for use by several threads at once.
/// </summary>
public sealed class EventStreamDecoder
{
    private const int SmallestBuffer = 256;
    private const int GatheredWhileSearching = 65_536;

    // While searching, a prelude that checks promises a frame whose bytes are all hashed, perhaps in vain. Bytes made to promise many
    // long frames would be hashed again and again; beyond this many times the input such a promise is passed over whole.
    private const int SearchEffort = 16;

    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private ReadOnlyMemory<byte> _input;
    private long _offset;
    private long _frames;
    private long _seen;
    private long _hashedInVain;
    private int _promised;
    private bool _failed;
    private bool _searching;

    /// <summary>The number of the frame that comes next, from 1.</summary>
    public long FrameNumber => _frames + 1;

    /// <summary>Where the next frame begins in the stream, from 0.</summary>
    public long Offset => _offset;

    /// <summary>How many bytes wait for the rest of their frame.</summary>
    public long LeftOver => _end - _start + _input.Length;

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
    /// <exception cref="InvalidOperationException">Frames of the piece before are still to be read.</exception>
    public void Append(ReadOnlyMemory<byte> bytes)
    {
        if (!_input.IsEmpty)
        {
            throw new InvalidOperationException("The piece before has not been read to its end.");
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

        frame = null;
        if (_searching && !Search())
        {
            return false;
        }

        if (_start == _end)
        {
            int whole = NeededLength(_input.Span);
            if (whole <= _input.Length)
            {
                frame = Parse(_input.Slice(0, whole));
                _input = _input.Slice(whole);
                return true;
            }

            Gather(_input.Length, whole);
            return false;
        }

        while (true)
        {
            int needed = NeededLength(_buffer.AsSpan(_start, _end - _start));
            int missing = needed - (_end - _start);
            if (missing <= 0)
            {
                frame = Parse(_buffer.AsMemory(_start, needed));
                _start += needed;
                return true;
            }

            if (_input.IsEmpty)
            {
                return false;
            }

            Gather(Math.Min(missing, _input.Length), needed);
        }
    }

    /// <summary>
    /// After a failure: goes on to where a prelude checks. Where the failed frame's own prelude did, that is looked for behind the frame first:
    /// within it may be another, which is its payload. Where there is none in what has come so far, the search goes on in what comes next.
    /// </summary>
    /// <returns>How many bytes were passed over; those that are yet to come are not counted.</returns>
    public long Skip()
    {
        if (!_failed)
        {
            return 0;
        }

        _failed = false;
        _searching = true;
        long before = _offset;
        bool tooMuch = _hashedInVain > SearchEffort * (_seen + EventStreamLimits.PayloadLength);
        Drop(_promised > 0 && (tooMuch || IsFollowed(_promised)) ? _promised : 1);
        _ = Search();
        return _offset - before;
    }

    /// <summary>Says that the stream is at its end.</summary>
    /// <exception cref="EventStreamTruncatedException">A frame is not whole; <see cref="Skip"/> looks for whole ones within it.</exception>
    public void Complete()
    {
        if (LeftOver > 0)
        {
            _failed = true;
            _promised = 0;
            throw Truncated();
        }
    }

    private EventStreamTruncatedException Truncated()
    {
        ReadOnlySpan<byte> rest = _start == _end ? _input.Span : _buffer.AsSpan(_start, _end - _start);
        return new EventStreamTruncatedException(
            FrameNumber, _offset, LeftOver, rest.Length >= EventStreamLimits.PreludeLength && !_searching ? BinaryPrimitives.ReadUInt32BigEndian(rest) : null);
    }

    // The length of the frame that begins here, once its prelude is there and right; that of a prelude until then.
    private int NeededLength(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < EventStreamLimits.PreludeLength)
        {
            return EventStreamLimits.PreludeLength;
        }

        _promised = 0;
        uint stated = BinaryPrimitives.ReadUInt32BigEndian(bytes.Slice(8));
        uint computed = Crc32.HashToUInt32(bytes.Slice(0, 8));
        if (stated != computed)
        {
            _failed = true;
            throw new EventStreamChecksumException(prelude: true, FrameNumber, _offset, computed, stated);
        }

        uint total = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        uint headers = BinaryPrimitives.ReadUInt32BigEndian(bytes.Slice(4));
        const uint Overhead = EventStreamLimits.PreludeLength + EventStreamLimits.TrailerLength;
        if (total < Overhead)
        {
            throw LengthFailure(0, $"its total length is {total}; a frame has at least {Overhead} bytes.", Overhead, total);
        }

        if (headers > EventStreamLimits.HeadersLength || headers > total - Overhead)
        {
            long most = Math.Min(EventStreamLimits.HeadersLength, total - Overhead);
            throw LengthFailure(4, $"its headers take {headers} bytes; {most} is the most in a frame of {total}.", most, headers);
        }

        long payload = (long)total - Overhead - headers;
        if (payload > EventStreamLimits.PayloadLength)
        {
            throw LengthFailure(0, $"its payload takes {payload} bytes; at most {EventStreamLimits.PayloadLength} are allowed.", EventStreamLimits.PayloadLength, payload);
        }

        _promised = (int)total;
        return _promised;
    }

    private EventStreamLengthException LengthFailure(int at, string what, object expected, object found)
    {
        _failed = true;
        return new EventStreamLengthException(FrameNumber, _offset + at, what, expected, found);
    }

    private DecodedFrame Parse(ReadOnlyMemory<byte> frame)
    {
        ReadOnlySpan<byte> bytes = frame.Span;
        int end = frame.Length - EventStreamLimits.TrailerLength;
        uint stated = BinaryPrimitives.ReadUInt32BigEndian(bytes.Slice(end));
        uint computed = Crc32.HashToUInt32(bytes.Slice(0, end));
        if (stated != computed)
        {
            _failed = true;
            _hashedInVain += frame.Length;
            throw new EventStreamChecksumException(prelude: false, FrameNumber, _offset, computed, stated);
        }

        int headersLength = BinaryPrimitives.ReadInt32BigEndian(bytes.Slice(4));
        ReadOnlySpan<byte> block = bytes.Slice(EventStreamLimits.PreludeLength, headersLength);
        int wrong = EventStreamHeaderReader.Check(block, out HeaderProblem problem);
        if (wrong >= 0)
        {
            _failed = true;
            throw new EventStreamHeaderException(problem, FrameNumber, _offset + EventStreamLimits.PreludeLength + wrong, FoundAt(block.Slice(wrong), problem));
        }

        int payloadStart = EventStreamLimits.PreludeLength + headersLength;
        RawMessage message = RawMessage.View(frame.Slice(EventStreamLimits.PreludeLength, headersLength), frame.Slice(payloadStart, end - payloadStart));
        DecodedFrame decoded = new(++_frames, _offset, frame, message);
        _offset += frame.Length;
        _searching = false;
        return decoded;
    }

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

    // Moves bytes of the input behind those that are gathered. The buffer grows by doubling, to no more than the frame needs.
    private void Gather(int count, int frameLength)
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
                target = new byte[Math.Max(needed, Math.Min(doubled, Math.Max(frameLength, SmallestBuffer)))];
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

    // True where a prelude checks at a distance, or where that is not to be told yet.
    private bool IsFollowed(int distance)
    {
        Span<byte> prelude = stackalloc byte[EventStreamLimits.PreludeLength];
        int gathered = _end - _start;
        for (int i = 0; i < prelude.Length; i++)
        {
            int at = distance + i;
            if (at >= gathered + _input.Length)
            {
                return true;
            }

            prelude[i] = at < gathered ? _buffer[_start + at] : _input.Span[at - gathered];
        }

        return FindPrelude(prelude) == 0;
    }

    // Passes over bytes, first those that are gathered.
    private void Drop(int count)
    {
        int gathered = Math.Min(count, _end - _start);
        _start += gathered;
        int direct = Math.Min(count - gathered, _input.Length);
        _input = _input.Slice(direct);
        _offset += gathered + direct;
    }

    // Goes to the next prelude that checks; false where what is there has none, and all but the bytes that may begin one are dropped.
    private bool Search()
    {
        while (true)
        {
            if (_start == _end && _input.Length >= EventStreamLimits.PreludeLength)
            {
                int found = FindPrelude(_input.Span);
                Drop(found >= 0 ? found : _input.Length - (EventStreamLimits.PreludeLength - 1));
                if (found >= 0)
                {
                    return true;
                }
            }

            Gather(Math.Min(_input.Length, GatheredWhileSearching), GatheredWhileSearching);
            int have = _end - _start;
            if (have < EventStreamLimits.PreludeLength)
            {
                return false;
            }

            int at = FindPrelude(_buffer.AsSpan(_start, have));
            Drop(at >= 0 ? at : have - (EventStreamLimits.PreludeLength - 1));
            if (at >= 0)
            {
                return true;
            }

            if (_input.IsEmpty)
            {
                return false;
            }
        }
    }

    private static int FindPrelude(ReadOnlySpan<byte> bytes)
    {
        for (int i = 0; i + EventStreamLimits.PreludeLength <= bytes.Length; i++)
        {
            // No frame is longer than fits three and a bit bytes: most places are out by their first byte.
            if (bytes[i] <= 1 && bytes[i + 4] == 0
                && BinaryPrimitives.ReadUInt32BigEndian(bytes.Slice(i + 8)) == Crc32.HashToUInt32(bytes.Slice(i, 8)))
            {
                return i;
            }
        }

        return -1;
    }
}
