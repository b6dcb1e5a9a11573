using System;
using Amazon.Runtime;

namespace AwsSignTools.Module.Tests.Foreign;

/// <summary>As <c>Amazon.SecurityToken.Model.Credentials</c>: what STS answers, which is an AWSCredentials too.</summary>
internal sealed class StsCredentials : AWSCredentials
{
    public string? AccessKeyId { get; init; }

    public string? SecretAccessKey { get; init; }

    public string? SessionToken { get; init; }

    public new DateTime? Expiration { get; init; }

    public override ImmutableCredentials GetCredentials() => new(AccessKeyId, SecretAccessKey, SessionToken);
}
