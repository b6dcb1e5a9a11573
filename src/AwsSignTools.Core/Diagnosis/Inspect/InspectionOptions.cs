using System;
using System.Collections.Generic;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>By what a signed URL is judged.</summary>
/// <param name="Now">The moment it is judged by.</param>
public sealed record InspectionOptions(DateTimeOffset Now)
{
    /// <summary>The credential that should have signed it; null to leave the signature unchecked.</summary>
    public AwsCredential? Credential { get; init; }

    /// <summary>The HTTP method it is to be sent with. Default: <c>GET</c>, which a WebSocket begins with.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>The values of signed headers other than <c>host</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The payload's line in the canonical request; null for what the service wants of a presigned URL.</summary>
    public string? PayloadHash { get; init; }

    /// <summary>When the credential that signed ends, where that is known from elsewhere.</summary>
    public DateTimeOffset? CredentialEnd { get; init; }
}
