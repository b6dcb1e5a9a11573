using System;
using AwsSignTools.Credentials.Services;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.Credentials;

/// <summary>
/// The sources of a credential outside the session: a profile that was asked for; or, in this order, the environment's keys, its identity
/// token, the profile that AWS_PROFILE names or <c>default</c>, the container and the instance. The first that is there is used, and its
/// failure is an error: nothing falls through to another identity.
/// </summary>
/// <param name="context">What may be used.</param>
public sealed class CredentialChain(CredentialContext context)
{
    // Where there is no such service, nothing answers; a laptop's user should not wait long to hear that there is no credential.
    private static readonly TimeSpan InstanceLimit = TimeSpan.FromSeconds(5);

    /// <summary>Resolves a profile.</summary>
    /// <param name="name">The name; null for the one AWS_PROFILE names, or <c>default</c>.</param>
    /// <param name="location">A credentials file, or the folder of both files; null for the usual place.</param>
    /// <exception cref="CredentialUnavailableException">There is no such profile, or no credential is to be had by it.</exception>
    /// <exception cref="OperationCanceledException">The search was stopped.</exception>
    public ResolvedCredential FromProfile(string? name, string? location)
    {
        ProfileResolver resolver = new(ProfileStore.Read(ProfileLocations.Find(location, context.Environment), context.ReadLimit), context);
        return name is not null ? resolver.Resolve(name) : resolver.Resolve(DefaultProfile(out string? namedBy), namedBy);
    }

    /// <summary>Finds the credential where the user asked for none in particular.</summary>
    /// <exception cref="CredentialUnavailableException">There is none, or the first there is cannot be used.</exception>
    /// <exception cref="Findings.InvalidInputException">A key of the environment cannot be right.</exception>
    /// <exception cref="OperationCanceledException">The search was stopped.</exception>
    public ResolvedCredential FromDefaultChain()
    {
        if (FromEnvironmentKeys() is { } keys)
        {
            return keys;
        }

        if (FromEnvironmentToken() is { } identity)
        {
            return identity;
        }

        ProfileLocations locations = ProfileLocations.Find(null, context.Environment);
        ProfileResolver resolver = new(ProfileStore.Read(locations, context.ReadLimit), context);
        string profile = DefaultProfile(out string? namedBy);
        if (namedBy is not null || resolver.HasCredential(profile))
        {
            return resolver.Resolve(profile, namedBy);
        }

        return FromContainer("The container") ?? FromInstanceOrNone(locations.CredentialsFile);
    }

    /// <summary>The region of the profile that AWS_PROFILE names, or of <c>default</c>; null where it has none.</summary>
    /// <exception cref="CredentialUnavailableException">A file cannot be read.</exception>
    public string? DefaultRegion() =>
        ProfileStore.Read(ProfileLocations.Find(null, context.Environment), context.ReadLimit).RegionOf(DefaultProfile(out _));

    /// <summary>The environment's keys; null where there is none.</summary>
    internal ResolvedCredential? FromEnvironmentKeys()
    {
        const string Remedy = "Set both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or neither.";
        const string Source = "The environment";
        string? accessKey = context.Variable("AWS_ACCESS_KEY_ID");
        string? secretKey = context.Variable("AWS_SECRET_ACCESS_KEY");
        if (accessKey is null && secretKey is null)
        {
            return null;
        }

        AwsCredential credential = new(
            accessKey ?? throw CredentialErrors.Incomplete(Source, "AWS_ACCESS_KEY_ID", Remedy),
            secretKey ?? throw CredentialErrors.Incomplete(Source, "AWS_SECRET_ACCESS_KEY", Remedy),
            context.Variable("AWS_SESSION_TOKEN"),
            Iso8601.TryParse(context.Variable("AWS_CREDENTIAL_EXPIRATION"), out DateTimeOffset end) ? end : null);
        return new ResolvedCredential(credential, Source) { RenewAt = ResolvedCredential.RenewalOf(credential, context.Now()) };
    }

    /// <summary>The container's credential; null where the environment names no endpoint.</summary>
    internal ResolvedCredential? FromContainer(string sourceName)
    {
        string? endpoint = context.Variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") ?? context.Variable("AWS_CONTAINER_CREDENTIALS_FULL_URI");
        return endpoint is null ? null : Resolved(
            sourceName,
            new ServiceCall(context, sourceName).Ask(
                "the container's endpoint",
                "Check AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or _FULL_URI, AWS_CONTAINER_AUTHORIZATION_TOKEN or _TOKEN_FILE, and that the task or pod has a role.",
                null,
                context.Services.GetContainerCredentialAsync));
    }

    /// <summary>The instance's credential.</summary>
    internal ResolvedCredential FromInstance(string sourceName, TimeSpan? limit = null) => Resolved(
        sourceName,
        new ServiceCall(context, sourceName).Ask(
            "the instance metadata service",
            "Check that the instance has a role, and that its metadata service answers here (a hop limit of 2 in containers).",
            null,
            asked => context.Services.GetInstanceCredentialAsync(InstanceSettings(), asked),
            limit));

    private ResolvedCredential FromInstanceOrNone(string profileFile)
    {
        if (IsInstanceDisabled)
        {
            throw CredentialErrors.NotFound(profileFile, "the instance metadata service is not asked (AWS_EC2_METADATA_DISABLED)");
        }

        try
        {
            return FromInstance("The instance", context.TimeLimit < InstanceLimit ? context.TimeLimit : InstanceLimit);
        }
        catch (CredentialUnavailableException e) when (e.Finding.Id is "CredentialServiceUnreachable" or "CredentialServiceTimedOut")
        {
            // No instance, most likely: the remedy is to have a credential at all.
            throw CredentialErrors.NotFound(profileFile, "no instance metadata service answers");
        }
    }

    private ResolvedCredential? FromEnvironmentToken()
    {
        string? tokenFile = context.Variable("AWS_WEB_IDENTITY_TOKEN_FILE");
        string? role = context.Variable("AWS_ROLE_ARN");
        if (tokenFile is null)
        {
            return null;
        }

        const string Source = "The environment";
        return Resolved(Source, new WebIdentity(context).Resolve(
            new ServiceCall(context, Source),
            DefaultEndpoints().Sts(EndpointSettings.StsRegion(context, role ?? string.Empty)),
            role ?? throw CredentialErrors.Incomplete(Source, "AWS_ROLE_ARN beside AWS_WEB_IDENTITY_TOKEN_FILE", "Set both, or neither."),
            context.Variable("AWS_ROLE_SESSION_NAME"),
            tokenFile,
            null));
    }

    // The profile has no credential here, but may say which endpoint is asked.
    private EndpointSettings DefaultEndpoints()
    {
        ProfileStore? files = ReadFilesIfPossible();
        return new EndpointSettings(context, files, files?.Find(SectionKind.Profile, DefaultProfile(out _)));
    }

    private ProfileStore? ReadFilesIfPossible()
    {
        try
        {
            return ProfileStore.Read(ProfileLocations.Find(null, context.Environment), context.ReadLimit);
        }
        catch (CredentialUnavailableException)
        {
            // A source that needs these files reports that; here they may only say where a service is.
            return null;
        }
    }

    private InstanceRequest InstanceSettings()
    {
        string profile = DefaultProfile(out _);
        ProfileStore? files = ReadFilesIfPossible();
        const string Endpoint = "AWS_EC2_METADATA_SERVICE_ENDPOINT";
        return new InstanceRequest(
            context.Variable(Endpoint) ?? files?.InstanceEndpointOf(profile),
            context.Variable(Endpoint + "_MODE") ?? files?.InstanceEndpointModeOf(profile),
            IsInstanceDisabled);
    }

    private bool IsInstanceDisabled => string.Equals(context.Variable("AWS_EC2_METADATA_DISABLED"), "true", StringComparison.OrdinalIgnoreCase);

    private string DefaultProfile(out string? namedBy)
    {
        string? name = context.Variable("AWS_PROFILE");
        namedBy = name is null ? null : "AWS_PROFILE";
        return name ?? "default";
    }

    private ResolvedCredential Resolved(string source, IssuedCredential got) => new(got.Credential, source)
    {
        RenewAt = ResolvedCredential.RenewalOf(got.Credential, context.Now()),
        ClockOffset = got.ClockOffset,
    };
}
