using System;

namespace AwsSignTools.Module.Tests.Services;

/// <summary>A credential that a server gave.</summary>
internal sealed record IssuedCredential(string AccessKeyId, string SecretAccessKey, string SessionToken, DateTimeOffset Expiration)
{
    /// <summary>The end as AWS writes it.</summary>
    public string ExpirationText => Expiration.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
