using System;
using AwsSignTools.Findings;

namespace AwsSignTools.Credentials;

/// <summary>The refusals of credential objects and parameters. None shows a secret.</summary>
internal static class CredentialObjectErrors
{
    public static CredentialUnavailableException Incomplete(string source, string missing, string remedy) => New(
        "CredentialIncomplete", $"{source} has no {missing}.", remedy, source);

    public static CredentialUnavailableException TextGiven(string source) => New(
        "CredentialObjectInvalid",
        $"{source} is text, but not the JSON text of a credential.",
        "Give the output of `aws configure export-credentials` or `aws sts`, whole; the name of a profile goes to -ProfileName, an access key to -AccessKey.",
        source);

    public static CredentialUnavailableException ObjectInvalid(string source, string type) => New(
        "CredentialObjectInvalid",
        $"{source} is a {type}, which has no AccessKeyId and SecretAccessKey.",
        "Give an AWSCredentials object, a PSCredential (user name: access key id; password: secret), or a hashtable or object with AccessKeyId, SecretAccessKey and, if temporary, SessionToken.",
        source);

    public static CredentialUnavailableException Unavailable(string source, Type type, string why) => New(
        "CredentialUnavailable",
        $"{source} is a {type.FullName}, which was asked for its keys and gave none: {why}",
        "Call its GetCredentials() to see what it says; or give -ProfileName, or what `aws configure export-credentials` prints as -Credential.",
        source);

    private static CredentialUnavailableException New(string id, string message, string remedy, object? target) =>
        new(new Finding(id, FindingSeverity.Error, message, remedy, target));
}
