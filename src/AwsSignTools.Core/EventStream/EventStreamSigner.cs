using System;
using System.Buffers.Binary;
using AwsSignTools.SigV4;

namespace AwsSignTools.EventStream;

/// <summary>
/// Signs the events of one stream, each chained to the one before: the outer frame has <c>:date</c> and <c>:chunk-signature</c>.
/// One credential from the start to the end. Not for use by several threads at once: a chain has one order.
/// </summary>
public sealed class EventStreamSigner
{
    // :date       name length, name, type, 8 bytes of milliseconds
    private const int DateHeaderLength = 1 + 5 + 1 + 8;

    // :chunk-signature    name length, name, type, value length, 32 bytes
    private const int SignatureHeaderLength = 1 + 16 + 1 + 2 + EventSignature.Length;
    private const int HeadersLength = DateHeaderLength + SignatureHeaderLength;
    private const int PayloadStart = EventStreamLimits.PreludeLength + HeadersLength;
    private const int SignatureStart = PayloadStart - EventSignature.Length;

    private readonly AwsCredential _credential;
    private readonly string _region;
    private readonly string _service;
    private readonly bool _keepMilliseconds;
    private byte[] _priorSignature;

    /// <summary>Begins a chain.</summary>
    /// <param name="credential">Who signs every event of the stream.</param>
    /// <param name="region">The region of the stream.</param>
    /// <param name="service">The service's SigV4 name, such as <c>transcribe</c>.</param>
    /// <param name="seedSignature">The 32 bytes of the initial request's signature, or of the frame to go on from.</param>
    /// <param name="keepMilliseconds">Whether <c>:date</c> keeps the milliseconds of an event's time; they are dropped by default.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="seedSignature"/> is not 32 bytes long.</exception>
    /// <exception cref="Findings.InvalidInputException"><c>RegionInvalid</c> or <c>ServiceInvalid</c>.</exception>
    public EventStreamSigner(
        AwsCredential credential, string region, string service, ReadOnlySpan<byte> seedSignature, bool keepMilliseconds = false)
    {
        ArgumentNullException.ThrowIfNull(credential);
        if (seedSignature.Length != EventSignature.Length)
        {
            throw new ArgumentException("A seed signature takes 32 bytes.", nameof(seedSignature));
        }

        _ = new CredentialScope(default, region, service);
        _credential = credential;
        _region = region;
        _service = service;
        _priorSignature = seedSignature.ToArray();
        _keepMilliseconds = keepMilliseconds;
    }

    /// <summary>Signs a payload as it is: the payload of the outer frame.</summary>
    /// <param name="payload">The payload; an empty one ends the stream.</param>
    /// <param name="time">The event's time: when it is sent.</param>
    /// <exception cref="Findings.InvalidInputException"><c>EventStreamPayloadTooLong</c>.</exception>
    public EventStreamFrame SignPayload(ReadOnlySpan<byte> payload, DateTimeOffset time)
    {
        byte[] frame = NewFrame(payload.Length);
        payload.CopyTo(frame.AsSpan(PayloadStart));
        return Sign(frame, time);
    }

    /// <summary>Signs a message of its own headers: its frame becomes the payload of the outer frame.</summary>
    /// <param name="message">The inner message.</param>
    /// <param name="time">The event's time: when it is sent.</param>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    /// <exception cref="Findings.InvalidInputException"><c>EventStreamPayloadTooLong</c>: the inner frame is.</exception>
    public EventStreamFrame SignMessage(RawMessage message, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(message);
        byte[] frame = NewFrame(message.EncodedLength);

        // The inner frame is made where it will stand, so that the payload is copied once.
        EventStreamEncoder.Write(frame.AsSpan(PayloadStart, message.EncodedLength), message);
        return Sign(frame, time);
    }

    /// <summary>Makes the signed frame without a payload that ends a stream.</summary>
    /// <param name="time">When it is sent.</param>
    public EventStreamFrame SignEndOfStream(DateTimeOffset time) => SignPayload([], time);

    private static byte[] NewFrame(int payloadLength)
    {
        EventStreamEncoder.CheckPayload(payloadLength);
        return new byte[EventStreamEncoder.FrameLength(HeadersLength, payloadLength)];
    }

    private EventStreamFrame Sign(byte[] frame, DateTimeOffset time)
    {
        DateTimeOffset date = _keepMilliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds()) : AmzDate.Truncate(time);
        Span<byte> dateHeader = frame.AsSpan(EventStreamLimits.PreludeLength, DateHeaderLength);
        dateHeader[0] = 5;
        ":date"u8.CopyTo(dateHeader.Slice(1));
        dateHeader[6] = (byte)EventStreamHeaderType.Timestamp;
        BinaryPrimitives.WriteInt64BigEndian(dateHeader.Slice(7), date.ToUnixTimeMilliseconds());

        Span<byte> signatureHeader = frame.AsSpan(EventStreamLimits.PreludeLength + DateHeaderLength, SignatureHeaderLength);
        signatureHeader[0] = 16;
        ":chunk-signature"u8.CopyTo(signatureHeader.Slice(1));
        signatureHeader[17] = (byte)EventStreamHeaderType.ByteArray;
        BinaryPrimitives.WriteUInt16BigEndian(signatureHeader.Slice(18), EventSignature.Length);

        Span<byte> signature = frame.AsSpan(SignatureStart, EventSignature.Length);
        ReadOnlySpan<byte> payload = frame.AsSpan(PayloadStart, frame.Length - PayloadStart - EventStreamLimits.TrailerLength);
        EventSignature.Compute(_credential, _region, _service, date, _priorSignature, dateHeader, payload, signature);
        EventStreamEncoder.WritePrelude(frame, HeadersLength);
        EventStreamEncoder.WriteTrailer(frame);

        byte[] prior = _priorSignature;
        _priorSignature = signature.ToArray();
        return new EventStreamFrame(frame, _priorSignature, prior, date);
    }
}
