using System;
using System.Collections.Generic;
using System.Globalization;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Ivs;

/// <summary>The rules of IVS playback authorization ("Generate and sign playback tokens"), checked before anything is signed.</summary>
public static class IvsPlaybackTokenRules
{
    private const int LongestArn = 128;
    private const int LongestViewerId = 40;
    private const int MostStrictOrigins = 5;
    private static readonly TimeSpan LongestLikelyLife = TimeSpan.FromDays(366);
    private static readonly TimeSpan LongestLimitedLife = TimeSpan.FromMinutes(10);

    /// <summary>Checks a request against every rule.</summary>
    /// <param name="request">The request.</param>
    /// <param name="now">The time of signing.</param>
    /// <returns>What was found; nothing where all is well.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    public static IReadOnlyList<Finding> Check(IvsPlaybackTokenRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        FindingCollector findings = default;
        CheckChannelArn(ref findings, request.ChannelArn);
        CheckExpiry(ref findings, request, AmzDate.Truncate(now));
        CheckOrigins(ref findings, request);
        CheckViewer(ref findings, request);
        CheckPlaybackUrl(ref findings, request.PlaybackUrl);
        return findings.Findings;
    }

    private static void CheckChannelArn(ref FindingCollector findings, string channelArn)
    {
        bool isChannel = channelArn.Length <= LongestArn
            && Arn.TryParse(channelArn, out Arn arn)
            && arn.Service.SequenceEqual("ivs".AsSpan())
            && arn.Resource.StartsWith("channel/".AsSpan(), StringComparison.Ordinal)
            && Arn.IsWord(arn.Resource.Slice("channel/".Length), "-");
        if (!isChannel)
        {
            findings.Error(
                "IvsChannelArnInvalid",
                channelArn,
                $"{Quoted.Value(channelArn)} is not the ARN of an IVS channel (arn:<partition>:ivs:<region>:<account>:channel/<id>, at most {LongestArn} characters).",
                "Give the Arn that GetChannel returns; the ARN of a stream key, a stage or a key pair is not one.");
        }
    }

    private static void CheckExpiry(ref FindingCollector findings, IvsPlaybackTokenRequest request, DateTimeOffset now)
    {
        if (request.ExpiresAt <= now)
        {
            findings.Error(
                "IvsExpiryPast",
                request.ExpiresAt,
                $"The token would end at {AmzDate.Format(request.ExpiresAt)}, not after it is signed, at {AmzDate.Format(now)}.",
                "Give a later -ExpiresAt, or -ExpiresIn of at least one second.");
        }
        else if (request.ExpiresAt - now > LongestLimitedLife && (request.SingleUseId is not null || request.ViewerId is not null))
        {
            findings.Error(
                "IvsExpiryTooLate",
                request.ExpiresAt,
                $"The token would end at {AmzDate.Format(request.ExpiresAt)}, {request.ExpiresAt - now:c} after it is signed; a single-use token, or one with a viewer id, may last ten minutes at most.",
                "Give an -ExpiresIn of at most 600 seconds; playback that has begun goes on after the token's end.");
        }
        else if (request.ExpiresAt - now > LongestLikelyLife)
        {
            findings.Warning(
                "IvsExpiryFar",
                request.ExpiresAt,
                $"The token ends at {AmzDate.Format(request.ExpiresAt)}, more than a year after it is signed: milliseconds taken for seconds, or a moment for a duration, are the usual cause.",
                "Give -ExpiresIn as a number of seconds from now or a TimeSpan, or -ExpiresAt as a date.");
        }
    }

    private static void CheckOrigins(ref FindingCollector findings, IvsPlaybackTokenRequest request)
    {
        foreach (string origin in request.AllowOrigin)
        {
            if (!IsOrigin(origin))
            {
                findings.Error(
                    "IvsOriginInvalid",
                    origin,
                    $"{Quoted.Value(origin)} is not an origin: a scheme and a host, perhaps with a port, and nothing behind, such as https://example.com or https://*.example.com.",
                    "Begin it with https://, leave out any path and the slash at the end, and give several origins as separate values.");
            }
        }

        if (!request.StrictOriginEnforcement)
        {
            return;
        }

        if (request.AllowOrigin.Count > MostStrictOrigins)
        {
            findings.Error(
                "IvsStrictOriginsTooMany",
                request.AllowOrigin.Count,
                $"There are {request.AllowOrigin.Count} origins; with strict origin enforcement at most {MostStrictOrigins} are allowed.",
                "Give fewer origins (a host may begin with *), or leave -StrictOriginEnforcement out.");
        }
        else if (request.AllowOrigin.Count == 0)
        {
            findings.Warning(
                "IvsStrictOriginUnused",
                null,
                "Strict origin enforcement is on, but no origin is given to enforce.",
                "Give -AllowOrigin.");
        }
    }

    private static void CheckViewer(ref FindingCollector findings, IvsPlaybackTokenRequest request)
    {
        if (request.ViewerId is { } viewerId && viewerId.Length is 0 or > LongestViewerId)
        {
            findings.Error(
                "IvsViewerIdInvalid",
                viewerId,
                $"The viewer id {Quoted.Value(viewerId)} has {viewerId.Length} characters; it may have 1 to {LongestViewerId}.",
                "Give a shorter id of the viewer, such as a GUID, and no personal data.");
        }

        if (request.ViewerSessionVersion is not { } version)
        {
            return;
        }

        if (request.ViewerId is null)
        {
            findings.Error(
                "IvsViewerSessionVersionUnused",
                version,
                "A viewer session version is given without a viewer id, which it belongs to.",
                "Give -ViewerId, or leave -ViewerSessionVersion out.");
        }
        else if (version > int.MaxValue)
        {
            findings.Warning(
                "IvsViewerSessionVersionLarge",
                version,
                $"The viewer session version {version} is above {int.MaxValue}; StartViewerSessionRevocation cannot name such a version, so the session cannot be revoked by it.",
                "Use a smaller version, such as a count, or seconds since 1970.");
        }
    }

    private static void CheckPlaybackUrl(ref FindingCollector findings, string? playbackUrl)
    {
        if (playbackUrl is null)
        {
            return;
        }

        const string Remedy = "Give the PlaybackUrl that GetChannel returns.";
        string shown = Quoted.WithoutSecrets(playbackUrl);
        try
        {
            RequestUri uri = RequestUri.Parse(playbackUrl);
            if (uri.Endpoint.Scheme != "https")
            {
                findings.Error(
                    "IvsPlaybackUrlInvalid", shown, $"The playback URL {Quoted.Value(shown)} does not begin with https.", Remedy);
            }

            if (HasWhiteSpace(playbackUrl.Trim()))
            {
                findings.Error(
                    "IvsPlaybackUrlInvalid", shown, $"The playback URL {Quoted.Value(shown)} has white space or a control character in it.", Remedy);
            }

            foreach (QueryParameter parameter in QueryParameter.ParseQuery(uri.Query ?? string.Empty))
            {
                if (parameter.Name == "token")
                {
                    findings.Error(
                        "IvsPlaybackUrlHasToken", "PlaybackUrl", "The playback URL has a token already.", "Leave its token parameter out.");
                }
            }
        }
        catch (InvalidInputException e)
        {
            findings.Error("IvsPlaybackUrlInvalid", shown, e.Finding.Message, Remedy);
        }
    }

    private static bool HasWhiteSpace(string text)
    {
        foreach (char c in text)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                return true;
            }
        }

        return false;
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
        if (separator <= 0 || !Arn.IsWord(text.Slice(0, separator), "+-."))
        {
            return false;
        }

        ReadOnlySpan<char> host = text.Slice(separator + 3);
        int colon = host.LastIndexOf(':');
        if (colon >= 0 && !(host[host.Length - 1] == ']'))
        {
            string port = host.Slice(colon + 1).ToString();
            if (port.Length > 5 || !Arn.IsDigits(port.AsSpan()) || int.Parse(port, CultureInfo.InvariantCulture) is 0 or > ushort.MaxValue)
            {
                return false;
            }

            host = host.Slice(0, colon);
        }

        if (host.StartsWith("*".AsSpan(), StringComparison.Ordinal))
        {
            host = host.Slice(1);
            return host.IsEmpty || Arn.IsWord(host, ".-");
        }

        return Uri.CheckHostName(host.ToString()) != UriHostNameType.Unknown && host.IndexOfAny(",/?#@".AsSpan()) < 0;
    }
}
