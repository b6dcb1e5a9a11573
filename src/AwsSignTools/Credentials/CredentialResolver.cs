using System;
using AwsSignTools.Parameters;
using AwsSignTools.SigV4;

namespace AwsSignTools.Credentials;

/// <summary>
/// Where a credential comes from, in the order of AWS.Tools: explicit keys, a profile that was asked for, -Credential,
/// <c>$StoredAWSCredentials</c>, then what <see cref="CredentialChain"/> finds outside the session. The first that is there is used, and
/// its failure is an error: nothing falls through to another identity.
/// </summary>
internal sealed class CredentialResolver(CredentialContext context, Func<string, object?> sessionVariable)
{
    private const string ExplicitRemedy = "Give both -AccessKey and -SecretKey, and -SessionToken with a temporary key.";

    private readonly CredentialObject _objects = new(context);

    /// <summary>Finds the credential, and the region of its profile where it has one.</summary>
    /// <exception cref="CredentialUnavailableException">There is none, or the first there is cannot be used.</exception>
    /// <exception cref="Findings.InvalidInputException">Its access key, secret or token cannot be right.</exception>
    /// <exception cref="OperationCanceledException">The search was stopped.</exception>
    public ResolvedCredential Resolve(CredentialArguments arguments)
    {
        if (arguments.AccessKey is not null || arguments.SecretKey is not null || arguments.SessionToken is not null)
        {
            return new ResolvedCredential(FromKeys(arguments), "-AccessKey");
        }

        CredentialChain chain = new(context);
        if (arguments.ProfileName is not null || arguments.ProfileLocation is not null)
        {
            return chain.FromProfile(arguments.ProfileName, arguments.ProfileLocation);
        }

        return arguments.Credential is not null ? FromObject(arguments.Credential, "-Credential")
            : sessionVariable("StoredAWSCredentials") is { } stored ? FromObject(stored, "$StoredAWSCredentials")
            : chain.FromDefaultChain();
    }

    private ResolvedCredential FromObject(object value, string source)
    {
        AwsCredential credential = _objects.Read(value, source);
        return new ResolvedCredential(credential, source) { RenewAt = ResolvedCredential.RenewalOf(credential, context.Now()) };
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
}
