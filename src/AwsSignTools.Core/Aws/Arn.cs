using System;
using AwsSignTools.Platform;

namespace AwsSignTools.Aws;

/// <summary>
/// An Amazon Resource Name taken apart: <c>arn:partition:service:region:account:resource</c>. Parts are views of the text.
/// </summary>
internal readonly ref struct Arn
{
    private static string _lastRegion = string.Empty;

    private Arn(ReadOnlySpan<char> partition, ReadOnlySpan<char> service, ReadOnlySpan<char> region, ReadOnlySpan<char> account, ReadOnlySpan<char> resource)
    {
        Partition = partition;
        Service = service;
        Region = region;
        Account = account;
        Resource = resource;
    }

    public ReadOnlySpan<char> Partition { get; }

    public ReadOnlySpan<char> Service { get; }

    public ReadOnlySpan<char> Region { get; }

    public ReadOnlySpan<char> Account { get; }

    /// <summary>Everything after the fifth colon.</summary>
    public ReadOnlySpan<char> Resource { get; }

    /// <summary>Reads an ARN; false if the text has not six parts, or one of them is not valid.</summary>
    public static bool TryParse(string? text, out Arn arn)
    {
        ReadOnlySpan<char> rest = text.AsSpan();
        if (rest.StartsWith("arn:".AsSpan(), StringComparison.Ordinal))
        {
            rest = rest.Slice(4);
            ReadOnlySpan<char> partition = NextName(ref rest);
            ReadOnlySpan<char> service = NextName(ref rest);
            ReadOnlySpan<char> region = NextName(ref rest);
            ReadOnlySpan<char> account = NextName(ref rest);
            arn = new Arn(partition, service, region, account, rest);
            return !partition.IsEmpty && !service.IsEmpty && !region.IsEmpty && Characters.IsDigits(account) && !rest.IsEmpty;
        }

        arn = default;
        return false;
    }

    /// <summary>The region of an ARN that was checked before.</summary>
    public static string RegionOf(string checkedArn)
    {
        if (!TryParse(checkedArn, out Arn arn))
        {
            return string.Empty;
        }

        // Most jobs are of one region: its name need not be made anew for each URL. Whichever thread wins, the text is right.
        string last = _lastRegion;
        return arn.Region.SequenceEqual(last.AsSpan()) ? last : _lastRegion = arn.Region.ToString();
    }

    /// <summary>True if an ARN is percent-encoded.</summary>
    public static bool LooksEncoded(string? text) => text?.IndexOf("arn%", StringComparison.OrdinalIgnoreCase) >= 0;

    // The part up to the next colon; empty where it has what no such part has.
    private static ReadOnlySpan<char> NextName(scoped ref ReadOnlySpan<char> rest)
    {
        int length = 0;
        while (length < rest.Length && rest[length] is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')
        {
            length++;
        }

        bool isName = length < rest.Length && rest[length] == ':';
        ReadOnlySpan<char> name = isName ? rest.Slice(0, length) : default;
        rest = isName ? rest.Slice(length + 1) : default;
        return name;
    }
}
