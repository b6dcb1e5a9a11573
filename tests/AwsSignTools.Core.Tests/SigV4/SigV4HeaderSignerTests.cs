using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.SigV4;

public class SigV4HeaderSignerTests
{
    private static readonly SigV4HeaderSigner Signer = new("service");

    // awslabs/aws-c-auth, test_event_signing.c: the request whose signature seeds a chain of events.
    [Fact]
    public void The_initial_request_of_an_event_stream_is_signed_as_published()
    {
        SignableRequest request = new(
            "POST",
            Known.EndpointOf("https://demo.us-east-1.amazonaws.com"),
            "/streaming",
            headers: [new("Content-Encoding", "application/vnd.amazon.eventstream")],
            payloadHash: SignableRequest.EventStreamPayload);
        SignedRequest signed = new SigV4HeaderSigner("demo").Sign(
            request, new AwsCredential("access", "secret"), "us-east-1", new DateTimeOffset(1981, 1, 16, 6, 30, 0, TimeSpan.Zero));

        Assert.Equal("e1d8e8c8815e60969f2a34765c9a15945ffc0badbaa4b7e3b163ea19131e949b", signed.Signature);
        Assert.Equal(
            new KeyValuePair<string, string>[]
            {
                new("Content-Encoding", "application/vnd.amazon.eventstream"),
                new("X-Amz-Date", "19810116T063000Z"),
                new("X-Amz-Content-Sha256", "STREAMING-AWS4-HMAC-SHA256-EVENTS"),
                new(
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=access/19810116/us-east-1/demo/aws4_request, "
                    + "SignedHeaders=content-encoding;host;x-amz-content-sha256;x-amz-date, "
                    + "Signature=e1d8e8c8815e60969f2a34765c9a15945ffc0badbaa4b7e3b163ea19131e949b"),
            },
            Headers(signed));
    }

    [Fact]
    public void A_header_that_no_utf8_can_carry_is_refused() => _ = Refused.As(
        "HeaderInvalid", "x-test", () => Signer.Sign(new("GET", Known.Endpoint, "/", headers: [new("X-Test", "a\uD800")]), Known.Credential, "us-east-1", Known.Time));

    [Theory]
    [InlineData("a\tb", "a b")]
    [InlineData("a\t\tb", "a b")]
    [InlineData(" \t a \t b \t ", "a b")]
    [InlineData("a b", "a b")]
    [InlineData("", "")]
    [InlineData(" \t ", "")]
    [InlineData("\"a   b\"", "\"a b\"")]
    [InlineData("a\u00A0\u00A0b", "a\u00A0\u00A0b")]
    public void White_space_in_a_header_is_trimmed_and_made_one_space(string value, string canonical)
    {
        // Tabs count as spaces, as in awslabs/aws-c-auth and AWSSDK.Core. A no-break space is no white space of HTTP.
        SignableRequest request = new("GET", Known.Endpoint, "/", headers: [new("X-Test", value)]);
        SignedRequest signed = Signer.Sign(request, Known.Credential, "us-east-1", Known.Time);

        Assert.Contains($"\nx-test:{canonical}\n", signed.CanonicalRequest, StringComparison.Ordinal);
        Assert.Equal(value, signed.Headers["X-Test"]);
    }

    [Theory]
    [InlineData("a\rb")]
    [InlineData("a\nb")]
    [InlineData("a\r\nX-Injected: 1")]
    [InlineData("a\0b")]
    public void A_line_end_in_a_header_is_refused_and_its_value_not_shown(string value)
    {
        SignableRequest request = new("GET", Known.Endpoint, "/", headers: [new("X-Test", "canary" + value)]);

        AwsSignTools.Findings.Finding finding = Refused.As(
            "HeaderInvalid", "x-test", () => Signer.Sign(request, Known.Credential, "us-east-1", Known.Time));

        Assert.DoesNotContain("canary", finding.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("X Test")]
    [InlineData("X-Test:")]
    [InlineData("X-Tést")]
    [InlineData("X\nTest")]
    public void A_name_that_is_no_header_name_is_refused(string name)
    {
        SignableRequest request = new("GET", Known.Endpoint, "/", headers: [new(name, "1")]);

        _ = Refused.As("HeaderInvalid", name, () => Signer.Sign(request, Known.Credential, "us-east-1", Known.Time));
    }

    [Theory]
    [InlineData("Authorization")]
    [InlineData("authorization")]
    [InlineData("X-AMZ-DATE")]
    [InlineData("x-amz-security-token")]
    [InlineData("x-amz-content-sha256")]
    public void A_header_that_the_signer_adds_itself_is_refused(string name)
    {
        SignableRequest request = new("GET", Known.Endpoint, "/", headers: [new(name, "other")]);

        _ = Refused.As("RequestAlreadySigned", name, () => Signer.Sign(request, Known.Credential, "us-east-1", Known.Time));
    }

    [Fact]
    public void The_payloads_hash_may_be_given_as_a_header_where_it_is_the_same()
    {
        SignableRequest request = new(
            "POST", Known.Endpoint, "/", headers: [new("X-Amz-Content-SHA256", SignableRequest.UnsignedPayload)], payloadHash: SignableRequest.UnsignedPayload);
        SignedRequest signed = new SigV4HeaderSigner("service", new SignerSettings { SendContentSha256 = true })
            .Sign(request, Known.Credential, "us-east-1", Known.Time);

        _ = Assert.Single(Headers(signed), static h => h.Key.Equals("x-amz-content-sha256", StringComparison.OrdinalIgnoreCase));
        Assert.EndsWith("\nhost;x-amz-content-sha256;x-amz-date\nUNSIGNED-PAYLOAD", signed.CanonicalRequest, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Connection")]
    [InlineData("Expect")]
    [InlineData("Keep-Alive")]
    [InlineData("TE")]
    [InlineData("Trailer")]
    [InlineData("Transfer-Encoding")]
    [InlineData("Upgrade")]
    [InlineData("User-Agent")]
    [InlineData("X-Amzn-Trace-Id")]
    public void A_header_that_changes_on_the_way_is_sent_but_not_signed(string name)
    {
        SignableRequest request = new("GET", Known.Endpoint, "/", headers: [new(name, "1")]);
        SignedRequest signed = Signer.Sign(request, Known.Credential, "us-east-1", Known.Time);

        Assert.Contains(new(name, "1"), Headers(signed));
        Assert.Contains("SignedHeaders=host;x-amz-date,", (string)signed.Headers["Authorization"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_token_is_signed_or_appended_as_the_settings_say()
    {
        AwsCredential credential = new(Known.AccessKeyId, Known.SecretKey, "to/ken==");
        SignedRequest signed = Signer.Sign(Known.Get(), credential, "us-east-1", Known.Time);
        SignedRequest appended = new SigV4HeaderSigner("service", new SignerSettings { SessionTokenMode = SessionTokenMode.Appended })
            .Sign(Known.Get(), credential, "us-east-1", Known.Time);
        SignedRequest without = Signer.Sign(Known.Get(), Known.Credential, "us-east-1", Known.Time);

        KeyValuePair<string, string> token = new("X-Amz-Security-Token", "to/ken==");
        Assert.Contains(token, Headers(signed));
        Assert.Contains("\nx-amz-security-token:to/ken==\n", signed.CanonicalRequest, StringComparison.Ordinal);
        Assert.Contains(token, Headers(appended));
        Assert.Equal(without.CanonicalRequest, appended.CanonicalRequest);
        Assert.Equal(without.Signature, appended.Signature);
        Assert.DoesNotContain(Headers(without), static h => h.Key == "X-Amz-Security-Token");
    }

    [Fact]
    public void The_url_is_what_was_signed()
    {
        SignableRequest request = new(
            "POST", Known.EndpointOf("https://EXAMPLE.amazonaws.com:8443"), "/a b/%2f", [new("z", "1"), new("a", "x y+")]);
        SignedRequest signed = Signer.Sign(request, Known.Credential, "us-east-1", Known.Time.AddMilliseconds(999));

        Assert.Equal("https://example.amazonaws.com:8443/a%20b/%2F?a=x%20y%2B&z=1", signed.Url);
        Assert.StartsWith("POST\n/a%2520b/%252F\na=x%20y%2B&z=1\nhost:example.amazonaws.com:8443\n", signed.CanonicalRequest, StringComparison.Ordinal);
        Assert.Equal("https://example.amazonaws.com/", Signer.Sign(Known.Get(""), Known.Credential, "us-east-1", Known.Time).Url);
        Assert.Equal("POST", signed.Method);
        Assert.Equal("service", signed.Service);
        Assert.Equal("us-east-1", signed.Region);
        Assert.Equal(Known.Time, signed.SignedAt);
    }

    [Fact]
    public void Null_arguments_are_named()
    {
        Assert.Throws<ArgumentNullException>("service", () => new SigV4HeaderSigner(null!));
        Assert.Throws<ArgumentNullException>("request", () => Signer.Sign(null!, Known.Credential, "us-east-1", Known.Time));
        Assert.Throws<ArgumentNullException>("credential", () => Signer.Sign(Known.Get(), null!, "us-east-1", Known.Time));
    }

    private static KeyValuePair<string, string>[] Headers(SignedRequest signed) =>
        [.. signed.Headers.Cast<DictionaryEntry>().Select(static h => new KeyValuePair<string, string>((string)h.Key, (string)h.Value!))];
}
