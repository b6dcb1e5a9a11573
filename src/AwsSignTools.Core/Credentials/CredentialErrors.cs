using System;
using AwsSignTools.Aws;
using AwsSignTools.Findings;

namespace AwsSignTools.Credentials;

/// <summary>The refusals of the search for a credential. None shows a secret, nor a command line that may have one.</summary>
internal static class CredentialErrors
{
    public static CredentialUnavailableException Incomplete(string source, string missing, string remedy) => New(
        "CredentialIncomplete", $"{source} has no {missing}.", remedy, source);

    public static CredentialUnavailableException NotFound(string profileFile, string metadata) => New(
        "CredentialNotFound",
        $"There is no AWS credential: no -AccessKey and -SecretKey, no -ProfileName, no -Credential, no $StoredAWSCredentials, no AWS_ACCESS_KEY_ID in the environment, no default profile with a credential in {Quoted.Value(profileFile)} or beside it, no container endpoint, and {metadata}.",
        "Give -ProfileName, or -AccessKey and -SecretKey; or make a default profile with `aws configure`. See about_AwsSignTools_Credentials.",
        null);

    public static CredentialUnavailableException MfaCodeMissing(string sourceName, string serial) => New(
        "MfaCodeMissing",
        $"{sourceName} needs the code of the MFA device {Quoted.Value(serial)}, and nobody could be asked for it.",
        "Run this in an interactive session; or get a temporary credential with `aws sts assume-role --serial-number … --token-code …` and give its output as -Credential.",
        serial);

    public static CredentialUnavailableException MfaCodeInvalid(string sourceName, string serial) => New(
        "MfaCodeInvalid",
        $"{sourceName} needs the code of the MFA device {Quoted.Value(serial)}; what was entered is not six digits.",
        "Enter the six digits that the device shows.",
        serial);

    public static CredentialUnavailableException ProcessFailed(string sourceName, string program, int exitCode) => New(
        "CredentialProcessFailed",
        $"{sourceName} gets its credential from the program {Quoted.Value(program)} (credential_process), which ended with exit code {exitCode}.",
        "Run the profile's credential_process in a shell to see what it says; its output is not shown here, since it may hold a secret.",
        program);

    public static CredentialUnavailableException ProcessTimedOut(string sourceName, string program, TimeSpan limit) => New(
        "CredentialProcessTimedOut",
        $"{sourceName} gets its credential from the program {Quoted.Value(program)} (credential_process), which did not end within {limit.TotalSeconds:0.#} s and was stopped.",
        "Run the profile's credential_process in a shell to see what it waits for; -CredentialTimeoutSec gives it more time.",
        program);

    public static CredentialUnavailableException ProcessNotStarted(string sourceName, string program, Exception exception) => New(
        "CredentialProcessFailed",
        $"{sourceName} gets its credential from the program {Quoted.Value(program)} (credential_process), which could not be started: {exception.Message.TrimEnd('.')}.",
        "Check the profile's credential_process, and that the program is there and may be run.",
        program);

    public static CredentialUnavailableException ProcessOutputInvalid(string sourceName, string program, string what) => New(
        "CredentialProcessOutputInvalid",
        $"{sourceName} gets its credential from the program {Quoted.Value(program)} (credential_process), {what}.",
        "The program must print one JSON object with Version 1, AccessKeyId, SecretAccessKey and, if temporary, SessionToken and Expiration (ISO 8601), and nothing else.",
        program);

    public static CredentialUnavailableException TokenFileUnreadable(string sourceName, string path, string why) => New(
        "WebIdentityTokenUnreadable",
        $"{sourceName} gets its credential by the identity token in {Quoted.Value(path)}, which cannot be read: {why.TrimEnd('.')}.",
        "Check web_identity_token_file or AWS_WEB_IDENTITY_TOKEN_FILE, and that the file is there and may be read.",
        path);

    public static CredentialUnavailableException TokenInPlaceOfPath(string sourceName) => New(
        "WebIdentityTokenUnreadable",
        $"{sourceName} gets its credential by an identity token, and has a token itself where the path of the token's file belongs.",
        "Give the path of a file with the token as web_identity_token_file or AWS_WEB_IDENTITY_TOKEN_FILE.",
        null);

    public static CredentialUnavailableException LoginRequired(string sourceName, string remedy, string? target) => New(
        "SsoLoginRequired", $"{sourceName} signs in with IAM Identity Center (SSO), and there is no login, or it has ended.", remedy, target);

    public static CredentialUnavailableException TimedOut(string sourceName, string asked, TimeSpan limit) => New(
        "CredentialServiceTimedOut",
        $"{sourceName} gets its credential from {asked}, which did not answer within {limit.TotalSeconds:0.#} s.",
        "Check the network, a proxy, and the region or endpoint that the settings name; -CredentialTimeoutSec gives it more time.",
        asked);

    public static CredentialUnavailableException From(AwsServiceException failure, string sourceName, string asked, string remedy)
    {
        string detail = failure.Message.TrimEnd('.', ' ') + ".";
        string skew = ClockRules.Describe(failure.ClockOffset) is { } clock ? " " + clock : string.Empty;
        return failure.Failure switch
        {
            ServiceFailure.Unreachable => New(
                "CredentialServiceUnreachable",
                $"{sourceName} gets its credential from {asked}, which cannot be reached: {detail}",
                "Check the network, a proxy, and the region or endpoint that the settings name.",
                asked),
            ServiceFailure.AnswerInvalid => New(
                "CredentialServiceAnswerInvalid",
                $"{sourceName} gets its credential from {asked}, whose answer is no credential: {detail}",
                "Check the endpoint that the settings name.",
                asked),
            _ => New(
                "CredentialServiceRefused",
                $"{sourceName} gets its credential from {asked}, which gave none{(failure.Code is null ? string.Empty : $" ({failure.Code})")}: {detail}{skew}",
                remedy,
                asked),
        };
    }

    public static CredentialUnavailableException New(string id, string message, string remedy, object? target) =>
        new(new Finding(id, FindingSeverity.Error, message, remedy, target));
}
