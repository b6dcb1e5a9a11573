using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using AwsSignTools.Findings;

namespace AwsSignTools.EventStream;

/// <summary>
/// Reads messages out of a stream that comes in pieces: takes signed events out of their frames, checks their signatures where it can, and
/// passes over what is broken where it may. Not for use by several threads at once.
/// </summary>
public sealed class EventStreamReader
{
    private readonly EventStreamDecoder _decoder = new();
    private readonly EventStreamVerifier? _verifier;
    private readonly bool _unwrap;
    private readonly Action<Finding>? _skipped;
    private bool _isBroken;
    private long _skipStart;
    private EventStreamFormatException? _skipCause;

    /// <summary>Makes a reader.</summary>
    /// <param name="verifier">Checks the signatures; null to take them as they are.</param>
    /// <param name="unwrap">Whether a signed event is given as the message within it; false for the frame's own.</param>
    /// <param name="skipped">Is told, with the id <c>EventStreamBytesSkipped</c>, of bytes that were passed over; null if they must not be.</param>
    public EventStreamReader(EventStreamVerifier? verifier = null, bool unwrap = true, Action<Finding>? skipped = null)
    {
        _verifier = verifier;
        _unwrap = unwrap;
        _skipped = skipped;
    }

    /// <summary>The first frame whose signature is missing or wrong; null if there was none. Set while reading, before its message is given.</summary>
    public Finding? SignatureBreak { get; private set; }

    /// <summary>The messages that a piece of the stream completes.</summary>
    /// <param name="bytes">The piece; it must stay as it is until the last was read.</param>
    /// <exception cref="EventStreamFormatException">The stream is broken, and what is broken must not be passed over.</exception>
    public IEnumerable<EventStreamMessage> Read(ReadOnlyMemory<byte> bytes)
    {
        _decoder.Append(bytes);
        while (TryRead(out DecodedFrame? frame))
        {
            yield return ToMessage(frame!);
        }
    }

    /// <summary>
    /// Says that the stream is at its end. Where what is broken may be passed over, whole frames within what was taken for the beginning of
    /// a long one are found and given.
    /// </summary>
    /// <exception cref="EventStreamTruncatedException">A frame is not whole, and must not be passed over.</exception>
    public IEnumerable<EventStreamMessage> Complete()
    {
        while (!_isBroken && SkipTruncated())
        {
            while (TryRead(out DecodedFrame? frame))
            {
                yield return ToMessage(frame!);
            }
        }

        ReportSkipped(_decoder.Offset);
    }

    private bool SkipTruncated()
    {
        try
        {
            _decoder.Complete();
            return false;
        }
        catch (EventStreamTruncatedException e) when (_skipped is not null)
        {
            Skip(e);
            return true;
        }
    }

    private bool TryRead(out DecodedFrame? frame)
    {
        while (true)
        {
            try
            {
                bool read = _decoder.TryRead(out frame);
                if (read)
                {
                    ReportSkipped(frame!.Offset);
                }

                return read;
            }
            catch (EventStreamFormatException e) when (_skipped is not null)
            {
                Skip(e);
            }
            catch (EventStreamFormatException)
            {
                _isBroken = true;
                throw;
            }
        }
    }

    private void Skip(EventStreamFormatException cause)
    {
        if (_skipCause is null)
        {
            _skipCause = cause;
            _skipStart = _decoder.Offset;
        }

        _decoder.Skip();
    }

    private void ReportSkipped(long end)
    {
        if (_skipCause is null)
        {
            return;
        }

        _skipped!(new Finding(
            "EventStreamBytesSkipped",
            FindingSeverity.Warning,
            $"{end - _skipStart} bytes from byte {_skipStart} on were passed over. {_skipCause.Finding.Message}",
            "What is missing is lost; get the stream again where it matters.",
            _skipStart));
        _skipCause = null;
    }

    private EventStreamMessage ToMessage(DecodedFrame frame)
    {
        SignedEvent? signed = SignedEvent.TryRead(frame.Message, out SignedEvent read) ? read : null;
        SignatureProblem? problem = signed is null && _verifier is not null ? SignatureProblem.Missing : _verifier?.Check(read, frame.Message.Payload.Span);
        if (problem is not (null or SignatureProblem.None))
        {
            SignatureBreak ??= Describe(problem.Value, frame);
        }

        bool isEnd = signed is not null && frame.Message.Payload.IsEmpty;
        RawMessage message = _unwrap && signed is not null ? Unwrap(frame) : frame.Message;
        return new EventStreamMessage(frame, message, signed, problem, isEnd);
    }

    // The payload of a signed event is a frame, or bare bytes. A frame is known by its prelude, which bytes have by chance once in four
    // thousand million.
    private static RawMessage Unwrap(DecodedFrame frame)
    {
        ReadOnlyMemory<byte> payload = frame.Message.Payload;
        ReadOnlySpan<byte> bytes = payload.Span;
        bool isFrame = bytes.Length >= EventStreamLimits.PreludeLength + EventStreamLimits.TrailerLength
            && BinaryPrimitives.ReadUInt32BigEndian(bytes) == (uint)bytes.Length
            && FrameFormat.IsPrelude(bytes);
        if (isFrame)
        {
            try
            {
                return EventStreamDecoder.Decode(payload);
            }
            catch (EventStreamFormatException)
            {
                // The outer frame is whole and perhaps signed: what is in it is given as it is.
            }
        }

        return new RawMessage([], payload);
    }

    private static Finding Describe(SignatureProblem problem, DecodedFrame frame) => new(
        "EventStreamSignatureInvalid",
        FindingSeverity.Error,
        $"Frame {frame.Number}, at byte {frame.Offset}: " + problem switch
        {
            SignatureProblem.Missing => "it is not signed, or has headers that a signature does not cover.",
            SignatureProblem.AfterEnd => "it stands after the frame that ended the stream.",
            _ => "its signature is not that of its date, its payload and the signature before it.",
        } + " It is the first whose signature is not right.",
        problem == SignatureProblem.Wrong && frame.Number == 1
            ? "Check the secret key, -Service, -Region, and that -PriorSignature is the initial request's signature."
            : "The frame was changed, left out or put in another place; or the credential, -Service or -Region is another.",
        frame.Number);
}
