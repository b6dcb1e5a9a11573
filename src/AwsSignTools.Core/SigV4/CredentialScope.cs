using System;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.SigV4;

/// <summary>What a signing key is good for: one UTC day, one region, one service (<c>yyyyMMdd/region/service/aws4_request</c>).</summary>
public readonly struct CredentialScope
{
    /// <summary>Makes the scope of a signature.</summary>
    /// <param name="time">The time of signing; its UTC day counts.</param>
    /// <param name="region">The region, such as <c>us-west-2</c>.</param>
    /// <param name="service">The service's name in SigV4, such as <c>kinesisvideo</c>.</param>
    /// <exception cref="InvalidInputException"><c>RegionInvalid</c> or <c>ServiceInvalid</c>.</exception>
    public CredentialScope(DateTimeOffset time, string region, string service)
    {
        if (!IsName(region))
        {
            throw InvalidInputException.For(
                "RegionInvalid",
                region,
                $"{Quoted.Value(region)} is not a region: a region's name has letters, digits and '-' only.",
                "Give a region such as us-west-2.");
        }

        if (!IsName(service))
        {
            throw InvalidInputException.For(
                "ServiceInvalid",
                service,
                $"{Quoted.Value(service)} is not a service's SigV4 name: it has letters, digits and '-' only.",
                "Give the signing name, such as kinesisvideo or transcribe.");
        }

        Date = time.UtcDateTime.Date;
        Region = region;
        Service = service;
    }

    /// <summary>The UTC day.</summary>
    public DateTime Date { get; }

    /// <summary>The region.</summary>
    public string Region { get; }

    /// <summary>The service.</summary>
    public string Service { get; }

    /// <summary>The scope as it stands in a string to sign.</summary>
    public override string ToString()
    {
        ByteWriter writer = new(64);
        try
        {
            Write(ref writer, "/"u8);
            return Text.FromAscii(writer.Written);
        }
        finally
        {
            writer.Dispose();
        }
    }

    internal static ReadOnlySpan<byte> Terminator => "aws4_request"u8;

    /// <summary>Writes the scope with <paramref name="separator"/> between its parts: a slash, or its escape in a query.</summary>
    internal void Write(ref ByteWriter writer, scoped ReadOnlySpan<byte> separator)
    {
        AmzDate.WriteDate(ref writer, Date);
        writer.Write(separator);
        writer.WriteUtf8(Region.AsSpan());
        writer.Write(separator);
        writer.WriteUtf8(Service.AsSpan());
        writer.Write(separator);
        writer.Write(Terminator);
    }

    private static bool IsName(string? name)
    {
        foreach (char c in name ?? string.Empty)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-'))
            {
                return false;
            }
        }

        return !string.IsNullOrEmpty(name);
    }
}
