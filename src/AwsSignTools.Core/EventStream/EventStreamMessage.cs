using System;
using System.Collections.Generic;
using AwsSignTools.Findings;

namespace AwsSignTools.EventStream;

/// <summary>A message of an event stream: headers in order, and a payload. Its limits hold once it is made.</summary>
public sealed class EventStreamMessage
{
    private readonly EventStreamHeader[] _headers;

    /// <summary>Makes a message.</summary>
    /// <param name="headers">The headers, in the order of the wire; names are unique.</param>
    /// <param name="payload">The payload, which is not copied.</param>
    /// <exception cref="ArgumentNullException"><paramref name="headers"/> is null.</exception>
    /// <exception cref="InvalidInputException">
    /// <c>EventStreamHeaderDuplicate</c>, <c>EventStreamHeadersTooLong</c> or <c>EventStreamPayloadTooLong</c>.
    /// </exception>
    public EventStreamMessage(IEnumerable<EventStreamHeader> headers, ReadOnlyMemory<byte> payload)
    {
        ArgumentNullException.ThrowIfNull(headers);
        _headers = [.. headers];
        HeadersLength = EventStreamEncoder.CheckHeaders(_headers);
        EventStreamEncoder.CheckPayload(payload.Length);
        Payload = payload;
    }

    /// <summary>Makes a message of headers that were checked before, for many messages with the same.</summary>
    internal EventStreamMessage(EventStreamHeader[] checkedHeaders, int headersLength, ReadOnlyMemory<byte> payload)
    {
        _headers = checkedHeaders;
        HeadersLength = headersLength;
        EventStreamEncoder.CheckPayload(payload.Length);
        Payload = payload;
    }

    /// <summary>The headers, in the order of the wire.</summary>
    public IReadOnlyList<EventStreamHeader> Headers => _headers;

    /// <summary>The payload.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>How many bytes the message takes on the wire.</summary>
    public int EncodedLength => EventStreamEncoder.FrameLength(HeadersLength, Payload.Length);

    internal int HeadersLength { get; }

    internal ReadOnlySpan<EventStreamHeader> HeaderSpan => _headers;
}
