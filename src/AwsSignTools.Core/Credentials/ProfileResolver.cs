using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using AwsSignTools.Credentials.Services;
using AwsSignTools.Findings;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.Credentials;

/// <summary>
/// Turns a profile into a credential (AWS SDKs and Tools Reference Guide, "Assume role credential provider" and its neighbours). What
/// needs no network is read here; for the rest AWS is asked through <see cref="ISdkCredentialSource"/>.
/// </summary>
/// <param name="store">The shared files.</param>
/// <param name="context">What may be used.</param>
internal sealed class ProfileResolver(ProfileStore store, CredentialContext context)
{
    private static readonly string[] CredentialSettings =
    [
        "role_arn", "aws_access_key_id", "aws_secret_access_key", "credential_process", "sso_session", "sso_start_url", "sso_account_id",
        "sso_role_name", "web_identity_token_file", "login_session",
    ];

    /// <summary>True where the profile has any setting of a credential; a region alone is none.</summary>
    public bool HasCredential(string name) =>
        Find(name) is { } profile && CredentialSettings.Any(s => profile[s] is not null);

    /// <summary>Resolves a profile.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="namedBy">What names it, where the user did not; for messages.</param>
    /// <exception cref="CredentialUnavailableException">There is none, or no credential is to be had by it.</exception>
    public ResolvedCredential Resolve(string name, string? namedBy = null)
    {
        SettingsSection profile = Find(name) ?? throw ProfileErrors.NotFound(name, store, namedBy);
        SdkCredential got = Resolve(profile, []);
        return new ResolvedCredential(got.Credential, AskerOf(profile), profile["region"])
        {
            RenewAt = ResolvedCredential.RenewalOf(got.Credential, context.Now()),
            ClockOffset = got.ClockOffset,
        };
    }

    // On Windows the encrypted store comes first, as in AWS.Tools; a place that the user named is looked at alone.
    private SettingsSection? Find(string name)
    {
        if (store.Locations.EncryptedStore is { } file && File.Exists(file) && ReadEncryptedStore(name) is { } settings)
        {
            SettingsSection section = new(name);
            foreach (KeyValuePair<string, string> setting in settings)
            {
                section[setting.Key] = setting.Value;
            }

            return section;
        }

        return store.Find(SectionKind.Profile, name);
    }

    private IReadOnlyDictionary<string, string>? ReadEncryptedStore(string name)
    {
        try
        {
            return context.Sdk.ReadEncryptedStore(name);
        }
        catch (SdkFailureException e)
        {
            const string Remedy = "Give -ProfileLocation, to use the credentials file alone.";
            throw CredentialErrors.From(e, AskerOf(name), "the encrypted store of AWS.Tools", Remedy);
        }
    }

    private static string AskerOf(SettingsSection profile) => AskerOf(profile.Name);

    private static string AskerOf(string name) => "The profile " + Quoted.Value(name);

    private SdkCredential Resolve(SettingsSection profile, List<string> chain)
    {
        if (chain.Contains(profile.Name))
        {
            throw ProfileErrors.Cyclic(chain[0], [.. chain, profile.Name]);
        }

        chain.Add(profile.Name);
        if (profile["endpoint_name"] is not null)
        {
            throw ProfileErrors.Unsupported(
                profile.Name,
                "signs in by SAML (endpoint_name)",
                $"Give what Get-AWSCredential -ProfileName {ProfileErrors.Argument(profile.Name)} of AWS.Tools returns as -Credential.");
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
            return new SdkCredential(FromKeys(profile));
        }

        if (profile["credential_process"] is { } commandLine)
        {
            return new SdkCredential(CredentialProcess.Run(commandLine, AskerOf(profile), context));
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

    private SdkCredential FromRole(SettingsSection profile, string role, List<string> chain)
    {
        // Settings are looked at before anybody is asked for anything.
        TimeSpan? duration = DurationOf(profile);
        AwsCredential source = SourceOf(profile, chain);
        string? serial = profile["mfa_serial"];
        ServiceEndpoint endpoint = new EndpointSettings(context, store, profile).Sts(StsRegion(profile, role));
        ServiceCall call = new(context, AskerOf(profile));
        return CredentialCache.GetOrAdd(
            [
                "role", endpoint.Region, endpoint.Url, role, profile["role_session_name"], profile["external_id"], serial, profile["duration_seconds"],
                source.AccessKeyId, Hex.ToString(source.Fingerprint), source.SessionToken,
            ],
            context.Now(),
            () =>
            {
                string? code = serial is null ? null : AskForCode(serial, call.Asker);
                AssumeRoleRequest request = new()
                {
                    Endpoint = endpoint,
                    Source = source,
                    RoleArn = role,
                    SessionName = profile["role_session_name"] ?? StsDefaults.SessionName(context),
                    ExternalId = profile["external_id"],
                    MfaSerial = serial,
                    MfaCode = code,
                    Duration = duration,
                };
                return call.Ask(
                    "STS (AssumeRole of " + role + ")",
                    "Check that the role is there, that its trust policy lets the source assume it (sts:AssumeRole, ExternalId, MFA), and that the source's keys are valid.",
                    null,
                    cancellation => context.Sdk.AssumeRole(request, cancellation));
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
            "EC2INSTANCEMETADATA" => outside.FromInstance(AskerOf(profile)).Credential,
            "ECSCONTAINER" => outside.FromContainer(AskerOf(profile))?.Credential ?? throw ProfileErrors.Incomplete(
                profile.Name,
                "has credential_source = EcsContainer, and neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set",
                "Run this in the container, or name another source."),
            _ => throw ProfileErrors.Incomplete(
                profile.Name,
                "has the credential_source " + Quoted.Value(credentialSource) + ", which there is not",
                "Use Environment, Ec2InstanceMetadata or EcsContainer."),
        };
    }

    private SdkCredential FromWebIdentity(SettingsSection profile, string role, string tokenFile) => new WebIdentity(context).Resolve(
        new ServiceCall(context, AskerOf(profile)),
        new EndpointSettings(context, store, profile).Sts(StsRegion(profile, role)),
        role,
        profile["role_session_name"],
        tokenFile,
        DurationOf(profile));

    private SdkCredential FromSso(SettingsSection profile)
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
        return CredentialCache.GetOrAdd(
            ["sso", region, request.Portal.Url, request.Oidc.Url, request.StartUrl, sessionName, request.AccountId, request.RoleName, .. SsoLoginFiles.State()],
            context.Now(),
            () => new ServiceCall(context, AskerOf(profile)).Ask(
                $"IAM Identity Center (role {request.RoleName} in account {request.AccountId})",
                $"Check sso_account_id and sso_role_name: `aws sso login --profile {ProfileErrors.Argument(profile.Name)}` and the portal {request.StartUrl} show what you may use.",
                $"Sign in with `aws sso login --profile {ProfileErrors.Argument(profile.Name)}`, and run this again.",
                cancellation => context.Sdk.GetSsoRoleCredential(request, cancellation)),
            context.Cancellation);
    }

    private string AskForCode(string serial, string asker)
    {
        string code = context.AskMfaCode?.Invoke(serial)?.Trim() ?? throw CredentialErrors.MfaCodeMissing(asker, serial);
        return code.Length == 6 && Characters.IsDigits(code.AsSpan()) ? code : throw CredentialErrors.MfaCodeInvalid(asker, serial);
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

    private string StsRegion(SettingsSection profile, string role) => profile["region"] ?? StsDefaults.Region(context, role);
}
