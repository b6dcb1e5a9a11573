using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.SigV4;

public class PublishedSuiteTests
{
    public static TheoryData<string> Names { get; } = [.. PublishedSuite.Cases.Select(static c => c.Name)];

    [Fact]
    public void All_cases_but_one_are_here() => Assert.Equal(37, PublishedSuite.Cases.Select(static c => c.Name).Distinct().Count());

    [Theory]
    [MemberData(nameof(Names))]
    public void The_header_signer_gives_the_published_signature(string name)
    {
        SuiteCase published = Find(name);
        SignedRequest signed = new SigV4HeaderSigner("service", Settings(published))
            .Sign(Request(published), Credential(published), "us-east-1", Known.Time);

        string[] canonical = signed.CanonicalRequest.Split('\n');
        Assert.Equal(published.CanonicalPath, canonical[1]);
        Assert.Equal(published.CanonicalQuery, canonical[2]);
        Assert.Equal(published.HeaderSignature, signed.Signature);
        string authorization = (string)signed.Headers["Authorization"]!;
        Assert.EndsWith(", Signature=" + published.HeaderSignature, authorization, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_presigner_gives_the_published_signature(string name)
    {
        SuiteCase published = Find(name);
        SignedUrl signed = new SigV4Presigner("service", Settings(published))
            .Presign(Request(published), Credential(published), "us-east-1", Known.Time, TimeSpan.FromSeconds(3600));

        string[] canonical = signed.CanonicalRequest.Split('\n');
        Assert.Equal(published.CanonicalPath, canonical[1]);
        Assert.StartsWith(published.CanonicalQuery, canonical[2], StringComparison.Ordinal);
        Assert.Equal(published.QuerySignature, signed.Signature);
        Assert.Contains("&X-Amz-Signature=" + published.QuerySignature, signed.Url, StringComparison.Ordinal);
    }

    [Fact]
    public void Get_vanilla_is_as_published_to_the_letter()
    {
        SignedRequest signed = new SigV4HeaderSigner("service").Sign(Known.Get(), Known.Credential, "us-east-1", Known.Time);

        Assert.Equal(
            """
            GET
            /

            host:example.amazonaws.com
            x-amz-date:20150830T123600Z

            host;x-amz-date
            e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
            """.ReplaceLineEndings("\n"),
            signed.CanonicalRequest);
        Assert.Equal(
            """
            AWS4-HMAC-SHA256
            20150830T123600Z
            20150830/us-east-1/service/aws4_request
            bb579772317eb040ac9ed261061d46c1f17a8133879d6129b6e1c25292927e63
            """.ReplaceLineEndings("\n"),
            signed.StringToSign);
        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, "
            + "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
            (string)signed.Headers["Authorization"]!);
    }

    [Fact]
    public void A_folded_header_of_get_header_value_multiline_is_refused()
    {
        SignableRequest request = new("GET", Known.Endpoint, "/", headers: [new("My-Header1", "value1\n  value2\n     value3")]);

        _ = Refused.As(
            "HeaderInvalid",
            "my-header1",
            () => new SigV4HeaderSigner("service").Sign(request, Known.Credential, "us-east-1", Known.Time));
    }

    private static SuiteCase Find(string name) => PublishedSuite.Cases.Single(c => c.Name == name);

    private static AwsCredential Credential(SuiteCase published) => new(Known.AccessKeyId, Known.SecretKey, published.Token);

    private static SignerSettings Settings(SuiteCase published) => new()
    {
        PathEncoding = PathEncoding.Once,
        NormalizePath = published.Normalize,
        SessionTokenMode = published.TokenMode,
        SendContentSha256 = published.Body is not null,
    };

    private static SignableRequest Request(SuiteCase published)
    {
        string hash = published.Body is { } body
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))
            : SignableRequest.EmptyPayloadHash;
        IReadOnlyList<QueryParameter> query = QueryParameter.ParseQuery(published.Query);
        return new SignableRequest(published.Method, Known.Endpoint, published.Path, query, published.Headers, hash);
    }
}
