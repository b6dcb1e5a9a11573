using System;
using System.Globalization;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.Services.Ivs;

/// <summary>What names an origin (<c>aws:access-control-allow-origin</c>).</summary>
internal sealed class IvsOriginRule : RuleClass<IvsTokenContents>
{
    /// <inheritdoc/>
    public override string Statement =>
        "An origin is a scheme and a host, which may begin with *, perhaps with a port, and nothing behind; a lone * is every origin.";

    /// <inheritdoc/>
    public override void Check(IvsTokenContents subject, ref FindingCollector findings)
    {
        foreach (string origin in subject.AllowOrigin)
        {
            if (!IsOrigin(origin))
            {
                findings.Error(
                    "IvsOriginInvalid",
                    origin,
                    $"{Quoted.Value(origin)} is not an origin: a scheme and a host, perhaps with a port, and nothing behind, such as https://example.com or https://*.example.com.",
                    subject.IsSigned
                        ? "Begin it with https://, leave out any path and the slash at the end, and join several origins with commas and no spaces."
                        : "Begin it with https://, leave out any path and the slash at the end, and give several origins as separate values.");
            }
        }
    }

    /// <summary>RFC 6454's serialised origin, whose host may begin with <c>*</c>; a lone <c>*</c> stands for every origin.</summary>
    private static bool IsOrigin(string? origin)
    {
        if (origin is "*")
        {
            return true;
        }

        ReadOnlySpan<char> text = origin.AsSpan();
        int separator = text.IndexOf("://".AsSpan(), StringComparison.Ordinal);
        if (separator <= 0 || !Characters.IsWord(text.Slice(0, separator), "+-."))
        {
            return false;
        }

        ReadOnlySpan<char> host = text.Slice(separator + 3);
        int colon = host.LastIndexOf(':');
        if (colon >= 0 && !(host[host.Length - 1] == ']'))
        {
            string port = host.Slice(colon + 1).ToString();
            if (port.Length > 5 || !Characters.IsDigits(port.AsSpan()) || int.Parse(port, CultureInfo.InvariantCulture) is 0 or > ushort.MaxValue)
            {
                return false;
            }

            host = host.Slice(0, colon);
        }

        if (host.StartsWith("*".AsSpan(), StringComparison.Ordinal))
        {
            host = host.Slice(1);
            return host.IsEmpty || Characters.IsWord(host, ".-");
        }

        return Uri.CheckHostName(host.ToString()) != UriHostNameType.Unknown && host.IndexOfAny(",/?#@".AsSpan()) < 0;
    }
}
