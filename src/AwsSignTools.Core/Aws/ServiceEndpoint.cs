using System;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.Aws;

/// <summary>An API of AWS: what its requests are signed for, its host, and its name in the user's endpoint settings.</summary>
/// <param name="SigningName">The service's SigV4 name.</param>
/// <param name="HostPrefix">The host without the region and the partition's suffix.</param>
/// <param name="SettingsName">The name in a <c>services</c> section, in lower case; AWS_ENDPOINT_URL_… has it in upper case.</param>
internal sealed record AwsApi(string SigningName, string HostPrefix, string SettingsName)
{
    /// <summary>STS.</summary>
    public static readonly AwsApi Sts = new("sts", "sts", "sts") { IsFipsByDefaultInGovCloud = true };

    /// <summary>The portal of IAM Identity Center.</summary>
    public static readonly AwsApi SsoPortal = new("awsssoportal", "portal.sso", "sso") { IsFipsByDefaultInGovCloud = true };

    /// <summary>The OIDC service of IAM Identity Center.</summary>
    public static readonly AwsApi SsoOidc = new("sso-oauth", "oidc", "sso_oidc") { IsFipsByDefaultInGovCloud = true };

    /// <summary>True if the host in AWS GovCloud (US) without <c>-fips</c> is the FIPS endpoint.</summary>
    public bool IsFipsByDefaultInGovCloud { get; init; }
}

/// <summary>Where a service is asked.</summary>
/// <param name="Region">The region to sign for, and of the service's own endpoint.</param>
/// <param name="Url">The endpoint that the user's settings name, which is used as it is; null for the service's own.</param>
/// <param name="UseFips">Whether the service's FIPS endpoint is asked.</param>
/// <param name="UseDualStack">Whether the endpoint that answers over IPv6 too is asked.</param>
internal sealed record ServiceEndpoint(string Region, string? Url, bool UseFips = false, bool UseDualStack = false)
{
    /// <summary>All that decides which endpoint is asked, as a part of the key that an answer is kept by.</summary>
    public string CacheKey => $"{Region} {UseFips} {UseDualStack} {Url}";

    /// <summary>The URL of an API.</summary>
    /// <exception cref="InvalidInputException"><c>RegionInvalid</c>: the region cannot be a part of a host name.</exception>
    public string UrlOf(AwsApi api)
    {
        if (Url is not null)
        {
            return Url;
        }

        if (!Characters.IsWord(Region.AsSpan(), "-"))
        {
            throw InvalidInputException.For(
                "RegionInvalid", Region, $"{Quoted.Value(Region)} is not the name of a region.", "Give the name of a region, such as us-west-2.");
        }

        Partition partition = Partition.OfRegion(Region);
        bool isFips = UseFips && (UseDualStack || !api.IsFipsByDefaultInGovCloud || partition.Name != "aws-us-gov");
        return $"https://{api.HostPrefix}{(isFips ? "-fips" : string.Empty)}.{Region}.{(UseDualStack ? partition.DualStackSuffix : partition.DnsSuffix)}";
    }
}
