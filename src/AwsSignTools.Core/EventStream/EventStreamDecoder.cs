using System;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;
using AwsSignTools.Platform;

namespace AwsSignTools.EventStream;

/// <summary>
/// Reads frames from bytes that come in pieces of any size (smithy, "Event stream: message encoding"): it checks the prelude's CRC-32 before
/// it believes a length, then the message's, then the headers. A frame that lies whole in one piece is a view of it; one that comes in
/// several pieces is gathered, in memory that grows with what has come and never with what a length promises.
/// Not for use by several threads at once.
/// </summary>
public sealed class EventStreamDecoder
{
    private FrameBuffer _bytes;
    private FrameSearch? _search;
    private long _frames;
    private bool _failed;
    private bool _searching;

    /// <summary>The number of the frame that comes next, from 1.</summary>
    public long FrameNumber => _frames + 1;

    /// <summary>The offset of the next frame in the stream, in bytes from 0; during a search, how far the search has come.</summary>
    public long Offset => _bytes.Offset;

    /// <summary>How many bytes wait for the rest of their frame.</summary>
    public long LeftOver => _bytes.Length;

    /// <summary>Reads bytes that are one whole frame.</summary>
    /// <param name="frame">The frame, of which the message is a view.</param>
    /// <exception cref="EventStreamFormatException">The bytes are not one frame, or more bytes follow it.</exception>
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
    /// <param name="bytes">The piece; it must not change until <see cref="TryRead"/> has returned false.</param>
    /// <exception cref="InvalidOperationException">Frames of the piece before are still to be read, or the stream is at its end.</exception>
    public void Append(ReadOnlyMemory<byte> bytes)
    {
        if (_bytes.IsComplete || _bytes.HasInput)
        {
            throw new InvalidOperationException(_bytes.IsComplete ? "The stream was said to be at its end." : "The piece before has not been read to its end.");
        }

        _bytes.Append(bytes);
    }

    /// <summary>Reads the next frame.</summary>
    /// <param name="frame">The frame, valid until the next call.</param>
    /// <returns>False if more bytes are needed.</returns>
    /// <exception cref="EventStreamFormatException">The bytes are not a frame; nothing more can be read except after <see cref="Skip"/>.</exception>
    /// <exception cref="InvalidOperationException">The call before failed, and <see cref="Skip"/> was not called.</exception>
    public bool TryRead([NotNullWhen(true)] out DecodedFrame? frame)
    {
        if (_failed)
        {
            throw new InvalidOperationException("The stream is broken here; only Skip() can go on.");
        }

        frame = null;
        ReadOnlyMemory<byte> bytes;
        if (_searching)
        {
            if (!_search!.TryFind(ref _bytes, out bytes))
            {
                return false;
            }

            _searching = false;
        }
        else
        {
            bytes = _bytes.Peek(EventStreamLimits.PreludeLength);
            if (bytes.Length < EventStreamLimits.PreludeLength)
            {
                return false;
            }

            int length = CheckPrelude(bytes.Span);
            bytes = _bytes.Peek(length);
            if (bytes.Length < length)
            {
                return false;
            }

            bytes = bytes.Slice(0, length);
            CheckMessage(bytes.Span);
        }

        frame = new DecodedFrame(++_frames, _bytes.Offset, bytes, FrameFormat.MessageOf(bytes));
        _bytes.Drop(bytes.Length);
        return true;
    }

    /// <summary>
    /// After a failure: from now on <see cref="TryRead"/> passes over bytes until a whole frame checks, and throws nothing. A broken frame
    /// that another follows, or the end, is passed over whole, since within it may be another, which is its payload; for the same reason
    /// one that stands after the header of a signature is not returned. <see cref="Offset"/> shows how far it has come.
    /// </summary>
    public void Skip()
    {
        if (_failed)
        {
            _failed = false;
            if (!_searching)
            {
                _searching = true;
                _search ??= new FrameSearch();
                _search.Begin();
            }
        }
    }

    /// <summary>Ends the stream; no more bytes can be added.</summary>
    /// <exception cref="EventStreamTruncatedException">A frame is not whole; after <see cref="Skip"/>, whole ones within it are read, if there are any.</exception>
    public void Complete()
    {
        _bytes.IsComplete = true;
        if (LeftOver > 0)
        {
            EventStreamTruncatedException truncated = Truncated();
            _failed = true;
            throw truncated;
        }
    }

    private EventStreamTruncatedException Truncated()
    {
        ReadOnlySpan<byte> rest = _bytes.Peek(EventStreamLimits.PreludeLength).Span;
        bool isKnown = rest.Length >= EventStreamLimits.PreludeLength && !_searching && !_failed;
        return new EventStreamTruncatedException(FrameNumber, Offset, LeftOver, isKnown ? BinaryPrimitives.ReadUInt32BigEndian(rest) : null);
    }

    // Returns the length of the frame that a prelude begins.
    private int CheckPrelude(ReadOnlySpan<byte> prelude)
    {
        if (!FrameFormat.IsPrelude(prelude))
        {
            uint stated = BinaryPrimitives.ReadUInt32BigEndian(prelude.Slice(8));
            throw Failed(new EventStreamChecksumException(prelude: true, FrameNumber, _bytes.Offset, Crc32.HashToUInt32(prelude.Slice(0, 8)), stated));
        }

        int length = FrameFormat.LengthOf(prelude);
        if (length > 0)
        {
            return length;
        }

        uint total = BinaryPrimitives.ReadUInt32BigEndian(prelude);
        uint headers = BinaryPrimitives.ReadUInt32BigEndian(prelude.Slice(4));
        if (total < FrameFormat.Overhead)
        {
            throw LengthFailure(0, $"its total length is {total}; a frame has at least {FrameFormat.Overhead} bytes.", FrameFormat.Overhead, total);
        }

        long most = Math.Min(EventStreamLimits.HeadersLength, total - FrameFormat.Overhead);
        if (headers > most)
        {
            throw LengthFailure(4, $"its headers take {headers} bytes; {most} is the most in a frame of {total}.", most, headers);
        }

        long payload = (long)total - FrameFormat.Overhead - headers;
        throw LengthFailure(0, $"its payload takes {payload} bytes; at most {EventStreamLimits.PayloadLength} are allowed.", EventStreamLimits.PayloadLength, payload);
    }

    private void CheckMessage(ReadOnlySpan<byte> frame)
    {
        if (!FrameFormat.IsMessageChecksumRight(frame, out uint computed, out uint stated))
        {
            throw Failed(new EventStreamChecksumException(prelude: false, FrameNumber, _bytes.Offset, computed, stated));
        }

        ReadOnlySpan<byte> block = frame.Slice(EventStreamLimits.PreludeLength, FrameFormat.HeadersLengthOf(frame));
        int wrong = EventStreamHeaderReader.Check(block, out HeaderProblem problem);
        if (wrong >= 0)
        {
            throw Failed(new EventStreamHeaderException(
                problem, FrameNumber, _bytes.Offset + EventStreamLimits.PreludeLength + wrong, FoundAt(block.Slice(wrong), problem)));
        }
    }

    private EventStreamFormatException Failed(EventStreamFormatException failure)
    {
        _failed = true;
        return failure;
    }

    private EventStreamFormatException LengthFailure(int at, string what, object expected, object found) =>
        Failed(new EventStreamLengthException(FrameNumber, _bytes.Offset + at, what, expected, found));

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
}

/// <summary>A frame that was read, and its place in the stream. It is a view of the decoder's bytes, valid until the decoder goes on.</summary>
/// <param name="number">Its number in the stream, from 1.</param>
/// <param name="offset">The offset at which it begins in the stream, in bytes from 0.</param>
/// <param name="bytes">The whole frame.</param>
/// <param name="message">Its headers and payload.</param>
public sealed class DecodedFrame(long number, long offset, ReadOnlyMemory<byte> bytes, RawMessage message)
{
    /// <summary>Its number in the stream, from 1.</summary>
    public long Number { get; } = number;

    /// <summary>The offset at which it begins in the stream, in bytes from 0.</summary>
    public long Offset { get; } = offset;

    /// <summary>The whole frame; both CRC-32s are right.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <summary>Its headers and payload.</summary>
    public RawMessage Message { get; } = message;
}
