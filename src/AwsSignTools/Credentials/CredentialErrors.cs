using System;
using AwsSignTools.Findings;

namespace AwsSignTools.Credentials;

/// <summary>The refusals of credentials. None shows a secret.</summary>
internal static class CredentialErrors
{
    public static CredentialUnavailableException Incomplete(string source, string missing, string remedy) => New(
        "CredentialIncomplete", $"{source} has no {missing}.", remedy, source);

    public static CredentialUnavailableException ProfileUnsupported(string profile) => New(
        "ProfileUnsupported",
        $"The profile '{profile}' cannot be read: this version of AwsSignTools does not read profiles yet, and takes no other credential in its place.",
        "Give what `aws configure export-credentials` prints for the profile as -Credential (| ConvertFrom-Json), or -AccessKey and -SecretKey.",
        profile);

    public static CredentialUnavailableException NotFound()
    {
        string? profile = Environment.GetEnvironmentVariable("AWS_PROFILE");
        string profileHint = string.IsNullOrEmpty(profile) ? string.Empty : $" AWS_PROFILE names '{profile}', but this version reads no profiles yet.";
        return New(
            "CredentialNotFound",
            "There is no AWS credential: no -AccessKey and -SecretKey, no -Credential, no $StoredAWSCredentials, and no AWS_ACCESS_KEY_ID in the environment." + profileHint,
            "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, give -AccessKey and -SecretKey, or give what `aws configure export-credentials` prints as -Credential (| ConvertFrom-Json).",
            null);
    }

    public static CredentialUnavailableException TextGiven(string source) => New(
        "CredentialObjectInvalid",
        $"{source} is text, which is no credential.",
        "Make an object of JSON text first (| ConvertFrom-Json); the name of a profile goes to -ProfileName, an access key to -AccessKey.",
        source);

    public static CredentialUnavailableException ObjectInvalid(string source, string type) => New(
        "CredentialObjectInvalid",
        $"{source} is a {type}, which has no AccessKeyId and SecretAccessKey.",
        "Give a PSCredential (user name: access key id; password: secret), a hashtable or object with AccessKeyId, SecretAccessKey and, if temporary, SessionToken.",
        source);

    private static CredentialUnavailableException New(string id, string message, string remedy, object? target) =>
        new(new Finding(id, FindingSeverity.Error, message, remedy, target));
}
