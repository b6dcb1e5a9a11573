using System;
using System.Collections.Generic;
using AwsSignTools.Findings;

namespace AwsSignTools.EventStream;

/// <summary>
/// A message as it is on the wire: typed headers in order, and a payload. Its limits hold once it is made. One that was decoded is a view
/// of the bytes it was read from: it is good as long as those are.
/// </summary>
public sealed class RawMessage
{
    private readonly ReadOnlyMemory<byte> _headerBlock;
    private EventStreamHeader[]? _headers;

    /// <summary>Makes a message.</summary>
    /// <param name="headers">The headers, in the order of the wire; names are unique.</param>
    /// <param name="payload">The payload, which is not copied.</param>
    /// <exception cref="ArgumentNullException"><paramref name="headers"/> is null.</exception>
    /// <exception cref="InvalidInputException">
    /// <c>EventStreamHeaderDuplicate</c>, <c>EventStreamHeadersTooLong</c> or <c>EventStreamPayloadTooLong</c>.
    /// </exception>
    public RawMessage(IEnumerable<EventStreamHeader> headers, ReadOnlyMemory<byte> payload)
    {
        ArgumentNullException.ThrowIfNull(headers);
        _headers = [.. headers];
        HeadersLength = EventStreamEncoder.CheckHeaders(_headers);
        EventStreamEncoder.CheckPayload(payload.Length);
        Payload = payload;
    }

    /// <summary>Makes a message of headers that were checked before, for many messages with the same.</summary>
    internal RawMessage(EventStreamHeader[] checkedHeaders, int headersLength, ReadOnlyMemory<byte> payload)
    {
        _headers = checkedHeaders;
        HeadersLength = headersLength;
        EventStreamEncoder.CheckPayload(payload.Length);
        Payload = payload;
    }

    private RawMessage(ReadOnlyMemory<byte> checkedHeaderBlock, ReadOnlyMemory<byte> payload)
    {
        _headerBlock = checkedHeaderBlock;
        HeadersLength = checkedHeaderBlock.Length;
        Payload = payload;
    }

    /// <summary>The headers, in the order of the wire. Of a message that was decoded they are made when first asked for.</summary>
    public IReadOnlyList<EventStreamHeader> Headers => HeaderArray;

    /// <summary>The payload.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>How many bytes the message takes on the wire.</summary>
    public int EncodedLength => EventStreamEncoder.FrameLength(HeadersLength, Payload.Length);

    internal int HeadersLength { get; }

    private EventStreamHeader[] HeaderArray => _headers ??= EventStreamHeaderReader.ReadAll(_headerBlock);

    /// <summary>Makes a view of a header block and a payload that were checked.</summary>
    internal static RawMessage View(ReadOnlyMemory<byte> checkedHeaderBlock, ReadOnlyMemory<byte> payload) => new(checkedHeaderBlock, payload);

    /// <summary>Finds a header.</summary>
    /// <param name="name">Its name; case counts.</param>
    /// <param name="value">Its value.</param>
    public bool TryGetHeader(string name, out EventStreamHeaderValue value)
    {
        foreach (EventStreamHeader header in HeaderArray)
        {
            if (header.Name == name)
            {
                value = header.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Writes the header block, <see cref="HeadersLength"/> bytes.</summary>
    internal void WriteHeaders(Span<byte> destination)
    {
        if (_headers is null)
        {
            _headerBlock.Span.CopyTo(destination);
            return;
        }

        foreach (ref readonly EventStreamHeader header in _headers.AsSpan())
        {
            EventStreamEncoder.WriteHeader(destination, header);
            destination = destination.Slice(header.EncodedLength);
        }
    }

    /// <summary>Reads the header block one header after another, without making objects of them.</summary>
    internal EventStreamHeaderReader ReadHeaders()
    {
        if (_headers is null)
        {
            return new EventStreamHeaderReader(_headerBlock);
        }

        byte[] block = new byte[HeadersLength];
        WriteHeaders(block);
        return new EventStreamHeaderReader(block);
    }
}
