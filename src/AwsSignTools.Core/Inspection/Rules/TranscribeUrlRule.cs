using System.Collections.Generic;
using AwsSignTools.Findings;

namespace AwsSignTools.Inspection.Rules;

/// <summary>The rules of Amazon Transcribe's WebSocket ("Setting up a streaming transcription", "WebSocket streaming").</summary>
internal sealed class TranscribeUrlRule : Rule<InspectedUrl>
{
    private const int Port = 8443;
    private const int LongestLife = 300;

    /// <inheritdoc/>
    public override string Statement =>
        "A streaming URL of Transcribe goes to port 8443, lives 300 seconds at most, and says the language, the encoding and the sample rate.";

    /// <inheritdoc/>
    public override void Check(InspectedUrl subject, ref FindingCollector findings)
    {
        if (subject.Service != "transcribe" || subject.Uri.Endpoint.Scheme != "wss")
        {
            return;
        }

        if (subject.Uri.Endpoint.Port != Port && subject.Host.StartsWith("transcribestreaming", System.StringComparison.Ordinal))
        {
            findings.Error(
                "TranscribePortInvalid",
                subject.Uri.Endpoint.Port,
                $"The URL goes to the port {subject.Uri.Endpoint.Port}; Transcribe's WebSocket listens on {Port}, and the port is part of the signed host.",
                $"Sign it with :{Port} behind the host.");
        }

        if (subject.Seconds > LongestLife)
        {
            findings.Warning(
                "TranscribeExpiresLong",
                subject.Seconds,
                $"The URL is to live {subject.Seconds} seconds; Transcribe allows {LongestLife}.",
                $"Sign it with -ExpiresIn {LongestLife} or less.");
        }

        List<string> missing = [];
        if (!subject.Has("language-code") && !subject.Has("identify-language") && !subject.Has("identify-multiple-languages"))
        {
            missing.Add("language-code");
        }

        foreach (string name in (string[])["media-encoding", "sample-rate"])
        {
            if (!subject.Has(name))
            {
                missing.Add(name);
            }
        }

        if (missing.Count > 0)
        {
            string names = string.Join(", ", missing);
            findings.Warning(
                "TranscribeParameterMissing",
                names,
                $"The URL has no {names}, which Transcribe needs: it answers with a BadRequestException.",
                "Sign it with these parameters, such as language-code=en-US&media-encoding=pcm&sample-rate=16000.");
        }
    }
}
