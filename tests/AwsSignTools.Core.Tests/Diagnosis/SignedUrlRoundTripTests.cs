using System;
using System.Collections.Generic;
using System.Linq;
using AwsSignTools.Aws;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Diagnosis;
using AwsSignTools.Diagnosis.Inspect;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;
using AwsSignTools.Urls;
using Xunit;

namespace AwsSignTools.Core.Tests.Diagnosis;

/// <summary>What is signed here is found right here, however it was to be signed; and nothing that is changed after.</summary>
public class SignedUrlRoundTripTests
{
    private const string Characters = "aZ09-_.~!$&'()*+,;=:@/ %2F%41%7e%C3%A4ü[]{}|^`\"<>\\/./..//";
    private static readonly string[] Services = ["execute-api", "s3", "iotdevicegateway", "bedrock", "neptune-db", "kinesisvideo", "lambda", "aps"];
    private static readonly AwsCredential Credential = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "the/session+token==");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_is_signed_is_found_right_and_what_is_changed_is_not(int seed)
    {
        Random random = new(seed);
        int signed = 0;
        for (int i = 0; i < 150; i++)
        {
            UrlSigningRequest request = Make(random);
            SignedUrl url;
            try
            {
                url = UrlSigner.Sign(request, Credential, FaultySigner.Time);
            }
            catch (InvalidInputException e) when (e.Finding.Id is "UriEscapeInvalid" or "PathInvalid")
            {
                continue;
            }

            signed++;
            InspectionOptions options = new(FaultySigner.Time) { Credential = Credential };
            Assert.True(SignedUrlInspector.Inspect(url, options).SignatureValid, $"{seed}/{i}: {url.Url}");

            InspectionOptions told = options with
            {
                Method = request.Method,
                Headers = request.Headers,
                Settings = request.Settings,
                PayloadHash = request.PayloadHash,
            };
            SignedUrlReport report = SignedUrlInspector.Inspect(url.Url, told);
            Assert.True(report.SignatureValid, $"{seed}/{i}: {url.Url}");
            Assert.Equal(url.CanonicalRequest, report.CanonicalRequest);

            // One more character in the path, which no encoding hides.
            string changed = url.Url.Replace("?", "x?", StringComparison.Ordinal);
            Assert.False(SignedUrlInspector.Inspect(changed, told).Valid, $"{seed}/{i}: {changed}");
        }

        Assert.True(signed > 50);
    }

    [Fact]
    public void A_service_that_encodes_what_it_receives_gets_the_path_as_it_is_sent()
    {
        FaultySigner right = Bedrock with { Path = "/model/amazon.nova-sonic-v1:0/x", SignedPath = "/model/amazon.nova-sonic-v1%3A0/x" };
        FaultySigner escaped = Bedrock with { Path = "/model/amazon.nova-sonic-v1%3A0/x", SignedPath = "/model/amazon.nova-sonic-v1%253A0/x" };
        FaultySigner decodedTwice = right with { SignedPath = "/model/amazon.nova-sonic-v1%253A0/x" };

        Assert.True(Check(right).SignatureValid);
        Assert.True(Check(escaped).SignatureValid);
        Assert.Equal("SignedForAnotherPath", Check(decodedTwice).Findings[0].Id);
        Assert.Contains("decoded and encoded twice", Check(decodedTwice).Findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void S3_decodes_the_slash_of_a_key_too()
    {
        FaultySigner s3 = new()
        {
            Scheme = "https",
            Host = "bucket.s3.us-west-2.amazonaws.com",
            Service = "s3",
            PayloadHash = "UNSIGNED-PAYLOAD",
            Query = [],
            Path = "/folder%2Ffile%20a:b",
        };

        Assert.True(Check(s3 with { SignedPath = "/folder/file%20a%3Ab" }).SignatureValid);
        Assert.Equal("SignedForAnotherPath", Check(s3 with { SignedPath = "/folder%2Ffile%20a%3Ab" }).Findings[0].Id);
    }

    [Fact]
    public void Every_value_of_a_repeated_header_counts()
    {
        UrlSigningRequest request = new(RequestUri.Parse("https://x.execute-api.us-east-1.amazonaws.com/a"), "execute-api")
        {
            Region = "us-east-1",
            Headers = [new("h", "1"), new("H", " 2 ")],
        };
        string url = UrlSigner.Sign(request, Credential, FaultySigner.Time).Url;
        InspectionOptions options = new(FaultySigner.Time) { Credential = Credential };

        Assert.True(SignedUrlInspector.Inspect(url, options with { Headers = request.Headers }).SignatureValid);
        Assert.True(SignedUrlInspector.Inspect(url, options with { Headers = [new("h", "1,2")] }).SignatureValid);
        Assert.False(SignedUrlInspector.Inspect(url, options with { Headers = [new("h", "1")] }).SignatureValid);
    }

    [Fact]
    public void A_signed_host_may_be_another_than_that_of_the_url()
    {
        const string Database = "db.cluster-abc.us-east-1.neptune.amazonaws.com:8182";
        UrlSigningRequest request = new(RequestUri.Parse("wss://haproxy.corp:8182/gremlin"), "neptune-db")
        {
            Region = "us-east-1",
            Headers = [new("Host", Database)],
        };
        SignedUrl url = UrlSigner.Sign(request, Credential, FaultySigner.Time);
        InspectionOptions options = new(FaultySigner.Time) { Credential = Credential };

        Assert.Contains($"\nhost:{Database}\n", url.CanonicalRequest, StringComparison.Ordinal);
        Assert.True(SignedUrlInspector.Inspect(url, options).Valid);
        Assert.True(SignedUrlInspector.Inspect(url.Url, options with { Headers = [new("HOST", Database)] }).Valid);
        Assert.Equal("SignatureMismatch", SignedUrlInspector.Inspect(url.Url, options).Findings.Single(static f => f.Id == "SignatureMismatch").Id);
    }

    private static FaultySigner Bedrock => new() { Host = "bedrock-runtime.us-east-1.amazonaws.com", Region = "us-east-1", Service = "bedrock", Query = [] };

    private static SignedUrlReport Check(FaultySigner signer) => SignedUrlInspector.Inspect(
        signer.Sign(), new InspectionOptions(FaultySigner.Time) { Credential = new AwsCredential(signer.AccessKey, signer.Secret) });

    private static UrlSigningRequest Make(Random random)
    {
        string service = Pick(random, Services);
        string path = "/" + string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => random.Next(4) == 0 ? "/" : Piece(random)));
        string query = string.Join("&", Enumerable.Range(0, random.Next(4)).Select(_ => $"{Generated.Name(random, 5)}={Uri.EscapeDataString(Generated.Text(random, 8))}"));
        SignerSettings settings = new SignerOverrides(
            random.Next(2) == 0 ? null : (PathEncoding)random.Next(3),
            random.Next(2) == 0 ? null : random.Next(2) == 0,
            random.Next(2) == 0 ? null : (SessionTokenMode)random.Next(2)).ApplyTo(AwsServices.Get(service).Settings);
        List<KeyValuePair<string, string>> headers = [.. Enumerable.Range(0, random.Next(4)).Select(_ => new KeyValuePair<string, string>(Pick(random, "h", "H", "x-b", "Accept", "Proxy-Connection", "TE"), Pick(random, "1", " two  words ", "ä", "")))];
        if (random.Next(4) == 0)
        {
            headers.Add(new("Host", Pick(random, "other.example", "other.example:8443")));
        }

        return new UrlSigningRequest(RequestUri.Parse($"https://host.example{path}{(query.Length > 0 ? "?" : string.Empty)}{query}"), service, settings)
        {
            Region = "us-east-1",
            Method = Pick(random, "GET", "PUT"),
            Headers = headers,
            PayloadHash = random.Next(3) == 0 ? SignableRequest.UnsignedPayload : null,
        };
    }

    private static string Piece(Random random)
    {
        int start = random.Next(Characters.Length);
        return Characters.Substring(start, random.Next(1, Math.Min(4, Characters.Length - start + 1)));
    }

    private static T Pick<T>(Random random, params T[] values) => values[random.Next(values.Length)];
}
