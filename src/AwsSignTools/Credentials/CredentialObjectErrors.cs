using System;

namespace AwsSignTools.Credentials;

/// <summary>The refusals of credential objects. None shows a secret.</summary>
internal static class CredentialObjectErrors
{
    public static CredentialUnavailableException TextGiven(string source) => CredentialErrors.New(
        "CredentialObjectInvalid",
        $"{source} is text, but not the JSON text of a credential.",
        "Give the output of `aws configure export-credentials` or `aws sts`, whole; the name of a profile goes to -ProfileName, an access key to -AccessKey.",
        source);

    public static CredentialUnavailableException ObjectInvalid(string source, string type) => CredentialErrors.New(
        "CredentialObjectInvalid",
        $"{source} is a {type}, which has no AccessKeyId and SecretAccessKey.",
        "Give an AWSCredentials object, a PSCredential (user name: access key id; password: secret), or a hashtable or object with AccessKeyId, SecretAccessKey and, if temporary, SessionToken.",
        source);

    public static CredentialUnavailableException Unavailable(string source, Type type, string why) => CredentialErrors.New(
        "CredentialUnavailable",
        $"{source} is a {type.FullName}, which was asked for its keys and gave none: {why}",
        "Call its GetCredentials() to see what it says; or give -ProfileName, or what `aws configure export-credentials` prints as -Credential.",
        source);
}
