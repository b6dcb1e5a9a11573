using System;
using AwsSignTools.Credentials.Services;

namespace AwsSignTools.Credentials;

/// <summary>
/// The endpoint that the user's settings name for a service (AWS SDKs and Tools Reference Guide, "Service-specific endpoints"), in
/// this order: AWS_ENDPOINT_URL_&lt;SERVICE&gt;, AWS_ENDPOINT_URL, the profile's <c>services</c> section, the profile's <c>endpoint_url</c>.
/// </summary>
/// <param name="context">Reads the environment.</param>
/// <param name="store">The shared files; null where none was read.</param>
/// <param name="profile">The profile; null for none.</param>
internal sealed class EndpointSettings(CredentialContext context, ProfileStore? store, SettingsSection? profile)
{
    /// <summary>STS in a region.</summary>
    public ServiceEndpoint Sts(string region) => new(region, Find("STS", "sts"));

    /// <summary>The portal of IAM Identity Center in a region.</summary>
    public ServiceEndpoint SsoPortal(string region) => new(region, Find("SSO", "sso"));

    /// <summary>The OIDC service of IAM Identity Center in a region.</summary>
    public ServiceEndpoint SsoOidc(string region) => new(region, Find("SSO_OIDC", "sso_oidc"));

    private string? Find(string variable, string key)
    {
        if (IsTrue(context.Variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") ?? profile?["ignore_configured_endpoint_urls"]))
        {
            return null;
        }

        SettingsSection? services = profile?["services"] is { } name ? store?.Find(SectionKind.Services, name) : null;
        return context.Variable("AWS_ENDPOINT_URL_" + variable)
            ?? context.Variable("AWS_ENDPOINT_URL")
            ?? services?[key + ".endpoint_url"]
            ?? profile?["endpoint_url"];
    }

    private static bool IsTrue(string? value) => string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
}
