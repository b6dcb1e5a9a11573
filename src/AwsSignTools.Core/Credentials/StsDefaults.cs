using System.Globalization;

namespace AwsSignTools.Credentials;

/// <summary>What STS is asked with where the settings do not say.</summary>
internal static class StsDefaults
{
    /// <summary>The name of a session that the user gave none.</summary>
    public static string SessionName(CredentialContext context) =>
        "AwsSignTools-" + context.Now().UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    /// <summary>The region to ask STS in where the profile has none: the user's, else one of the role's partition.</summary>
    public static string Region(CredentialContext context, string role)
    {
        string? chosen = context.Region ?? context.Variable("AWS_REGION") ?? context.Variable("AWS_DEFAULT_REGION");
        return chosen ?? PartitionOf(role) switch
        {
            "aws-cn" => "cn-north-1",
            "aws-eusc" => "eusc-de-east-1",
            "aws-iso" => "us-iso-east-1",
            "aws-iso-b" => "us-isob-east-1",
            "aws-iso-e" => "eu-isoe-west-1",
            "aws-iso-f" => "us-isof-south-1",
            "aws-us-gov" => "us-gov-west-1",
            _ => "us-east-1",
        };
    }

    // Not by Arn, which takes ARNs with a region only: IAM is one for a partition.
    private static string PartitionOf(string role)
    {
        string[] parts = role.Split(':');
        return parts.Length > 1 && parts[0] == "arn" ? parts[1] : string.Empty;
    }
}
