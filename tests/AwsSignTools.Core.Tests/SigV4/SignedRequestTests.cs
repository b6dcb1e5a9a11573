using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.SigV4;

public class SignedRequestTests
{
    private static readonly SigV4HeaderSigner Signer = new("service");

    [Fact]
    public void Headers_are_found_in_any_case_and_stand_in_their_order()
    {
        SignedRequest signed = Sign([new("X-Second", "2"), new("x-first", "1")]);

        Assert.Equal("2", signed.Headers["x-second"]);
        Assert.Equal("1", signed.Headers["X-FIRST"]);
        Assert.Equal("20150830T123600Z", signed.Headers["x-amz-date"]);
        Assert.Equal(["X-Second", "x-first", "X-Amz-Date", "Authorization"], signed.Headers.Keys.Cast<string>());
        Assert.Null(signed.Headers["host"]);
    }

    // What is sent is one line, and the server makes of it the line that was signed.
    [Fact]
    public void Values_of_one_name_are_one_line_as_they_were_signed()
    {
        SignedRequest signed = Sign([new("My-Header", "b"), new("Other", "x"), new("my-header", "a"), new("MY-HEADER", " c  d ")]);

        Assert.Equal(["my-header", "Other", "X-Amz-Date", "Authorization"], signed.Headers.Keys.Cast<string>(), StringComparer.OrdinalIgnoreCase);
        Assert.Equal("b,a, c  d ", signed.Headers["my-header"]);
        Assert.Contains("\nmy-header:b,a,c d\n", signed.CanonicalRequest, StringComparison.Ordinal);
        SignedRequest one = Sign([new("My-Header", "b,a,c d"), new("Other", "x")]);
        Assert.Equal(one.Signature, signed.Signature);
    }

    [Fact]
    public void A_header_without_a_value_is_an_empty_one()
    {
        SignedRequest signed = Sign([new("a", null!), new("a", "x"), new("b", null!)]);

        Assert.Equal(",x", signed.Headers["a"]);
        Assert.Equal("", signed.Headers["b"]);
        Assert.Contains("\na:,x\nb:\n", signed.CanonicalRequest, StringComparison.Ordinal);
    }

    [Fact]
    public void The_string_to_sign_is_that_of_the_canonical_request()
    {
        SignedRequest signed = Sign([new("X-Test", "é")]);
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(signed.CanonicalRequest)));

        Assert.Equal($"AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/service/aws4_request\n{hash}", signed.StringToSign);
        byte[] key = Amazon.Runtime.Internal.Auth.AWS4Signer.ComposeSigningKey(Known.SecretKey, "us-east-1", "20150830", "service");
        Assert.Equal(signed.Signature, Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(signed.StringToSign))));
    }

    [Fact]
    public void The_body_goes_with_the_request_and_changes_nothing_else()
    {
        SignedRequest signed = Sign([]);
        byte[] body = [1, 2, 3];

        SignedRequest with = signed.WithBody(body);

        Assert.Null(signed.Body);
        Assert.Same(signed, signed.WithBody(null));
        Assert.Same(body, with.Body);
        Assert.Equal(
            (signed.Method, signed.Url, signed.Service, signed.Region, signed.SignedAt, signed.Signature, signed.CanonicalRequest, signed.StringToSign),
            (with.Method, with.Url, with.Service, with.Region, with.SignedAt, with.Signature, with.CanonicalRequest, with.StringToSign));
        Assert.Equal(signed.Headers.Cast<DictionaryEntry>(), with.Headers.Cast<DictionaryEntry>());
        Assert.Empty(signed.WithBody([]).Body!);
    }

    [Fact]
    public void Text_of_a_request_has_no_secret()
    {
        AwsCredential credential = new(Known.AccessKeyId, Known.SecretKey, "SESSION-TOKEN");
        SignedRequest signed = Signer.Sign(
            new("POST", Known.Endpoint, "/path", [new("a", "b")], [new("X-Api-Key", "API-KEY")]), credential, "us-east-1", Known.Time).WithBody("BODY"u8.ToArray());

        Assert.Equal("POST https://example.amazonaws.com/path?a=b", signed.ToString());
        Assert.Equal("SESSION-TOKEN", signed.Headers["X-Amz-Security-Token"]);
    }

    private static SignedRequest Sign(IReadOnlyList<KeyValuePair<string, string>> headers) =>
        Signer.Sign(new("GET", Known.Endpoint, "/", headers: headers), Known.Credential, "us-east-1", Known.Time);
}
