using System;
using System.Collections.Generic;
using System.Collections.Specialized;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.EventStream;

/// <summary>A message of an event stream, as it is shown and worked with: headers by name, the payload, and what the frame around it said.</summary>
public sealed class EventStreamMessage
{
    private readonly Lazy<string?> _text;
    private readonly byte[]? _signature;

    internal EventStreamMessage(DecodedFrame frame, RawMessage message, SignedEvent? signed, SignatureProblem? problem, bool isEndOfStream)
    {
        FrameNumber = frame.Number;
        Offset = frame.Offset;
        FrameLength = frame.Bytes.Length;
        Headers = ToDictionary(message.Headers);
        Payload = message.Payload.ToArray();
        Date = signed?.Date;
        _signature = signed?.Signature.ToArray();
        SignatureValid = problem is null ? null : problem == SignatureProblem.None;
        IsEndOfStream = isEndOfStream;
        _text = new Lazy<string?>(ReadText);
    }

    /// <summary>The number of its frame in the stream, from 1.</summary>
    public long FrameNumber { get; }

    /// <summary>Where its frame begins in the stream: a count of bytes from 0.</summary>
    public long Offset { get; }

    /// <summary>The length of its frame, in bytes.</summary>
    public int FrameLength { get; }

    /// <summary>The <c>:message-type</c>: event, exception or error; null if there is none.</summary>
    public string? MessageType => Headers[":message-type"] as string;

    /// <summary>The <c>:event-type</c>; null if there is none.</summary>
    public string? EventType => Headers[":event-type"] as string;

    /// <summary>The <c>:exception-type</c> of an exception, or the <c>:error-code</c> of an error; null if there is neither.</summary>
    public string? ExceptionType => Headers[":exception-type"] as string ?? Headers[":error-code"] as string;

    /// <summary>The <c>:content-type</c>; null if there is none.</summary>
    public string? ContentType => Headers[":content-type"] as string;

    /// <summary>The headers in the order of the wire; names are told apart by case, values are .NET values.</summary>
    public OrderedDictionary Headers { get; }

    /// <summary>The payload.</summary>
    public byte[] Payload { get; }

    /// <summary>The payload as text, where the content type is text, JSON or XML and the bytes are UTF-8; else null.</summary>
    public string? PayloadText => _text.Value;

    /// <summary>The time in the signed frame; null if the frame is not signed.</summary>
    public DateTimeOffset? Date { get; }

    /// <summary>The signature of the frame in hexadecimal; null if the frame is not signed.</summary>
    public string? ChunkSignature => _signature is null ? null : Hex.ToString(_signature);

    /// <summary>Whether the frame's signature is right; null if it was not checked.</summary>
    public bool? SignatureValid { get; }

    /// <summary>True for the signed frame without a payload that ends a stream.</summary>
    public bool IsEndOfStream { get; }

    /// <summary>The type of the event and the length of the payload.</summary>
    public override string ToString() =>
        SafeText.Escape($"{(IsEndOfStream ? "end of stream" : ExceptionType ?? EventType ?? MessageType ?? "message")}, {Payload.Length} bytes");

    private static OrderedDictionary ToDictionary(IReadOnlyList<EventStreamHeader> headers)
    {
        OrderedDictionary dictionary = new(headers.Count, StringComparer.Ordinal);
        foreach (EventStreamHeader header in headers)
        {
            object value = header.Value.ToObject();

            // A time beyond what .NET has stays what it is on the wire, or its type would be lost.
            dictionary.Add(header.Name, header.Value.Type == EventStreamHeaderType.Timestamp && value is long ? header.Value : value);
        }

        return dictionary;
    }

    private string? ReadText()
    {
        string type = ContentType ?? string.Empty;
        int parameters = type.IndexOf(';');
        string bare = (parameters < 0 ? type : type.Substring(0, parameters)).Trim();
        bool isText = bare.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            || EndsWith(bare, "/json") || EndsWith(bare, "+json") || EndsWith(bare, "/xml") || EndsWith(bare, "+xml")
            || EndsWith(bare, "/x-amz-json-1.0") || EndsWith(bare, "/x-amz-json-1.1");
        return isText && Text.IsUtf8(Payload) ? Text.FromUtf8(Payload) : null;
    }

    private static bool EndsWith(string text, string end) => text.EndsWith(end, StringComparison.OrdinalIgnoreCase);
}
