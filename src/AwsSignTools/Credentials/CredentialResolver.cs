using System;
using System.Globalization;
using AwsSignTools.Parameters;
using AwsSignTools.SigV4;

namespace AwsSignTools.Credentials;

/// <summary>
/// Where a credential comes from, in the order of AWS.Tools: explicit keys, a profile that was asked for, -Credential,
/// <c>$StoredAWSCredentials</c>, the environment, then what the SDK finds. The first that is there is used, and its failure is an error:
/// nothing falls through to another identity.
/// </summary>
internal sealed class CredentialResolver(ISdkCredentialSource sdk, Func<string, object?> sessionVariable)
{
    private const string ExplicitRemedy = "Give both -AccessKey and -SecretKey, and -SessionToken with a temporary key.";

    /// <summary>Finds the credential, and the region of its profile where it has one.</summary>
    /// <exception cref="CredentialUnavailableException">There is none, or the first there is cannot be used.</exception>
    /// <exception cref="Findings.InvalidInputException">Its access key, secret or token cannot be right.</exception>
    public SdkCredential Resolve(CredentialArguments arguments)
    {
        if (arguments.AccessKey is not null || arguments.SecretKey is not null || arguments.SessionToken is not null)
        {
            return new SdkCredential(FromKeys(arguments), null);
        }

        if (arguments.ProfileName is not null || arguments.ProfileLocation is not null)
        {
            return sdk.ResolveProfile(arguments.ProfileName ?? "default", arguments.ProfileLocation);
        }

        if (arguments.Credential is not null)
        {
            return new SdkCredential(CredentialObject.Read(arguments.Credential, "-Credential"), null);
        }

        if (sessionVariable("StoredAWSCredentials") is { } stored)
        {
            return new SdkCredential(CredentialObject.Read(stored, "$StoredAWSCredentials"), null);
        }

        return FromEnvironment() is { } environment ? new SdkCredential(environment, null) : sdk.ResolveDefault();
    }

    private static AwsCredential FromKeys(CredentialArguments arguments)
    {
        string accessKey = arguments.AccessKey ?? throw CredentialErrors.Incomplete("The explicit credential", "-AccessKey", ExplicitRemedy);
        if (arguments.SecretKey is null)
        {
            throw CredentialErrors.Incomplete("The explicit credential", "-SecretKey", ExplicitRemedy);
        }

        string? token = arguments.SessionToken is null ? null : SecureText.Use(arguments.SessionToken, static text => text.ToString());
        return SecureText.Use(arguments.SecretKey, secret => new AwsCredential(accessKey, secret, token));
    }

    private static AwsCredential? FromEnvironment()
    {
        const string Remedy = "Set both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or neither.";
        string? accessKey = Variable("AWS_ACCESS_KEY_ID");
        string? secretKey = Variable("AWS_SECRET_ACCESS_KEY");
        if (accessKey is null && secretKey is null)
        {
            return null;
        }

        return new AwsCredential(
            accessKey ?? throw CredentialErrors.Incomplete("The environment", "AWS_ACCESS_KEY_ID", Remedy),
            secretKey ?? throw CredentialErrors.Incomplete("The environment", "AWS_SECRET_ACCESS_KEY", Remedy),
            Variable("AWS_SESSION_TOKEN"),
            DateTimeOffset.TryParse(
                Variable("AWS_CREDENTIAL_EXPIRATION"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset end)
                ? end
                : null);
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
