using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Findings;
using AwsSignTools.Services.Ivs;
using Xunit;

namespace AwsSignTools.Core.Tests.Services.Ivs;

/// <summary>Whatever the text: a report, never an exception. A failure names its seed.</summary>
public sealed class IvsTokenFuzzTests : IDisposable
{
    private readonly ECDsa _key = HandMade.NewKey();

    public void Dispose() => _key.Dispose();

    [Fact]
    public void Fifty_thousand_texts_give_a_report_each()
    {
        const int Count = 50_000;
        HashSet<string> ids = [];
        string[] valid =
        [
            HandMade.Token(),
            HandMade.Token(HandMade.Claims(viewer: "\"v\"", version: "1", origin: "\"https://a.example\"", strict: "true", singleUse: "\"3b1e0f1c-0a52-4f1a-9a0e-3d7d1c6e2b4a\"")),
            HandMade.PlaybackUrl + "?token=" + HandMade.Token(),
            HandMade.SignedBy(static input => HandMade.Sign(input, format: DSASignatureFormat.Rfc3279DerSequence)),
        ];
        for (int seed = 0; seed < Count; seed++)
        {
            Random random = new(seed);
            string text = Anything(random, valid);
            try
            {
                // To look for what explains a signature takes some milliseconds: a key for one text in 250.
                IvsPlaybackTokenReport report = IvsPlaybackTokenInspector.Inspect(text, HandMade.Now, seed % 250 == 0 ? _key : null);
                CheckReport(report);
                ids.UnionWith(report.Findings.Select(static f => f.Id));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}: {Quoted.Value(text)}", e);
            }
        }

        // The garbage reaches every corner.
        Assert.InRange(ids.Count, 35, 80);
    }

    [Fact]
    public void Texts_that_are_hard_on_readers_take_no_time()
    {
        const int Length = 1 << 16;
        string[] heads = ["(", "\"", "%25", "%", "a.", "&", "?&", "https://h/?", "Bearer ", "[", "=", "\u200B"];
        foreach (string head in heads)
        {
            CheckReport(IvsPlaybackTokenInspector.Inspect(string.Concat(Enumerable.Repeat(head, Length / head.Length)), HandMade.Now, _key));
            CheckReport(IvsPlaybackTokenInspector.Inspect("https://h/?" + string.Concat(Enumerable.Repeat(head, (Length / head.Length) - 11)), HandMade.Now, _key));
        }

        const int Claims = 45_000;
        string[] claims =
        [
            new('[', Claims),
            "{\"a\":" + new string('[', Claims) + "}",
            string.Concat(Enumerable.Repeat("{\"a\":", Claims / 5)),
            "{" + string.Join(',', Enumerable.Range(0, Claims / 12).Select(static i => $"\"{i}\":1")) + "}",
            "{\"aws:access-control-allow-origin\":[" + string.Join(',', Enumerable.Repeat("\"\"", Claims / 4)) + "]}",
            "{\"exp\":" + new string('9', Claims) + "}",
            "{\"exp\":1e" + new string('9', Claims) + "}",
            "{\"aws:viewer-id\":\"" + new string('v', Claims) + "\"}",
        ];
        foreach (string json in claims)
        {
            CheckReport(IvsPlaybackTokenInspector.Inspect(HandMade.Token(json), HandMade.Now, _key));
        }
    }

    private static void CheckReport(IvsPlaybackTokenReport report)
    {
        Assert.Equal(report.Valid, !report.Findings.Any(static f => f.Severity == FindingSeverity.Error));
        Assert.Equal(report.Findings.OrderByDescending(static f => f.Severity).Select(static f => f.Severity), report.Findings.Select(static f => f.Severity));
        foreach (Finding finding in report.Findings)
        {
            Assert.True(finding.Message.Length is > 10 and < 1000, finding.Message);
            Assert.DoesNotContain(finding.Message, char.IsControl);
            Assert.NotEmpty(finding.Remedy);
            Assert.NotNull(finding.Rule);
        }

        Assert.NotNull(report.ToString());
        Assert.NotNull(report.Header);
        Assert.NotNull(report.Claims);
        _ = report.TimeLeft;
    }

    private static string Anything(Random random, string[] valid)
    {
        switch (random.Next(6))
        {
            case 0:
                return Generated.Text(random, 200);
            case 1:
                return Mutated(random, valid[random.Next(valid.Length)]);
            case 2:
                // A mistake within the JSON, encoded as it must be.
                return Unsigned(random, HandMade.Header, Mutated(random, HandMade.Claims(viewer: "\"v\"", version: "1", more: "\"x\":[1,{\"y\":null}]")));
            case 3:
                return Unsigned(random, Mutated(random, HandMade.Header), HandMade.Claims());
            case 4:
                string[] words = ["null", "true", "-1", "1e9", "\"\"", "[]", "{}", "99999999999999", "\"x\"", "1440938460", "0.5", "\"\\u0000\"", "[\"https://a\"]"];
                return Unsigned(random, HandMade.Header, HandMade.Claims(Word(), Word(), Word(), Word(), Word(), Word(), Word(), random.Next(2) == 0 ? null : $"\"{Name(random)}\":{Word()}"));

                string Word() => words[random.Next(words.Length)];
            default:
                return Unsigned(random, Generated.Text(random, 30), Generated.Text(random, 60));
        }
    }

    private static string Unsigned(Random random, string header, string claims)
    {
        byte[] signature = random.Next(3) switch
        {
            0 => Generated.Bytes(random, 140),
            1 => [0x30, 0x64, 0x02, 0x30, .. Generated.Bytes(random, 48), 0x02, 0x30, .. Generated.Bytes(random, 48)],
            _ => new byte[96],
        };
        return $"{HandMade.Encode(Bytes(header))}.{HandMade.Encode(Bytes(claims))}.{HandMade.Encode(signature)}";

        // Half of a surrogate pair as the bytes that some writers make of it.
        static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
    }

    private static string Name(Random random)
    {
        string[] names = ["exp", "iat", "aws:channel_arn", "Aws:Viewer-Id", "aws:x", "viewer", "", "aws:single-use-uuid ", "expires", "ünicode"];
        return names[random.Next(names.Length)];
    }

    private static string Mutated(Random random, string text)
    {
        StringBuilder mutated = new(text);
        for (int i = random.Next(1, 5); i > 0 && mutated.Length > 0; i--)
        {
            int at = random.Next(mutated.Length);
            switch (random.Next(6))
            {
                case 0:
                    mutated[at] = (char)random.Next(0x20, 0x7F);
                    break;
                case 1:
                    _ = mutated.Insert(at, (char)random.Next(0x10000));
                    break;
                case 2:
                    _ = mutated.Remove(at, random.Next(1, Math.Min(20, mutated.Length - at) + 1));
                    break;
                case 3:
                    _ = mutated.Insert(at, mutated.ToString(at, random.Next(Math.Min(40, mutated.Length - at))));
                    break;
                case 4:
                    mutated.Length = at;
                    break;
                default:
                    const string Marks = ".=+/%&?#\"'\\{}[]:, \0\r\n-_";
                    _ = mutated.Insert(at, Marks[random.Next(Marks.Length)]);
                    break;
            }
        }

        return mutated.ToString();
    }
}
