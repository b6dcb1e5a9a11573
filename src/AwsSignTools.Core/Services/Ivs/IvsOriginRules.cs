using System;
using System.Globalization;
using AwsSignTools.Findings;
using AwsSignTools.Json;
using AwsSignTools.Platform;

namespace AwsSignTools.Services.Ivs;

/// <summary>The checks of <c>aws:access-control-allow-origin</c> and <c>aws:strict-origin-enforcement</c>, before and after signing.</summary>
internal static class IvsOriginRules
{
    /// <summary>The most origins that strict enforcement allows.</summary>
    public const int MostStrictOrigins = 5;

    /// <summary>Checks each origin.</summary>
    public static void CheckOrigins(IvsTokenContents contents, ref FindingCollector findings)
    {
        foreach (string origin in contents.AllowOrigin)
        {
            if (!IsOrigin(origin))
            {
                findings.Error(
                    "IvsOriginInvalid",
                    origin,
                    $"{Quoted.Value(origin)} is not an origin: a scheme and a host, perhaps with a port, and nothing behind, such as https://example.com or https://*.example.com.",
                    contents.IsSigned
                        ? "Begin it with https://, leave out any path and the slash at the end, and join several origins with commas and no spaces."
                        : "Begin it with https://, leave out any path and the slash at the end, and give several origins as separate values.");
            }
        }
    }

    /// <summary>True for an origin as RFC 6454 serialises it, whose host may begin with <c>*</c>; a lone <c>*</c> stands for every origin.</summary>
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

    /// <summary>Checks the form of the claim with the origins.</summary>
    public static void CheckForm(IvsTokenClaims claims, ref FindingCollector findings)
    {
        switch (claims.Find(IvsClaimName.AllowOrigin))
        {
            case null or { Kind: JsonKind.Text, Text.Length: > 0 }:
                break;
            case { Kind: JsonKind.Text }:
                findings.Warning(
                    "IvsOriginEmpty",
                    string.Empty,
                    $"{IvsClaimName.AllowOrigin} is empty: it names no origin.",
                    "Name the origins that may play, or leave the claim out for all.");
                break;
            case { } value:
                findings.Error(
                    "IvsOriginNotText",
                    IvsClaimName.AllowOrigin,
                    $"{IvsClaimName.AllowOrigin} is {IvsTokenClaims.Show(value)}; it must be one text.",
                    "Join the origins with commas, and no spaces: \"https://example.com,https://example.org\".");
                break;
        }
    }

    /// <summary>Checks the number of origins under strict enforcement.</summary>
    public static void CheckEnforcement(IvsTokenContents contents, ref FindingCollector findings)
    {
        if (!contents.StrictOriginEnforcement)
        {
            return;
        }

        if (contents.AllowOrigin.Count > MostStrictOrigins)
        {
            findings.Error(
                "IvsStrictOriginsTooMany",
                contents.AllowOrigin.Count,
                $"There are {contents.AllowOrigin.Count} origins; with strict origin enforcement at most {MostStrictOrigins} are allowed.",
                "Give fewer origins (a host may begin with *), or leave -StrictOriginEnforcement out.");
        }
        else if (contents.AllowOrigin.Count == 0)
        {
            findings.Warning(
                "IvsStrictOriginUnused",
                null,
                "Strict origin enforcement is on, but no origin is given to enforce.",
                "Give -AllowOrigin.");
        }
    }

    /// <summary>Checks the form of the claim that enforces them.</summary>
    public static void CheckEnforcementForm(IvsTokenClaims claims, ref FindingCollector findings)
    {
        if (claims.Find(IvsClaimName.StrictOriginEnforcement) is { } value && value.Kind != JsonKind.Boolean)
        {
            findings.Error(
                "IvsStrictOriginNotBoolean",
                value.Text,
                $"{IvsClaimName.StrictOriginEnforcement} is {IvsTokenClaims.Show(value)}; it must be true or false.",
                "Write true or false without quotation marks.");
        }
    }
}
