using System;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.EventStream;

/// <summary>
/// Checks the signatures of one stream's events along their chain. Each is checked against the signature that stands before it, so a frame
/// that was changed does not make those after it wrong. Not for use by several threads at once.
/// </summary>
public sealed class EventStreamVerifier
{
    private readonly AwsCredential _credential;
    private readonly string _region;
    private readonly string _service;
    private readonly byte[] _prior;
    private bool _ended;

    /// <summary>Begins at a seed.</summary>
    /// <param name="credential">Who signed.</param>
    /// <param name="region">The region of the stream.</param>
    /// <param name="service">The service's SigV4 name, such as <c>transcribe</c>.</param>
    /// <param name="seedSignature">The 32 bytes of the initial request's signature, or of the frame before the first that is checked.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="seedSignature"/> is not 32 bytes long.</exception>
    /// <exception cref="Findings.InvalidInputException"><c>RegionInvalid</c> or <c>ServiceInvalid</c>.</exception>
    public EventStreamVerifier(AwsCredential credential, string region, string service, ReadOnlySpan<byte> seedSignature)
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
        _prior = seedSignature.ToArray();
    }

    /// <summary>Checks the next frame.</summary>
    /// <param name="message">The outer message.</param>
    /// <returns>What is wrong with it, where something is.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    public SignatureProblem Check(RawMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return SignedEvent.TryRead(message, out SignedEvent signed) ? Check(signed, message.Payload.Span) : SignatureProblem.Missing;
    }

    /// <summary>Checks the next frame, which was taken apart before.</summary>
    internal SignatureProblem Check(in SignedEvent signed, ReadOnlySpan<byte> payload)
    {
        Span<byte> expected = stackalloc byte[EventSignature.Length];
        EventSignature.Compute(_credential, _region, _service, signed.Date, _prior, signed.DateHeader.Span, payload, expected);
        bool matches = PlatformCrypto.FixedTimeEquals(expected, signed.Signature.Span);
        signed.Signature.Span.CopyTo(_prior);
        if (!matches)
        {
            return SignatureProblem.Wrong;
        }

        // Only a frame that is rightly signed ends the stream.
        bool afterEnd = _ended;
        _ended |= payload.IsEmpty;
        return afterEnd ? SignatureProblem.AfterEnd : SignatureProblem.None;
    }
}

/// <summary>What can be wrong with the signature of an event.</summary>
public enum SignatureProblem
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The frame is not signed, or has headers that its signature does not cover.</summary>
    Missing,

    /// <summary>The signature is another than that of the frame, its date, and the signature before it.</summary>
    Wrong,

    /// <summary>The signature is right, but the stream had ended.</summary>
    AfterEnd,
}
