using System;

namespace AwsSignTools.Aws;

/// <summary>
/// A group of regions with a name and DNS suffixes of its own (endpoints reference, "partitions.json" of the AWS SDKs). The table is the only
/// place with these facts.
/// </summary>
internal sealed class Partition
{
    // The longest prefix first: a region of aws has no prefix that only aws has.
    private static readonly Partition[] Table =
    [
        new("aws-cn", "cn-", "cn-north-1", "amazonaws.com.cn", "api.amazonwebservices.com.cn"),
        new("aws-us-gov", "us-gov-", "us-gov-west-1", "amazonaws.com", "api.aws"),
        new("aws-eusc", "eusc-", "eusc-de-east-1", "amazonaws.eu", "api.amazonwebservices.eu"),
        new("aws-iso", "us-iso-", "us-iso-east-1", "c2s.ic.gov", "api.aws.ic.gov"),
        new("aws-iso-b", "us-isob-", "us-isob-east-1", "sc2s.sgov.gov", "api.aws.scloud"),
        new("aws-iso-e", "eu-isoe-", "eu-isoe-west-1", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
        new("aws-iso-f", "us-isof-", "us-isof-south-1", "csp.hci.ic.gov", "api.aws.hci.ic.gov"),
        new("aws", string.Empty, "us-east-1", "amazonaws.com", "api.aws"),
    ];

    private readonly string _regionPrefix;

    private Partition(string name, string regionPrefix, string defaultRegion, string dnsSuffix, string dualStackSuffix)
    {
        Name = name;
        _regionPrefix = regionPrefix;
        DefaultRegion = defaultRegion;
        DnsSuffix = dnsSuffix;
        DualStackSuffix = dualStackSuffix;
    }

    /// <summary>The partition of commercial regions, and of any region and ARN that no other partition has.</summary>
    public static Partition Commercial => Table[Table.Length - 1];

    /// <summary>The name that ARNs have, such as <c>aws-cn</c>.</summary>
    public string Name { get; }

    /// <summary>The region to ask a service in if only the partition is known.</summary>
    public string DefaultRegion { get; }

    /// <summary>The suffix of the services' hosts, without its dot.</summary>
    public string DnsSuffix { get; }

    /// <summary>The suffix of the hosts that answer over IPv6 too, without its dot.</summary>
    public string DualStackSuffix { get; }

    /// <summary>The partition of a region.</summary>
    public static Partition OfRegion(string region)
    {
        foreach (Partition partition in Table)
        {
            if (region.StartsWith(partition._regionPrefix, StringComparison.Ordinal))
            {
                return partition;
            }
        }

        return Commercial;
    }

    /// <summary>The partition that an ARN names. Reads IAM's ARNs too, which have no region and so are no <see cref="Arn"/>.</summary>
    public static Partition OfArn(string arn)
    {
        const string Start = "arn:";
        int end = arn.StartsWith(Start, StringComparison.Ordinal) ? arn.IndexOf(':', Start.Length) : -1;
        string name = end < 0 ? string.Empty : arn.Substring(Start.Length, end - Start.Length);
        return Array.Find(Table, p => p.Name == name) ?? Commercial;
    }

    /// <summary>The partition of a name, such as <c>aws-cn</c>; null for one that is not known.</summary>
    public static Partition? Find(ReadOnlySpan<char> name)
    {
        foreach (Partition partition in Table)
        {
            if (name.SequenceEqual(partition.Name.AsSpan()))
            {
                return partition;
            }
        }

        return null;
    }

    /// <summary>True if a host, in lower case, ends in a suffix of this partition.</summary>
    public bool HasHost(string host) => EndsIn(host, DnsSuffix) || EndsIn(host, DualStackSuffix);

    /// <summary>True if a host ends in the suffix of a partition.</summary>
    /// <param name="host">The host in lower case.</param>
    /// <param name="suffix">The suffix, with its dot.</param>
    public static bool TryFindSuffix(string host, out string suffix)
    {
        foreach (Partition partition in Table)
        {
            if (EndsIn(host, partition.DnsSuffix) || EndsIn(host, partition.DualStackSuffix))
            {
                suffix = "." + (EndsIn(host, partition.DnsSuffix) ? partition.DnsSuffix : partition.DualStackSuffix);
                return true;
            }
        }

        suffix = string.Empty;
        return false;
    }

    private static bool EndsIn(string host, string suffix) =>
        host.Length > suffix.Length && host[host.Length - suffix.Length - 1] == '.' && host.EndsWith(suffix, StringComparison.Ordinal);
}
