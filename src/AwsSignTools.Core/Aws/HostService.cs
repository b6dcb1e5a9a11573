using System;
using System.Linq;

namespace AwsSignTools.Aws;

/// <summary>
/// Finds the service of an AWS host, by the name that requests to it are signed with, such as <c>transcribe</c> for
/// <c>transcribestreaming.us-west-2.amazonaws.com</c>.
/// </summary>
public static class HostService
{
    private static readonly AwsService[] WithSuffix = [.. AwsServices.All.Where(static s => s.HostSuffix is not null)];

    /// <summary>Finds the service.</summary>
    /// <param name="host">The host in lower case, without a port.</param>
    /// <param name="path">
    /// The path of the URL, for a host of several services: a device endpoint of AWS IoT is <c>iotdevicegateway</c> for the path <c>/mqtt</c>,
    /// and <c>iotdata</c> for any other. Null if the path is not known; the service is then the former.
    /// </param>
    /// <returns>The service's signing name; null if the host is not one of AWS, or its service is not known for sure.</returns>
    /// <remarks>
    /// A few hosts accept tokens that are signed for another service too: those of MSK are for <c>kafka-cluster</c> with a host of
    /// <c>kafka</c>. See <see cref="IsRight"/>.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="host"/> is null.</exception>
    public static string? Find(string host, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(host);
        foreach (AwsService service in WithSuffix)
        {
            if (host.EndsWith(service.HostSuffix!, StringComparison.Ordinal))
            {
                return service.SigningName;
            }
        }

        return HostRegion.SuffixOf(host) is { } suffix && FindLabel(host.Substring(0, host.Length - suffix.Length)) is { } found
            ? OfPath(AwsServices.Get(found), path)
            : null;
    }

    /// <summary>
    /// True if requests to a host may be signed for a service: the host is one of that service, its service is not known, or it accepts
    /// requests for that service too.
    /// </summary>
    /// <param name="service">The service's signing name.</param>
    /// <param name="host">The host in lower case, without a port.</param>
    /// <param name="path">The path of the URL; null if it is not known.</param>
    /// <exception cref="ArgumentNullException"><paramref name="host"/> is null.</exception>
    public static bool IsRight(string service, string host, string? path = null) =>
        Find(host, path) is not { } found || found == service || AwsServices.Get(found).HostsAlsoServe.Contains(service);

    // The service of the labels before the DNS suffix.
    private static string? FindLabel(string host)
    {
        string[] labels = Array.FindAll(host.Split('.'), static l => l is not ("dualstack" or "fips" or "vpce" or "global"));
        int region = Array.FindLastIndex(labels, HostRegion.IsRegion);

        // The service stands before the region, or, in hosts that belong to one of its resources, after it; or there is no region.
        if (region >= 0 && region < labels.Length - 1)
        {
            return HostLabels.FindAfterRegion(labels[labels.Length - 1]);
        }

        int last = region < 0 ? labels.Length - 1 : region - 1;
        if (last < 0)
        {
            return null;
        }

        string name = WithoutFips(labels[last]);
        return last > 0 && HostLabels.TryFindPair(labels[last - 1], name, out string? service) ? service : HostLabels.FindBeforeRegion(name);
    }

    // Hosts of several services: the path decides.
    private static string OfPath(AwsService service, string? path) =>
        path is null || path == service.OwnPath || service.OtherPathsService is not { } other ? service.SigningName : other;

    private static string WithoutFips(string label) =>
        label.EndsWith("-fips", StringComparison.Ordinal) ? label.Substring(0, label.Length - 5)
        : label.StartsWith("fips-", StringComparison.Ordinal) ? label.Substring(5)
        : label;
}
