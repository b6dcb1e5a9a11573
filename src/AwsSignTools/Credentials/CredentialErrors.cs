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

    public static CredentialUnavailableException NotFound() => New(
        "CredentialNotFound",
        "There is no AWS credential: no -AccessKey and -SecretKey, no -Credential, no $StoredAWSCredentials, and no AWS_ACCESS_KEY_ID in the environment.",
        "Give one of them. This version of AwsSignTools does not read profiles, nor a container's or an instance's role, yet.",
        null);

    public static CredentialUnavailableException ObjectInvalid(string source, string type) => New(
        "CredentialObjectInvalid",
        $"{source} is a {type}, which has no AccessKeyId and SecretAccessKey.",
        "Give a PSCredential (user name: access key id; password: secret), a hashtable or object with AccessKeyId, SecretAccessKey and, if temporary, SessionToken.",
        source);

    private static CredentialUnavailableException New(string id, string message, string remedy, object? target) =>
        new(new Finding(id, FindingSeverity.Error, message, remedy, target));
}
