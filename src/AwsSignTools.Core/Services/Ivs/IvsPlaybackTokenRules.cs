using System;
using System.Collections.Generic;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.Json;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.Services.Ivs;

/// <summary>
/// The rules of IVS playback authorization ("Generate and sign playback tokens") about the claims. They check a request before it is signed,
/// and a token that anyone signed. The rules about <c>exp</c> and about origins are checked in files of their own.
/// </summary>
public static class IvsPlaybackTokenRules
{
    private const int LongestArn = 128;
    private const int LongestViewerId = 40;
    private const string UrlRemedy = "Give the PlaybackUrl that GetChannel returns.";

    /// <summary>The rules about what a token says, signed or not.</summary>
    internal static readonly Rule<IvsTokenContents>[] ContentsTable =
    [
        new(
            $"A token is for a channel, named by its ARN: arn:<partition>:ivs:<region>:<account>:channel/<id>, at most {LongestArn} characters.",
            CheckChannelArn),
        new("A token is accepted until the time of its exp claim.", IvsExpiryRules.CheckEnd),
        new("A token with a single-use id or a viewer id ends ten minutes from now at most.", IvsExpiryRules.CheckLimitedLife),
        new("exp is in seconds since 1970; a token that lasts longer than a year is rarely meant.", IvsExpiryRules.CheckLikelyLife),
        new(
            "An origin is a scheme and a host, which may begin with *, optionally with a port, and nothing after; a lone * is every origin.",
            IvsOriginRules.CheckOrigins),
        new(
            $"With strict origin enforcement a token has at most {IvsOriginRules.MostStrictOrigins} origins, and one to enforce.",
            IvsOriginRules.CheckEnforcement),
        new($"A viewer id has 1 to {LongestViewerId} characters.", CheckViewerId),
        new($"A viewer session version belongs to a viewer id, and is at most {int.MaxValue} if it is to be revoked.", CheckViewerSessionVersion),
        new("A playback URL is the https URL of the channel, with one token as its token parameter.", CheckPlaybackUrl),
    ];

    /// <summary>The rules about the form of a signed token's claims.</summary>
    internal static readonly Rule<IvsTokenClaims>[] ClaimsTable =
    [
        new($"The claims of a token are {string.Join(", ", IvsClaimName.All)}, each written just so.", CheckNames),
        new("A claim comes once.", CheckRepetition),
        new($"{IvsClaimName.ChannelArn} must be there, and is text.", CheckChannelArnForm),
        new("exp must be there: an integer, the seconds from 1970-01-01T00:00:00Z to the end of the token.", IvsExpiryRules.CheckForm),
        new($"{IvsClaimName.AllowOrigin} is one text: the origins with commas between.", IvsOriginRules.CheckForm),
        new($"{IvsClaimName.StrictOriginEnforcement} is true or false.", IvsOriginRules.CheckEnforcementForm),
        new($"{IvsClaimName.SingleUseId} is a UUID as text, another one in each token.", CheckSingleUseIdForm),
        new($"{IvsClaimName.ViewerId} is text.", CheckViewerIdForm),
        new($"{IvsClaimName.ViewerSessionVersion} is an integer of 64 bits.", CheckViewerSessionVersionForm),
    ];

    /// <summary>Checks a request against every rule.</summary>
    /// <param name="request">The request.</param>
    /// <param name="now">The time of signing.</param>
    /// <returns>The findings, in the order of the rules; empty if every rule holds.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    public static IReadOnlyList<Finding> Check(IvsPlaybackTokenRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        FindingCollector findings = default;
        findings.Check(ContentsTable, IvsTokenContents.Of(request, now));
        return findings.Findings;
    }

    // IVS ignores a claim whose name it does not know.
    private static void CheckNames(IvsTokenClaims claims, ref FindingCollector findings)
    {
        int reported = 0;
        foreach (JsonMember claim in claims.Members)
        {
            if (Array.IndexOf(IvsClaimName.All, claim.Name) < 0 && reported++ < IvsTokenClaims.MaxReported)
            {
                ReportUnknown(claims, claim.Name, ref findings);
            }
        }
    }

    private static void ReportUnknown(IvsTokenClaims claims, string name, ref FindingCollector findings)
    {
        if (IvsClaimName.IsRegistered(name))
        {
            findings.Information(
                "IvsClaimUnused",
                name,
                $"The claim {name} is one of every JWT, but none that IVS asks for.",
                "It may stay; a token without it is shorter.");
        }
        else if (IvsClaimName.Nearest(name) is { } known)
        {
            bool isThere = claims.Find(known) is not null;
            string message = $"The claim {Quoted.Value(name)} is none of IVS's; did you mean {known}? "
                + (isThere ? "That one is there too." : $"So the token has no {known}.");
            string remedy = isThere ? "Leave it out." : $"Name it {known}, letter for letter.";
            if (isThere)
            {
                findings.Warning("IvsClaimMisspelt", name, message, remedy);
            }
            else
            {
                findings.Error("IvsClaimMisspelt", name, message, remedy);
            }
        }
        else if (name.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
        {
            findings.Warning(
                "IvsClaimUnknown",
                name,
                $"The claim {Quoted.Value(name)} looks like one of IVS's, but is none.",
                "Check its name with the documentation, or leave it out.");
        }
        else
        {
            findings.Information(
                "IvsClaimUnknown",
                name,
                $"The claim {Quoted.Value(name)} is none that IVS knows; nobody but its maker reads it.",
                "It may stay, but a viewer can read it too; a token without it is shorter.");
        }
    }

    // RFC 7519 section 4.
    private static void CheckRepetition(IvsTokenClaims claims, ref FindingCollector findings)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        int reported = 0;
        foreach (JsonMember claim in claims.Members)
        {
            if (!seen.Add(claim.Name) && reported++ < IvsTokenClaims.MaxReported)
            {
                findings.Error(
                    "IvsClaimRepeated",
                    claim.Name,
                    $"The claim {Quoted.Value(claim.Name)} comes more than once; one reader takes the first, another the last, and a strict one refuses the token.",
                    "Write it once.");
            }
        }
    }

    private static void CheckChannelArn(IvsTokenContents contents, ref FindingCollector findings)
    {
        if (contents.ChannelArn is not { } channelArn)
        {
            return;
        }

        bool isChannel = channelArn.Length <= LongestArn
            && Arn.TryParse(channelArn, out Arn arn)
            && arn.Service.SequenceEqual(AwsServices.Ivs.SigningName.AsSpan())
            && arn.Resource.StartsWith("channel/".AsSpan(), StringComparison.Ordinal)
            && Characters.IsWord(arn.Resource.Slice("channel/".Length), "-");
        if (!isChannel)
        {
            findings.Error(
                "IvsChannelArnInvalid",
                channelArn,
                $"{Quoted.Value(channelArn)} is not the ARN of an IVS channel (arn:<partition>:ivs:<region>:<account>:channel/<id>, at most {LongestArn} characters).",
                "Give the Arn that GetChannel returns; the ARN of a stream key, a stage or a key pair is not one.");
        }
    }

    private static void CheckChannelArnForm(IvsTokenClaims claims, ref FindingCollector findings)
    {
        if (claims.Find(IvsClaimName.ChannelArn) is not { } value)
        {
            if (claims.IsMissing(IvsClaimName.ChannelArn))
            {
                findings.Error(
                    "IvsChannelArnMissing",
                    IvsClaimName.ChannelArn,
                    $"The token has no {IvsClaimName.ChannelArn}: it says not what it is for.",
                    "Add the ARN of the channel that is to be played.");
            }
        }
        else if (value.Kind != JsonKind.Text)
        {
            findings.Error(
                "IvsChannelArnInvalid",
                value.Text,
                $"{IvsClaimName.ChannelArn} is {IvsTokenClaims.Show(value)}; it must be the ARN of one channel, as text.",
                "Give the Arn that GetChannel returns; a token is for one channel.");
        }
    }

    private static void CheckSingleUseIdForm(IvsTokenClaims claims, ref FindingCollector findings)
    {
        if (claims.Find(IvsClaimName.SingleUseId) is { } value && claims.SingleUseId() is null)
        {
            findings.Error(
                "IvsSingleUseIdInvalid",
                value.Text,
                $"{IvsClaimName.SingleUseId} is {IvsTokenClaims.Show(value)}; it must be a UUID.",
                "Write a new UUID into each token: 32 hexadecimal digits as 8-4-4-4-12, without braces.");
        }
    }

    private static void CheckViewerId(IvsTokenContents contents, ref FindingCollector findings)
    {
        if (contents.ViewerId is { } viewerId && viewerId.Length is 0 or > LongestViewerId)
        {
            findings.Error(
                "IvsViewerIdInvalid",
                viewerId,
                $"The viewer id {Quoted.Value(viewerId)} has {viewerId.Length} characters; it may have 1 to {LongestViewerId}.",
                "Give a shorter id of the viewer, such as a GUID, and no personal data.");
        }
    }

    private static void CheckViewerIdForm(IvsTokenClaims claims, ref FindingCollector findings)
    {
        if (claims.Find(IvsClaimName.ViewerId) is { } value && value.Kind != JsonKind.Text)
        {
            findings.Error(
                "IvsViewerIdNotText",
                value.Text,
                $"{IvsClaimName.ViewerId} is {IvsTokenClaims.Show(value)}; it must be text.",
                value.Kind == JsonKind.Number ? "Put the number between quotation marks." : "Write the id as text, or leave the claim out.");
        }
    }

    private static void CheckViewerSessionVersion(IvsTokenContents contents, ref FindingCollector findings)
    {
        if (contents.ViewerSessionVersion is not { } version)
        {
            return;
        }

        if (contents.ViewerId is null)
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

    private static void CheckViewerSessionVersionForm(IvsTokenClaims claims, ref FindingCollector findings)
    {
        if (claims.Find(IvsClaimName.ViewerSessionVersion) is { } value && !value.TryGetInteger(out _))
        {
            findings.Error(
                "IvsViewerSessionVersionInvalid",
                value.Text,
                $"{IvsClaimName.ViewerSessionVersion} is {IvsTokenClaims.Show(value)}; it must be an integer of at most {long.MaxValue}.",
                "Write it as an integer without quotation marks, such as a count, or seconds since 1970.");
        }
    }

    private static void CheckPlaybackUrl(IvsTokenContents contents, ref FindingCollector findings)
    {
        if (contents.PlaybackUrl is not { } playbackUrl)
        {
            return;
        }

        string shown = Quoted.WithoutSecrets(playbackUrl);
        try
        {
            RequestUri uri = RequestUri.Parse(playbackUrl);
            if (uri.Endpoint.Scheme != "https")
            {
                findings.Error(
                    "IvsPlaybackUrlInvalid", shown, $"The playback URL {Quoted.Value(shown)} does not begin with https.", UrlRemedy);
            }

            if (HasWhiteSpace(playbackUrl.Trim()))
            {
                findings.Error(
                    "IvsPlaybackUrlInvalid", shown, $"The playback URL {Quoted.Value(shown)} has white space or a control character in it.", UrlRemedy);
            }

            foreach (QueryParameter parameter in QueryParameter.ParseQuery(uri.Query ?? string.Empty))
            {
                if (parameter.Name == "token")
                {
                    findings.Error(
                        "IvsPlaybackUrlHasToken",
                        "PlaybackUrl",
                        contents.IsSigned ? "The playback URL has more than one token." : "The playback URL has a token already.",
                        contents.IsSigned ? "Leave all but one of its token parameters out." : "Leave its token parameter out.");
                }
            }
        }
        catch (InvalidInputException e)
        {
            findings.Error("IvsPlaybackUrlInvalid", shown, e.Finding.Message, UrlRemedy);
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
}
