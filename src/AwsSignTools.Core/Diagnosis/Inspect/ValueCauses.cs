using System.Collections.Generic;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>
/// Causes of wrong signatures in a value that was changed after signing: what it was is found if the other values of the URL, or the value itself in
/// another spelling, tell it.
/// </summary>
internal static class ValueCauses
{
    public static readonly SignatureCause[] Table =
    [
        new("The URL was signed for another host of the same service.", FindHosts),
        new("A parameter had another value when the URL was signed.", FindValues),
    ];

    // No URL of a service has as many; each is tried with a few values.
    private const int MostParameters = 16;

    private static IEnumerable<Suspect> FindHosts(SignatureEvidence evidence)
    {
        string sent = evidence.Expected.Host;
        foreach (string host in ListHosts(evidence.Url))
        {
            yield return new(
                evidence.Expected with { Host = host },
                SignatureCause.Explain(
                    "SignedForAnotherHost",
                    sent,
                    $"it was computed over the host {Quoted.Value(host)}, another of the same service; the host header of this URL is {Quoted.Value(sent)}.",
                    "Send the URL to the host that it was signed for, or sign it for this one."));
        }
    }

    private static IEnumerable<string> ListHosts(InspectedUrl url)
    {
        string host = url.Host;
        string? region = HostRegion.Find(host);
        if (region is null)
        {
            yield break;
        }

        foreach (string other in ListRegions(url, region))
        {
            yield return host.Replace(region, other);
        }

        yield return host.Replace("-fips.", ".");
        yield return host.Replace("." + region, "-fips." + region);
        Partition partition = Partition.OfRegion(region);
        yield return host.Replace(partition.DnsSuffix, partition.DualStackSuffix);
        yield return host.Replace(partition.DualStackSuffix, partition.DnsSuffix);

        // The host without the label of one of the service's resources.
        int dot = host.IndexOf('.');
        if (HostService.Find(host.Substring(dot + 1)) is not null)
        {
            yield return host.Substring(dot + 1);
        }
    }

    private static IEnumerable<Suspect> FindValues(SignatureEvidence evidence)
    {
        int tried = 0;
        foreach (QueryPart part in evidence.SignedParts)
        {
            if (part.IsSigning || ++tried > MostParameters)
            {
                continue;
            }

            foreach (string value in ListValues(evidence.Url, part.Value))
            {
                yield return new(
                    evidence.WithQuery(evidence.ReplacePart(part.Name, PercentEncoding.Encode(value))),
                    SignatureCause.Explain(
                        "ParameterChanged",
                        part.Name,
                        () => SecretConcealer.IsSecretName(part.Name)
                            ? $"the parameter {Quoted.Value(part.Name)} had another value when the URL was signed."
                            : $"the parameter {Quoted.Value(part.Name)} was {Quoted.Value(value)} when the URL was signed, and is {Quoted.Value(part.Value)} now.",
                        "Change nothing in a signed URL: sign a new one for another value."));
            }
        }
    }

    private static IEnumerable<string> ListValues(InspectedUrl url, string value)
    {
        yield return string.Empty;
        yield return value.Trim();
        yield return value.ToLowerInvariant();
        yield return value.ToUpperInvariant();
        if (Arn.RegionOf(value) is { Length: > 0 } region)
        {
            foreach (string other in ListRegions(url, region))
            {
                yield return value.Replace($":{region}:", $":{other}:");
            }
        }

        // A value of another parameter that got into this one.
        int others = 0;
        foreach (QueryPart part in url.Query)
        {
            if (!part.IsSigning && part.Value != value && ++others <= MostParameters)
            {
                yield return part.Value;
            }
        }
    }

    // That of the scope first, then those that a URL may have been made for.
    private static IEnumerable<string> ListRegions(InspectedUrl url, string given)
    {
        if (url.Region is { Length: > 0 } signed && signed != given)
        {
            yield return signed;
        }

        foreach (string region in KnownRegions.All)
        {
            if (region != given && region != url.Region)
            {
                yield return region;
            }
        }
    }
}
