using System;
using System.Collections.Generic;
using AwsSignTools.Aws;
using AwsSignTools.Findings;

namespace AwsSignTools.Services.Transcribe;

/// <summary>What Amazon Transcribe wants to know of a stream ("Setting up a WebSocket stream").</summary>
internal sealed class TranscribeUrlRule : RuleClass<UrlFacts>
{
    /// <inheritdoc/>
    public override string Statement =>
        "A streaming URL of Transcribe says the language, the encoding and the sample rate.";

    /// <inheritdoc/>
    public override void Check(UrlFacts subject, ref FindingCollector findings)
    {
        if (subject.Service != AwsServices.Transcribe || !subject.Uri.Path.EndsWith("stream-transcription-websocket", StringComparison.Ordinal))
        {
            return;
        }

        List<string> missing = [];
        if (subject.Value("language-code") is null && subject.Value("identify-language") is null && subject.Value("identify-multiple-languages") is null)
        {
            missing.Add("language-code");
        }

        foreach (string name in (string[])["media-encoding", "sample-rate"])
        {
            if (subject.Value(name) is null)
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
