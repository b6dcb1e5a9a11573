using System;
using System.Diagnostics;
using System.Text;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Diagnosis;
using AwsSignTools.Diagnosis.Inspect;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.Diagnosis;

/// <summary>Whatever the text, there is a report.</summary>
public class SignedUrlFuzzTests
{
    private static readonly string[] Pieces =
    [
        "wss://", "https://", "http", "://", "//", "/", "?", "&", "=", "#", "%", "%2", "%25", "%FF", "%C3%A4", "+", " ", "\r\n", "\t", "\"", "'", "&amp;", "\\u0026",
        "X-Amz-Algorithm=AWS4-HMAC-SHA256", "X-Amz-Credential=", "AKIA/20261123/us-west-2/kinesisvideo/aws4_request", "/////", "X-Amz-Date=", "20261123T093000Z",
        "99991231T235959Z", "00010101T000000Z", "X-Amz-Expires=", "9223372036854775807", "604800", "-1", "X-Amz-SignedHeaders=", "host;", "X-Amz-Signature=",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "X-Amz-Security-Token=", "x-amz-date=1", "X-Amz-ChannelARN=", "arn:aws:kinesisvideo:",
        "userArn=", "sessionId=", "ä", "\u202e", "\ud83d\ude00", "\ud800", "\0", "[::1]", ":8443", ":99999", "@", "a.chime.aws", "v-1.kinesisvideo.us-west-2.amazonaws.com",
        "transcribestreaming.us-west-2.amazonaws.com",
    ];

    [Fact]
    public void Garbage_gives_a_report()
    {
        string valid = new FaultySigner().Sign();
        StringBuilder text = new();
        for (int seed = 0; seed < 60_000; seed++)
        {
            Random random = new(seed);
            _ = text.Clear();
            for (int i = random.Next(1, 30); i > 0; i--)
            {
                _ = random.Next(6) == 0 ? text.Append(Generated.Text(random, 6)) : text.Append(Pieces[random.Next(Pieces.Length)]);
            }

            Check(text.ToString(), random);
        }

        for (int seed = 0; seed < 40_000; seed++)
        {
            Random random = new(seed);
            _ = text.Clear().Append(valid);
            for (int i = random.Next(1, 5); i > 0; i--)
            {
                int at = random.Next(text.Length);
                switch (random.Next(4))
                {
                    case 0:
                        text[at] = (char)random.Next(0x100);
                        break;
                    case 1:
                        _ = text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                        break;
                    case 2:
                        _ = text.Remove(at, random.Next(1, Math.Min(20, text.Length - at) + 1));
                        break;
                    default:
                        text[at] = (char)random.Next(0x1_0000);
                        break;
                }
            }

            Check(text.ToString(), random);
        }
    }

    [Fact]
    public void A_long_text_takes_no_long_time()
    {
        foreach (string text in (string[])
        [
            "wss://h/?" + Repeat("%&", 200_000), "wss://h/?" + Repeat("X-Amz-Date=%", 40_000), "wss://h/?" + Repeat("&", 400_000), "wss://h/?" + Repeat("a=%2525&", 50_000),
            new FaultySigner().Sign() + Repeat("&x=1", 50_000), Repeat("/", 400_000), "wss://h/" + Repeat("../", 100_000) + "?X-Amz-Signature=1", Repeat(" ", 400_000),
            "wss://" + Repeat("a.", 100_000), Repeat("&amp;", 100_000), new FaultySigner().Sign().Replace("host", "host" + Repeat(";a", 50_000)),
        ])
        {
            Stopwatch time = Stopwatch.StartNew();
            Inspect(text, Known.Credential);

            // Hundredths of a second; what grows with the square of the length takes minutes.
            Assert.True(time.Elapsed < TimeSpan.FromSeconds(20), $"{text[..20]}: {time.Elapsed}");
        }
    }

    private static string Repeat(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();

    // The search for a cause takes milliseconds, so not each time.
    private static void Check(string text, Random random) => Inspect(text, random.Next(40) == 0 ? Known.Credential : null);

    private static void Inspect(string text, AwsCredential? credential)
    {
        SignedUrlReport report = SignedUrlInspector.Inspect(text, new InspectionOptions(FaultySigner.Time) { Credential = credential });

        Assert.Equal(report.Valid, !report.ToString().StartsWith("Invalid", StringComparison.Ordinal));
        _ = report.TimeLeft;
        foreach (Finding finding in report.Findings)
        {
            Assert.False(string.IsNullOrEmpty(finding.Message) || string.IsNullOrEmpty(finding.Remedy));
            Assert.InRange(finding.Message.Length, 1, 2000);
        }
    }
}
