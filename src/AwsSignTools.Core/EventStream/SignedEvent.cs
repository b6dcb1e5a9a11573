using System;

namespace AwsSignTools.EventStream;

/// <summary>
/// The outer frame of a signed event taken apart: it has the headers <c>:date</c> and <c>:chunk-signature</c> and no other, since the signature
/// covers no other.
/// </summary>
internal readonly struct SignedEvent
{
    private SignedEvent(DateTimeOffset date, ReadOnlyMemory<byte> dateHeader, ReadOnlyMemory<byte> signature)
    {
        Date = date;
        DateHeader = dateHeader;
        Signature = signature;
    }

    /// <summary>The event's time.</summary>
    public DateTimeOffset Date { get; }

    /// <summary>The <c>:date</c> header as it is on the wire, which the signature covers.</summary>
    public ReadOnlyMemory<byte> DateHeader { get; }

    /// <summary>The 32 bytes of the signature.</summary>
    public ReadOnlyMemory<byte> Signature { get; }

    /// <summary>Takes a message apart; false if it is no outer frame.</summary>
    public static bool TryRead(RawMessage message, out SignedEvent signed)
    {
        signed = default;
        DateTimeOffset? date = null;
        ReadOnlyMemory<byte> dateHeader = default;
        ReadOnlyMemory<byte> signature = default;
        int count = 0;
        EventStreamHeaderReader headers = message.ReadHeaders();
        while (count < 3 && headers.Read())
        {
            count++;
            if (headers.Type == EventStreamHeaderType.Timestamp && headers.Name.Span.SequenceEqual(":date"u8)
                && EventStreamHeaderValue.FromWire(headers.Type, headers.Value).ToObject() is DateTimeOffset time)
            {
                date = time;
                dateHeader = headers.Bytes;
            }
            else if (headers.Type == EventStreamHeaderType.ByteArray && headers.Name.Span.SequenceEqual(":chunk-signature"u8)
                && headers.Value.Length == SigV4.EventSignature.Length)
            {
                signature = headers.Value;
            }
        }

        if (count != 2 || date is null || signature.IsEmpty)
        {
            return false;
        }

        signed = new SignedEvent(date.Value, dateHeader, signature);
        return true;
    }
}
