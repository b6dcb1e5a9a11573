using System;
using System.Collections;
using System.Collections.Generic;
using AwsSignTools.Findings;

namespace AwsSignTools.EventStream;

/// <summary>
/// Turns payloads into frames of one stream: with the same headers each, signed or not. Signed, a payload with headers is framed first,
/// and that frame is what is signed; a payload without headers is signed as it is.
/// </summary>
internal sealed class EventStreamFramer
{
    private readonly EventStreamHeader[] _headers;
    private readonly int _headersLength;
    private readonly EventStreamSigner? _signer;

    /// <summary>Makes a framer.</summary>
    /// <param name="headers">The headers of every message; none for bare payloads.</param>
    /// <param name="signer">Signs each frame; null for frames that are not signed.</param>
    /// <exception cref="ArgumentNullException"><paramref name="headers"/> is null.</exception>
    /// <exception cref="InvalidInputException"><c>EventStreamHeaderDuplicate</c> or <c>EventStreamHeadersTooLong</c>.</exception>
    public EventStreamFramer(IEnumerable<EventStreamHeader> headers, EventStreamSigner? signer = null)
    {
        ArgumentNullException.ThrowIfNull(headers);
        _headers = [.. headers];
        _headersLength = EventStreamEncoder.CheckHeaders(_headers);
        _signer = signer;
    }

    /// <summary>The longest payload that fits a frame, in bytes: less where headers are framed with it into a signed frame.</summary>
    public int MaximumPayloadLength => _signer is null || _headers.Length == 0
        ? EventStreamLimits.PayloadLength
        : EventStreamLimits.PayloadLength - EventStreamEncoder.FrameLength(_headersLength, 0);

    /// <summary>Frames a message of its own headers, to which those of the framer are added, or put in the place of those with the same name.</summary>
    /// <param name="message">The message.</param>
    /// <param name="time">When it is sent; counts only where frames are signed.</param>
    /// <param name="toValue">Makes a header's value of what the message has; null for <see cref="EventStreamHeaderValue.FromObject"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    /// <exception cref="InvalidInputException">A header is none, or too much.</exception>
    public EventStreamFrame FrameMessage(
        EventStreamMessage message, DateTimeOffset time, Func<object?, EventStreamHeaderValue>? toValue = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        List<EventStreamHeader> headers = new(message.Headers.Count + _headers.Length);
        toValue ??= EventStreamHeaderValue.FromObject;
        foreach (DictionaryEntry entry in message.Headers)
        {
            EventStreamHeader own = new(entry.Key as string ?? throw NameInvalid(entry.Key), toValue(entry.Value));
            int replaced = Array.FindIndex(_headers, h => h.Name == own.Name);
            headers.Add(replaced < 0 ? own : _headers[replaced]);
        }

        headers.AddRange(Array.FindAll(_headers, h => !message.Headers.Contains(h.Name)));
        RawMessage raw = new(headers, message.Payload);
        return _signer is null ? new EventStreamFrame(EventStreamEncoder.Encode(raw))
            : headers.Count == 0 ? Frame(raw.Payload, time)
            : _signer.SignMessage(raw, time);
    }

    /// <summary>Frames a payload.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="time">When it is sent; counts only where frames are signed.</param>
    /// <exception cref="InvalidInputException"><c>EventStreamPayloadTooLong</c>, or <c>EventStreamPayloadEmpty</c>: it would end a signed stream.</exception>
    public EventStreamFrame Frame(ReadOnlyMemory<byte> payload, DateTimeOffset time)
    {
        if (_signer is not null && _headers.Length == 0)
        {
            if (payload.IsEmpty)
            {
                throw InvalidInputException.For(
                    "EventStreamPayloadEmpty",
                    null,
                    "An empty payload that is signed as it is ends the stream, and whatever follows would be lost.",
                    "Leave empty inputs out, or give the messages headers such as an event type; end the stream with -EndOfStream.");
            }

            return _signer.SignPayload(payload.Span, time);
        }

        RawMessage message = new(_headers, _headersLength, payload);
        return _signer is null ? new EventStreamFrame(EventStreamEncoder.Encode(message)) : _signer.SignMessage(message, time);
    }

    /// <summary>Makes the signed empty frame that ends the stream.</summary>
    /// <param name="time">When it is sent.</param>
    /// <exception cref="InvalidOperationException">The frames are not signed: such a stream ends with its connection.</exception>
    public EventStreamFrame FrameEndOfStream(DateTimeOffset time) =>
        _signer?.SignEndOfStream(time) ?? throw new InvalidOperationException("Only a signed stream has a frame that ends it.");

    private static InvalidInputException NameInvalid(object name) => InvalidInputException.For(
        "EventStreamHeaderNameInvalid", name, $"The header name {Quoted.Value(name.ToString())} is not text.", "Give names as strings.");
}
