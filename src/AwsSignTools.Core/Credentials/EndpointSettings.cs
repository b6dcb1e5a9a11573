using System;
using AwsSignTools.Aws;

namespace AwsSignTools.Credentials;

/// <summary>
/// Where the user's settings say that a service is asked. Its URL (AWS SDKs and Tools Reference Guide, "Service-specific endpoints"), in this
/// order: AWS_ENDPOINT_URL_&lt;SERVICE&gt;, AWS_ENDPOINT_URL, the profile's <c>services</c> section, the profile's <c>endpoint_url</c>. Which of the
/// service's own endpoints ("Dual-stack and FIPS endpoints"): AWS_USE_FIPS_ENDPOINT, AWS_USE_DUALSTACK_ENDPOINT, then the profile's settings.
/// </summary>
/// <param name="context">Reads the environment.</param>
/// <param name="store">The shared files; null if none was read.</param>
/// <param name="profile">The profile; null for none.</param>
internal sealed class EndpointSettings(CredentialContext context, ProfileStore? store, SettingsSection? profile)
{
    /// <summary>STS in a region.</summary>
    public ServiceEndpoint Sts(string region) => Of(AwsApi.Sts, region);

    /// <summary>The portal of IAM Identity Center in a region.</summary>
    public ServiceEndpoint SsoPortal(string region) => Of(AwsApi.SsoPortal, region);

    /// <summary>The OIDC service of IAM Identity Center in a region.</summary>
    public ServiceEndpoint SsoOidc(string region) => Of(AwsApi.SsoOidc, region);

    /// <summary>An API in a region.</summary>
    public ServiceEndpoint Of(AwsApi api, string region)
    {
        string name = ReadRegion(region, out bool isFips);
        return new ServiceEndpoint(
            name,
            Find(api.SettingsName),
            isFips || IsTrue(Setting("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint")),
            IsTrue(Setting("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")));
    }

    /// <summary>The region to ask STS in if the profile has none: the user's, else one of the role's partition.</summary>
    public static string StsRegion(CredentialContext context, string role) =>
        context.Region ?? context.Variable("AWS_REGION") ?? context.Variable("AWS_DEFAULT_REGION") ?? Partition.OfArn(role).DefaultRegion;

    // Settings may name a pseudo region: aws-global stands for the partition's own region, fips-us-east-1 for its FIPS endpoint.
    private static string ReadRegion(string region, out bool isFips)
    {
        const string Fips = "fips";
        const string Global = "-global";
        string name = region.StartsWith(Fips + "-", StringComparison.Ordinal) ? region.Substring(Fips.Length + 1)
            : region.EndsWith("-" + Fips, StringComparison.Ordinal) ? region.Substring(0, region.Length - Fips.Length - 1)
            : region;
        isFips = name.Length < region.Length;
        return name.StartsWith("aws", StringComparison.Ordinal) && name.EndsWith(Global, StringComparison.Ordinal)
            ? Partition.OfArn($"arn:{name.Substring(0, name.Length - Global.Length)}:sts::").DefaultRegion
            : name;
    }

    private string? Find(string service)
    {
        if (IsTrue(Setting("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls")))
        {
            return null;
        }

        SettingsSection? services = profile?["services"] is { } name ? store?.Find(SectionKind.Services, name) : null;
        return context.Variable("AWS_ENDPOINT_URL_" + service.ToUpperInvariant())
            ?? context.Variable("AWS_ENDPOINT_URL")
            ?? services?[service + ".endpoint_url"]
            ?? profile?["endpoint_url"];
    }

    private string? Setting(string variable, string key) => context.Variable(variable) ?? profile?[key];

    private static bool IsTrue(string? value) => string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
}
