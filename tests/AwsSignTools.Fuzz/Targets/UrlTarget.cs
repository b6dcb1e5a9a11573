using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using AwsSignTools.Diagnosis;
using AwsSignTools.Diagnosis.Inspect;
using AwsSignTools.Findings;
using AwsSignTools.Fuzz.Support;
using AwsSignTools.SigV4;
using AwsSignTools.Urls;

namespace AwsSignTools.Fuzz.Targets;

/// <summary>
/// A presigned URL. Some URLs are signed with a known credential: what the inspector calls rightly signed must mean what one of them means, and no
/// finding shows a session token.
/// </summary>
internal sealed class UrlTarget : FuzzTarget
{
    private const string TokenStart = "FuzzSession";
    private const string Token = TokenStart + "Token/+0123456789==";
    private const string NamedToken = "X-Amz-Security-Token=" + TokenStart;
    private const int LongestUrl = 2048;

    private static readonly DateTimeOffset SignedAt = new(2026, 11, 29, 5, 0, 0, TimeSpan.Zero);
    private static readonly AwsCredential Credential = new("AKIDFUZZ", "fuzz/Secret+Access/Key0123456789abcdef", Token);
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly string[] Signed =
    [
        Sign("kinesisvideo", "wss://v-1234abcd.kinesisvideo.us-east-1.amazonaws.com/?X-Amz-ChannelARN=arn%3Aaws%3Akinesisvideo%3Aus-east-1%3A111122223333%3Achannel%2Ftest%2F1234567890123&X-Amz-ClientId=viewer-1"),
        Sign("chime", "wss://node001.ue1.ws-messaging.chime.aws/connect?sessionId=5f9b0f0e-1111-4222-8333-444455556666&userArn=arn%3Aaws%3Achime%3Aus-east-1%3A111122223333%3Aapp-instance%2Fa%2Fuser%2Fb"),
        Sign("iotdevicegateway", "wss://a1b2c3-ats.iot.us-east-1.amazonaws.com/mqtt"),
        Sign("s3", "https://bucket.s3.us-east-1.amazonaws.com/a%20b/../c%2Fd//e?versionId=1&empty&a=%2B"),
        Sign("execute-api", "https://abc.execute-api.us-east-1.amazonaws.com/stage/x%20y/./z?b=2&a=1&a=0"),
        Sign("transcribe", "wss://transcribestreaming.us-east-1.amazonaws.com:8443/stream-transcription-websocket?language-code=en-US&media-encoding=pcm&sample-rate=16000"),
    ];

    private static readonly HashSet<string> Meanings = [.. Signed.Select(static url => MeaningOf(url)!)];

    /// <inheritdoc/>
    public override string Name => "urls";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Seeds => [.. Signed.Select(Encoding.UTF8.GetBytes)];

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        if (input.Length > LongestUrl)
        {
            return;
        }

        string text = Encoding.UTF8.GetString(input);
        InspectionOptions unchecked_ = new(SignedAt.AddSeconds(2));
        SignedUrlReport plain = Property.Bounded(text.Length, 400, () => SignedUrlInspector.Inspect(text, unchecked_));
        SignedUrlReport report = SignedUrlInspector.Inspect(text, unchecked_ with { Credential = Credential });
        CheckFindings(plain, text);
        CheckFindings(report, text);
        Property.AreEqual(null, plain.SignatureValid, "Without a credential no signature is checked.");
        CheckVerdict(report);
        Property.Holds(Array.IndexOf(Signed, text) < 0 || report.SignatureValid == true, "The signature of a URL that was signed is right.");
        CheckRepair(report);
    }

    private static string Sign(string service, string url) => UrlSigner.Sign(
        new UrlSigningRequest(RequestUri.Parse(url), service) { Region = "us-east-1" }, Credential, SignedAt).Url;

    private static void CheckVerdict(SignedUrlReport report)
    {
        bool hasError = false;
        FindingSeverity least = FindingSeverity.Error;
        foreach (Finding finding in report.Findings)
        {
            hasError |= finding.Severity == FindingSeverity.Error;
            Property.Holds(finding.Severity <= least, "Findings stand in the order of their severity.");
            least = finding.Severity;
        }

        Property.AreEqual(!hasError, report.Valid, "A URL is valid if no finding is an error.");
        Property.Holds(!report.Valid || report.SignatureValid == true, "A URL is valid only if its signature is right, since a credential was given.");
        if (report.SignatureValid == true)
        {
            Property.Holds(MeaningOf(report.Url) is { } meaning && Meanings.Contains(meaning), "A signature is right only for a URL that was signed.");
        }
    }

    // A client would send the URL of the report: nothing of what happened to the text may be left.
    private static void CheckRepair(SignedUrlReport report)
    {
        SignedUrlReport again = SignedUrlInspector.Inspect(report.Url, new InspectionOptions(SignedAt.AddSeconds(2)) { Credential = Credential });
        foreach (Finding finding in again.Findings)
        {
            Property.Holds(
                report.Host is null || finding.Id is not ("UrlBroken" or "UrlEscapedAsText" or "UrlFragment"), $"A URL that is repaired needs no more repair: {finding}");
        }
    }

    private static void CheckFindings(SignedUrlReport report, string text)
    {
        string secret = Credential.RevealSecret();
        bool hasSecret = text.Contains(secret, StringComparison.Ordinal);
        bool hasToken = HasToken(report.Url);
        foreach (Finding finding in report.Findings)
        {
            Property.Holds(finding.Message.Length > 0 && finding.Remedy.Length > 0, "A finding has a message and a remedy.");
            if (!hasSecret)
            {
                Property.Conceals(finding, secret);
            }

            if (hasToken)
            {
                Property.Conceals(finding, TokenStart);
            }
        }
    }

    // True if the planted token stands after the name of a session token, be it a parameter of its own or not, and nowhere else.
    private static bool HasToken(string url)
    {
        int all = url.Split(TokenStart).Length - 1;
        return all > 0 && all == (url.Length - url.Replace(NamedToken, string.Empty, StringComparison.OrdinalIgnoreCase).Length) / NamedToken.Length;
    }

    /// <summary>
    /// What the signature of a URL covers, without the encodings and the order that do not count: host and port, path, parameters. Null if the text is not
    /// a URL.
    /// </summary>
    private static string? MeaningOf(string url)
    {
        int scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return null;
        }

        bool isSecure = url[..scheme].Trim().ToUpperInvariant() is "WSS" or "HTTPS";
        string rest = url[(scheme + 3)..].TrimEnd();
        int question = rest.IndexOf('?', StringComparison.Ordinal);
        string query = question < 0 ? string.Empty : rest[(question + 1)..];
        rest = question < 0 ? rest : rest[..question];
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        string host = (slash < 0 ? rest : rest[..slash]).ToLowerInvariant();
        int colon = host.LastIndexOf(':');
        int port = colon < 0 ? isSecure ? 443 : 80 : int.Parse(host[(colon + 1)..], CultureInfo.InvariantCulture);
        host = new IdnMapping().GetAscii(colon < 0 ? host : host[..colon]);

        List<string> parameters = [];
        bool isTokenUnsigned = false;
        foreach (string part in query.Split('&'))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            string name = Decode(equals < 0 ? part : part[..equals]);
            string value = equals < 0 ? string.Empty : Decode(part[(equals + 1)..]);
            isTokenUnsigned |= name == "X-Amz-Credential" && value.Contains("/iotdevicegateway/", StringComparison.Ordinal);
            if (part.Length > 0 && name != "X-Amz-Signature")
            {
                parameters.Add($"{name}={value}");
            }
        }

        parameters.Sort(StringComparer.Ordinal);
        if (isTokenUnsigned)
        {
            _ = parameters.RemoveAll(static p => p.StartsWith("X-Amz-Security-Token=", StringComparison.Ordinal));
        }

        bool isNormalized = !host.Contains(".s3.", StringComparison.Ordinal);
        string port_ = port == (isSecure ? 443 : 80) ? string.Empty : port.ToString(CultureInfo.InvariantCulture);
        return $"{host}\n{port_}\n{PathOf(slash < 0 ? "/" : rest[slash..], isNormalized)}\n{string.Join('\n', parameters)}";
    }

    private static string PathOf(string path, bool isNormalized)
    {
        List<string> segments = [];
        foreach (string raw in path.Split('/'))
        {
            string segment = Decode(raw);
            if (!isNormalized || segment is not ("" or "." or ".."))
            {
                segments.Add(segment);
            }
            else if (segment == ".." && segments.Count > 0)
            {
                segments.RemoveAt(segments.Count - 1);
            }
        }

        return string.Join('\u0001', segments);
    }

    // As it is if an escape is not UTF-8.
    private static string Decode(string text)
    {
        List<byte> bytes = [];
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                int length = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(i, length)));
                i += length - 1;
            }
            else if (i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                bytes.Add(Convert.ToByte(text.Substring(i + 1, 2), 16));
                i += 2;
            }
            else
            {
                return text;
            }
        }

        try
        {
            return StrictUtf8.GetString([.. bytes]);
        }
        catch (DecoderFallbackException)
        {
            return text;
        }
    }
}
