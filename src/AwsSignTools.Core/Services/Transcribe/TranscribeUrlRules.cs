using System;
using System.Collections.Generic;
using AwsSignTools.Aws;
using AwsSignTools.Findings;

namespace AwsSignTools.Services.Transcribe;

/// <summary>The rules of Amazon Transcribe about the URL of a stream ("Setting up a WebSocket stream").</summary>
internal static class TranscribeUrlRules
{
    private static readonly string[] Required = ["media-encoding", "sample-rate"];

    /// <summary>All rules.</summary>
    public static readonly Rule<UrlFacts>[] Table =
    [
        new("A streaming URL of Transcribe has the language, the encoding and the sample rate.", CheckParameters),
    ];

    private static void CheckParameters(UrlFacts url, ref FindingCollector findings)
    {
        if (!url.HasPathOf(AwsServices.Transcribe))
        {
            return;
        }

        List<string> missing = [];
        if (url.Value("language-code") is null && url.Value("identify-language") is null && url.Value("identify-multiple-languages") is null)
        {
            missing.Add("language-code");
        }

        missing.AddRange(Array.FindAll(Required, name => url.Value(name) is null));
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
