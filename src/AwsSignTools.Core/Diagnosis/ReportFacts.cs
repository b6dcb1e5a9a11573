using System;
using AwsSignTools.Diagnosis.Inspect;

namespace AwsSignTools.Diagnosis;

/// <summary>What a report says of what was signed.</summary>
/// <param name="Host">The host, with the port unless it is the scheme's own.</param>
/// <param name="Service">The service of the scope; null if it cannot be read.</param>
/// <param name="Region">The region of the scope; null if it cannot be read.</param>
/// <param name="AccessKeyId">The access key id that signed; null if it cannot be read.</param>
/// <param name="SignedAt">When it was signed; null if it cannot be read.</param>
/// <param name="ExpiresAt">When it ends; null if that cannot be read.</param>
internal sealed record ReportFacts(string Host, string? Service, string? Region, string? AccessKeyId, DateTimeOffset? SignedAt, DateTimeOffset? ExpiresAt)
{
    /// <summary>Those of a presigned URL; null for null.</summary>
    public static ReportFacts? Of(InspectedUrl? url) => url is null
        ? null
        : new ReportFacts(url.Uri.Endpoint.HostHeader, url.Service, url.Region, url.AccessKeyId, url.SignedAt, url.ExpiresAt);
}
