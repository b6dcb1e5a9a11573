using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using AwsSignTools.Aws;
using AwsSignTools.Credentials.Services;
using AwsSignTools.Findings;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.Credentials;

/// <summary>
/// Turns a profile into a credential (AWS SDKs and Tools Reference Guide, "Assume role credential provider" and its neighbours). What
/// needs no network is read here; for the rest AWS is asked through <see cref="ICredentialServices"/>, and for what only the AWS SDK for .NET reads
/// AWS.Tools.Common.
/// </summary>
/// <param name="store">The shared files.</param>
/// <param name="context">What may be used.</param>
internal sealed class ProfileResolver(ProfileStore store, CredentialContext context)
{
    // Each is a call of STS, and a session of a role that a role assumed ends after an hour; people have three or four.
    private const int MaxChainLength = 32;

    private static readonly string[] CredentialSettings =
    [
        "role_arn", "aws_access_key_id", "aws_secret_access_key", "credential_process", "sso_session", "sso_start_url", "sso_account_id",
        "sso_role_name", "web_identity_token_file", "login_session",
    ];

    /// <summary>True if the profile has any setting of a credential; a region alone is none.</summary>
    public bool HasCredential(string name) =>
        Find(name) is { } profile && (profile.EncryptedIn is not null || CredentialSettings.Any(s => profile[s] is not null));

    /// <summary>Resolves a profile.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="namedBy">What names it, where the user did not; for messages.</param>
    /// <exception cref="CredentialUnavailableException">There is none, or no credential is to be had by it.</exception>
    public ResolvedCredential Resolve(string name, string? namedBy = null)
    {
        SettingsSection profile = Find(name) ?? throw ProfileErrors.NotFound(name, store, namedBy);
        IssuedCredential got = Resolve(profile, []);
        return new ResolvedCredential(got.Credential, SourceNameOf(profile), profile["region"])
        {
            RenewAt = ResolvedCredential.RenewalOf(got.Credential, context.Now()),
            ClockOffset = got.ClockOffset,
        };
    }

    // On Windows the encrypted store comes first, as in AWS.Tools; a place that the user named is looked at alone.
    private SettingsSection? Find(string name) =>
        (store.Locations.EncryptedStore is { } file ? EncryptedStore.Find(file, name, context.ReadLimit) : null) ?? store.Find(SectionKind.Profile, name);

    private static string SourceNameOf(SettingsSection profile) => "The profile " + Quoted.Value(profile.Name);

    private IssuedCredential Resolve(SettingsSection profile, List<string> chain)
    {
        if (chain.Contains(profile.Name))
        {
            throw ProfileErrors.Cyclic(chain[0], [.. chain, profile.Name]);
        }

        if (chain.Count == MaxChainLength)
        {
            throw ProfileErrors.ChainTooLong(chain[0], MaxChainLength);
        }

        chain.Add(profile.Name);
        if (profile.EncryptedIn is { } encrypted)
        {
            return FromAwsTools(
                profile,
                $"is in the encrypted store {Quoted.Value(encrypted)}",
                "give -ProfileLocation, to use the credentials file alone");
        }

        if (profile["endpoint_name"] is not null)
        {
            return FromAwsTools(
                profile,
                "signs in by SAML (endpoint_name)",
                $"give what Get-AWSCredential -ProfileName {ProfileErrors.Argument(profile.Name)} returns elsewhere as -Credential");
        }

        if (profile["role_arn"] is { } role)
        {
            return profile["web_identity_token_file"] is { } tokenFile ? FromWebIdentity(profile, role, tokenFile) : FromRole(profile, role, chain);
        }

        if (profile["sso_session"] is not null || profile["sso_start_url"] is not null || profile["sso_account_id"] is not null || profile["sso_role_name"] is not null)
        {
            return FromSso(profile);
        }

        if (profile["aws_access_key_id"] is not null || profile["aws_secret_access_key"] is not null)
        {
            return new IssuedCredential(FromKeys(profile));
        }

        if (profile["credential_process"] is { } commandLine)
        {
            return new IssuedCredential(CredentialProcess.Run(commandLine, SourceNameOf(profile), context));
        }

        if (profile["login_session"] is not null)
        {
            throw ProfileErrors.Unsupported(
                profile.Name,
                "signs in by `aws login` (login_session)",
                $"Give what `aws configure export-credentials --profile {ProfileErrors.Argument(profile.Name)}` prints as -Credential.");
        }

        throw profile["web_identity_token_file"] is not null
            ? ProfileErrors.Incomplete(profile.Name, "has web_identity_token_file but no role_arn", "Add the ARN of the role as role_arn.")
            : ProfileErrors.Incomplete(
                profile.Name,
                "has no setting that gives a credential",
                "Add aws_access_key_id and aws_secret_access_key, role_arn, sso_session or credential_process; `aws configure` does it.");
    }

    private IssuedCredential FromAwsTools(SettingsSection profile, string what, string otherRemedy)
    {
        string? location = store.Locations.Required == RequiredFiles.None ? null : store.Locations.CredentialsFile;
        return CredentialCache.GetOrAdd(
            [
                "aws-tools", profile.Name, location,
                .. ((string?[])[profile.EncryptedIn, store.Locations.CredentialsFile, store.Locations.ConfigFile])
                    .SelectMany(static file => file is null ? [null] : (string?[])[file, SsoLogin.StateOf(file)]),
            ],
            context.Now(),
            () => context.AskAwsTools?.Invoke(profile.Name, location) is { } credential
                ? new IssuedCredential(credential)
                : throw ProfileErrors.Unsupported(
                    profile.Name,
                    what,
                    $"Install AWS.Tools.Common (Install-PSResource AWS.Tools.Common): its Get-AWSCredential is then asked for the profile. Or {otherRemedy}."),
            context.Cancellation);
    }

    private static AwsCredential FromKeys(SettingsSection profile)
    {
        const string Remedy = "Give both aws_access_key_id and aws_secret_access_key, and aws_session_token with a temporary key.";
        string accessKey = profile["aws_access_key_id"] ?? throw ProfileErrors.Incomplete(profile.Name, "has no aws_access_key_id", Remedy);
        string secret = profile["aws_secret_access_key"] ?? throw ProfileErrors.Incomplete(profile.Name, "has no aws_secret_access_key", Remedy);
        try
        {
            return new AwsCredential(accessKey, secret, profile["aws_session_token"]);
        }
        catch (InvalidInputException e)
        {
            throw ProfileErrors.Incomplete(profile.Name, "has a key that cannot be right. " + e.Finding.Message.TrimEnd('.'), Remedy);
        }
    }

    private IssuedCredential FromRole(SettingsSection profile, string role, List<string> chain)
    {
        // Settings are looked at before anybody is asked for anything.
        TimeSpan? duration = DurationOf(profile);
        AwsCredential source = SourceOf(profile, chain);
        string? serial = profile["mfa_serial"];
        ServiceEndpoint endpoint = new EndpointSettings(context, store, profile).Sts(StsRegion(profile, role));
        ServiceCall call = new(context, SourceNameOf(profile));
        return CredentialCache.GetOrAdd(
            [
                "role", endpoint.CacheKey, role, profile["role_session_name"], profile["external_id"], serial, profile["duration_seconds"],
                source.AccessKeyId, Hex.ToString(source.Fingerprint), source.SessionToken,
            ],
            context.Now(),
            () =>
            {
                string? code = serial is null ? null : AskForCode(serial, call.SourceName);
                AssumeRoleRequest request = new()
                {
                    Endpoint = endpoint,
                    Source = source,
                    RoleArn = role,
                    SessionName = profile["role_session_name"] ?? WebIdentity.DefaultSessionName(context),
                    ExternalId = profile["external_id"],
                    MfaSerial = serial,
                    MfaCode = code,
                    Duration = duration,
                };
                return call.Ask(
                    "STS (AssumeRole of " + role + ")",
                    "Check that the role is there, that its trust policy lets the source assume it (sts:AssumeRole, ExternalId, MFA), and that the source's keys are valid.",
                    null,
                    limit => context.Services.AssumeRoleAsync(request, limit));
            },
            context.Cancellation);
    }

    private AwsCredential SourceOf(SettingsSection profile, List<string> chain)
    {
        string? sourceName = profile["source_profile"];
        string? credentialSource = profile["credential_source"];
        if ((sourceName is null) == (credentialSource is null))
        {
            throw ProfileErrors.Incomplete(
                profile.Name,
                sourceName is null ? "has role_arn but neither source_profile nor credential_source" : "has both source_profile and credential_source",
                "Give one of them: source_profile names another profile, credential_source is Environment, Ec2InstanceMetadata or EcsContainer.");
        }

        if (sourceName is not null)
        {
            // A profile may be its own source, where it has keys too.
            return sourceName == profile.Name && profile["aws_access_key_id"] is not null
                ? FromKeys(profile)
                : Resolve(Find(sourceName) ?? throw ProfileErrors.NotFound(sourceName, store, "source_profile of " + Quoted.Value(profile.Name)), chain).Credential;
        }

        CredentialChain outside = new(context);
        return credentialSource!.ToUpperInvariant() switch
        {
            "ENVIRONMENT" => outside.FromEnvironmentKeys()?.Credential ?? throw ProfileErrors.Incomplete(
                profile.Name,
                "has credential_source = Environment, and there is no AWS_ACCESS_KEY_ID in the environment",
                "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name another source."),
            "EC2INSTANCEMETADATA" => outside.FromInstance(SourceNameOf(profile)).Credential,
            "ECSCONTAINER" => outside.FromContainer(SourceNameOf(profile))?.Credential ?? throw ProfileErrors.Incomplete(
                profile.Name,
                "has credential_source = EcsContainer, and neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set",
                "Run this in the container, or name another source."),
            _ => throw ProfileErrors.Incomplete(
                profile.Name,
                "has the credential_source " + Quoted.Value(credentialSource) + ", which there is not",
                "Use Environment, Ec2InstanceMetadata or EcsContainer."),
        };
    }

    private IssuedCredential FromWebIdentity(SettingsSection profile, string role, string tokenFile) => new WebIdentity(context).Resolve(
        new ServiceCall(context, SourceNameOf(profile)),
        new EndpointSettings(context, store, profile).Sts(StsRegion(profile, role)),
        role,
        profile["role_session_name"],
        tokenFile,
        DurationOf(profile));

    private IssuedCredential FromSso(SettingsSection profile)
    {
        string? sessionName = profile["sso_session"];
        SettingsSection login = sessionName is null
            ? profile
            : store.Find(SectionKind.SsoSession, sessionName) ?? throw ProfileErrors.Incomplete(
                profile.Name,
                $"names the sso_session {Quoted.Value(sessionName)}, which is in neither file",
                "Add a section [sso-session " + sessionName + "] with sso_start_url and sso_region to the config file; `aws configure sso` does it.");
        string Setting(SettingsSection section, string key) => section[key] ?? profile[key] ?? throw ProfileErrors.Incomplete(
            profile.Name, $"signs in with IAM Identity Center (SSO) and has no {key}", "Add it; `aws configure sso` does it.");
        string region = Setting(login, "sso_region");
        EndpointSettings endpoints = new(context, store, profile);
        SsoRoleRequest request = new()
        {
            Portal = endpoints.SsoPortal(region),
            Oidc = endpoints.SsoOidc(region),
            StartUrl = Setting(login, "sso_start_url"),
            SessionName = sessionName,
            AccountId = Setting(profile, "sso_account_id"),
            RoleName = Setting(profile, "sso_role_name"),
        };

        // Who signs in again may be somebody else.
        string loginFile = SsoLogin.FileOf(context.Variable, request);
        return CredentialCache.GetOrAdd(
            ["sso", request.Portal.CacheKey, request.Oidc.CacheKey, request.StartUrl, sessionName, request.AccountId, request.RoleName, loginFile, SsoLogin.StateOf(loginFile)],
            context.Now(),
            () => new ServiceCall(context, SourceNameOf(profile)).Ask(
                $"IAM Identity Center (role {request.RoleName} in account {request.AccountId})",
                $"Check sso_account_id and sso_role_name: `aws sso login --profile {ProfileErrors.Argument(profile.Name)}` and the portal {request.StartUrl} show what you may use.",
                $"Sign in with `aws sso login --profile {ProfileErrors.Argument(profile.Name)}`, and run this again.",
                limit => context.Services.GetSsoRoleCredentialAsync(request, limit)),
            context.Cancellation);
    }

    private string AskForCode(string serial, string sourceName)
    {
        string code = context.AskMfaCode?.Invoke(serial)?.Trim() ?? throw CredentialErrors.MfaCodeMissing(sourceName, serial);
        return code.Length == 6 && Characters.IsDigits(code.AsSpan()) ? code : throw CredentialErrors.MfaCodeInvalid(sourceName, serial);
    }

    private static TimeSpan? DurationOf(SettingsSection profile)
    {
        const int Shortest = 900;
        const int Longest = 43200;
        return profile["duration_seconds"] is not { } text ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds is >= Shortest and <= Longest ? TimeSpan.FromSeconds(seconds)
            : throw ProfileErrors.Incomplete(
                profile.Name, $"has the duration_seconds {Quoted.Value(text)}; a role's session lasts {Shortest} to {Longest} seconds", "Give a number in that range, or none for an hour.");
    }

    private string StsRegion(SettingsSection profile, string role) => profile["region"] ?? EndpointSettings.StsRegion(context, role);
}
