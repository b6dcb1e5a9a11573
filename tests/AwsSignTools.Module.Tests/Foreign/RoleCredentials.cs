namespace AwsSignTools.Module.Tests.Foreign;

/// <summary>As <c>Amazon.SSO.Model.RoleCredentials</c>: what IAM Identity Center answers, which counts milliseconds.</summary>
internal sealed class RoleCredentials
{
    public string? AccessKeyId { get; init; }

    public string? SecretAccessKey { get; init; }

    public string? SessionToken { get; init; }

    public long? Expiration { get; init; }
}
