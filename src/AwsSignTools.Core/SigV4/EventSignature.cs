using System;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.SigV4;

/// <summary>
/// The signature of one event of an event stream: HMAC, with the signing key of the event's own UTC day, of a string to sign
/// that names the signature before it (<c>AWS4-HMAC-SHA256-PAYLOAD</c>).
/// </summary>
public static class EventSignature
{
    /// <summary>The length of a signature, in bytes.</summary>
    public const int Length = PlatformCrypto.Sha256Length;

    /// <summary>Signs an event.</summary>
    /// <param name="credential">The credential to sign with.</param>
    /// <param name="region">The region of the stream.</param>
    /// <param name="service">The service's SigV4 name, such as <c>transcribe</c>.</param>
    /// <param name="time">The event's time; its UTC day is the day of the scope.</param>
    /// <param name="priorSignature">The 32 bytes of the signature before: of the event before, or of the initial request.</param>
    /// <param name="dateHeader">The encoded <c>:date</c> header, name and value.</param>
    /// <param name="payload">The payload; of a nested message, the whole inner frame.</param>
    /// <param name="signature">Receives the 32 bytes of the signature.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A signature is not <see cref="Length"/> bytes long.</exception>
    /// <exception cref="InvalidInputException"><c>RegionInvalid</c> or <c>ServiceInvalid</c>.</exception>
    public static void Compute(
        AwsCredential credential,
        string region,
        string service,
        DateTimeOffset time,
        ReadOnlySpan<byte> priorSignature,
        ReadOnlySpan<byte> dateHeader,
        ReadOnlySpan<byte> payload,
        Span<byte> signature)
    {
        ArgumentNullException.ThrowIfNull(credential);
        if (priorSignature.Length != Length || signature.Length < Length)
        {
            throw new ArgumentException("An event's signature, and the one before it, take 32 bytes.", nameof(priorSignature));
        }

        CredentialScope scope = new(time, region, service);
        ByteWriter writer = new(384);
        try
        {
            StringToSign.WriteForEvent(ref writer, time, scope, priorSignature, dateHeader, payload);
            SigningKeyCache.Shared.Sign(credential, scope, writer.Written, signature);
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>Reads a signature written in hexadecimal.</summary>
    /// <param name="signature">64 hexadecimal digits, of either case.</param>
    /// <exception cref="InvalidInputException"><c>PriorSignatureInvalid</c>: it is anything else.</exception>
    public static byte[] Parse(string signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        byte[] bytes = new byte[Length];
        return Hex.TryDecode(signature.Trim().AsSpan(), bytes)
            ? bytes
            : throw InvalidInputException.For(
                "PriorSignatureInvalid",
                signature,
                $"{Quoted.Value(signature)} is not a signature: it must be 64 hexadecimal digits.",
                "Give the signature of the initial request (the seed), or of the frame before.");
    }
}
