using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Services.Ivs;

/// <summary>The URL that a token is for.</summary>
internal sealed class IvsPlaybackUrlRule : RuleClass<IvsTokenContents>
{
    private const string Remedy = "Give the PlaybackUrl that GetChannel returns.";

    /// <inheritdoc/>
    public override string Statement => "A playback URL is the https URL of the channel, with one token as its token parameter.";

    /// <inheritdoc/>
    public override void Check(IvsTokenContents subject, ref FindingCollector findings)
    {
        if (subject.PlaybackUrl is not { } playbackUrl)
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
                        "IvsPlaybackUrlHasToken",
                        "PlaybackUrl",
                        subject.IsSigned ? "The playback URL has more than one token." : "The playback URL has a token already.",
                        subject.IsSigned ? "Leave all but one of its token parameters out." : "Leave its token parameter out.");
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
}
