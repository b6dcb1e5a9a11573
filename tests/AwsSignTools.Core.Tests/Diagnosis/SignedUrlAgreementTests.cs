using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Signing;
using AwsSignTools.Aws;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Diagnosis;
using AwsSignTools.Diagnosis.Inspect;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.Diagnosis;

/// <summary>Signatures of the AWS SDK's presigner are found right, and those of URLs that were tampered with wrong.</summary>
public class SignedUrlAgreementTests
{
    private const int Compared = 1000;

    private static readonly string[] Services = ["kinesisvideo", "chime", "transcribe", "execute-api", "ivs"];

    [Fact]
    public void What_the_sdk_presigns_is_valid_and_what_is_tampered_with_is_not()
    {
        int tampered = 0;
        for (int seed = 0; seed < Compared; seed++)
        {
            Random random = new(seed);
            string id = "AKIA" + Generated.Name(random, 16).Replace("~", "-");
            string secret = Generated.Secret(random, 1, 60);
            string? token = random.Next(2) == 0 ? null : Generated.Secret(random, 1, 400);
            DateTimeOffset time = Generated.Time(random);
            TimeSpan life = TimeSpan.FromSeconds(random.Next(1, 604_801));
            string url = Presign(random, id, secret, token, time, life);
            InspectionOptions options = new(time) { Credential = new AwsCredential(id, secret, token) };

            SignedUrlReport report = SignedUrlInspector.Inspect(url, options);
            Assert.True(report.SignatureValid, $"seed {seed}: {url}\n{report.CanonicalRequest}\n{string.Join("\n", report.Findings)}");
            Assert.Equal(AmzDate.Truncate(time), report.SignedAt);
            Assert.Equal(life, report.ExpiresAt - report.SignedAt);

            string changed = Tamper(random, url);
            if (changed != url)
            {
                tampered++;
                report = SignedUrlInspector.Inspect(changed, options);
                Assert.False(report.SignatureValid is true || report.Valid, $"seed {seed}: {url}\n{changed}");
            }
        }

        Assert.InRange(tampered, Compared * 9 / 10, Compared);
    }

    [Fact]
    public void Ours_are_valid_as_objects_and_as_text()
    {
        for (int seed = 0; seed < Compared; seed++)
        {
            Random random = new(seed);
            AwsCredential credential = new("AKIA" + seed, Generated.Secret(random, 1, 60), random.Next(2) == 0 ? null : Generated.Secret(random, 1, 400));
            QueryParameter[] query = new QueryParameter[random.Next(6)];
            for (int i = 0; i < query.Length; i++)
            {
                query[i] = new(Generated.Text(random, 8), Generated.Text(random, 20));
            }

            // A service with each of the quirks: the token unsigned, the path once.
            string service = ((string[])["kinesisvideo", "iotdevicegateway", "s3", "execute-api"])[random.Next(4)];
            DateTimeOffset time = Generated.Time(random);
            SignerSettings settings = AwsServices.Get(service).Settings;
            string method = random.Next(2) == 0 ? "GET" : "PUT";
            SignedUrl url = new SigV4Presigner(service, settings).Presign(
                new SignableRequest(
                    method,
                    Known.EndpointOf("https://h.example"),
                    "/" + PercentEncoding.Encode(Generated.Text(random, 10)),
                    [.. query.Where(static p => p.Name.Length > 0 && !p.Name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase))],
                    random.Next(2) == 0 ? null : [new("X-Demo", "a  b")],
                    settings.PresignedPayloadHash),
                credential,
                "us-west-2",
                time,
                TimeSpan.FromSeconds(60));
            InspectionOptions options = new(time) { Credential = credential };

            SignedUrlReport asObject = SignedUrlInspector.Inspect(url, options);
            SignedUrlReport asText = SignedUrlInspector.Inspect(url.Url, options with { Method = method, Headers = [new("x-demo", "a b")] });
            Assert.True(asObject.SignatureValid, $"seed {seed}: {url}\n{asObject.CanonicalRequest}\n{url.CanonicalRequest}");
            Assert.True(asText.SignatureValid, $"seed {seed}: {url}");
            Assert.Equal(url.CanonicalRequest, asObject.CanonicalRequest);
            Assert.Equal(url.StringToSign, asObject.StringToSign);
        }
    }

    private static string Presign(Random random, string id, string secret, string? token, DateTimeOffset time, TimeSpan life)
    {
        // Names in lower case and without anything to encode: the SDK sorts before encoding and writes names as they are (AwsSdkAgreementTests).
        Dictionary<string, string> query = [];
        for (int i = random.Next(6); i > 0; i--)
        {
            query["p" + i] = Generated.Text(random, 20);
        }

        string text = string.Join('&', query.Select(static p => $"{p.Key}={Uri.EscapeDataString(p.Value)}"));
        AWSCredentials credentials = token is null ? new BasicAWSCredentials(id, secret) : new SessionAWSCredentials(id, secret, token);
        return AWSSigV4Signer.Presign(
            new AWSSigningRequest { HttpMethod = HttpMethod.Get, RequestUri = new Uri($"https://h{random.Next(9)}.example/a/{random.Next(9)}{RawPath(random)}?{text}") },
            new AWSSigV4Parameters
            {
                Credentials = credentials,
                Region = RegionEndpoint.GetBySystemName("us-west-2"),
                Service = Services[random.Next(Services.Length)],
                SignedAt = time.UtcDateTime,
            },
            life).Uri.OriginalString;
    }

    // What may stand in a path without an escape, and escapes.
    private static string RawPath(Random random)
    {
        string[] pieces = ["!", "$", "&", "'", "(", ")", "*", "+", ",", ";", "=", ":", "@", "/x", "v1:0", "%20", "%C3%A4", "%3A", "x"];
        return string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => pieces[random.Next(pieces.Length)])) + "z";
    }

    // Another character of the same kind somewhere in the query, or in the path: never one that means the same.
    private static string Tamper(Random random, string url)
    {
        int start = url.IndexOf('/', "https://".Length) + 1;
        for (int tries = 0; tries < 50; tries++)
        {
            int at = random.Next(start, url.Length);
            char c = url[at];
            bool inEscape = (at > 0 && url[at - 1] == '%') || (at > 1 && url[at - 2] == '%');
            if (!inEscape && c is (>= 'a' and <= 'y') or (>= '0' and <= '8'))
            {
                return url[..at] + (char)(c + 1) + url[(at + 1)..];
            }
        }

        return url;
    }
}
