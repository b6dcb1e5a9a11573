using System;
using System.Collections.Generic;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>How <see cref="SignedUrlInspector"/> checks a signed URL.</summary>
/// <param name="Now">The time to evaluate at.</param>
public sealed record InspectionOptions(DateTimeOffset Now)
{
    /// <summary>The credential that should have signed the URL; null to leave the signature unchecked.</summary>
    public AwsCredential? Credential { get; init; }

    /// <summary>The HTTP method that the URL is sent with, in upper case. Default: <c>GET</c>, which a WebSocket begins with.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>The values of signed headers other than <c>host</c>. Default: none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The payload's line in the canonical request, such as a SHA-256 in hexadecimal; null for what the service uses for a presigned URL.</summary>
    public string? PayloadHash { get; init; }

    /// <summary>When the credential that signed expires, if that is known from elsewhere; null for the expiration of <see cref="Credential"/>.</summary>
    public DateTimeOffset? CredentialEnd { get; init; }

    /// <summary>How the URL was to be signed; null for what its service wants.</summary>
    public SignerSettings? Settings { get; init; }

    /// <summary>What the user says of the signer, in place of the settings.</summary>
    internal SignerOverrides Overrides { get; init; }
}
