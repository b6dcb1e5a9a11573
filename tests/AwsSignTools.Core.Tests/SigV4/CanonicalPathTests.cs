using System;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.SigV4;

public class CanonicalPathTests
{
    // Given path; what is sent where the service encodes what it receives once more (the default), and the canonical path.
    [Theory]
    [InlineData("", "/", "/")]
    [InlineData("/", "/", "/")]
    [InlineData("/a", "/a", "/a")]
    [InlineData("/a b", "/a%20b", "/a%2520b")]
    [InlineData("/a%20b", "/a%20b", "/a%2520b")]
    [InlineData("/a%2fb", "/a%2Fb", "/a%252Fb")]
    [InlineData("/a%2Fb", "/a%2Fb", "/a%252Fb")]
    [InlineData("/a+b", "/a+b", "/a%2Bb")]
    [InlineData("/model/amazon.nova-sonic-v1:0/x", "/model/amazon.nova-sonic-v1:0/x", "/model/amazon.nova-sonic-v1%3A0/x")]
    [InlineData("/model/amazon.nova-sonic-v1%3A0/x", "/model/amazon.nova-sonic-v1%3A0/x", "/model/amazon.nova-sonic-v1%253A0/x")]
    [InlineData("/!$&'()*+,;=:@", "/!$&'()*+,;=:@", "/%21%24%26%27%28%29%2A%2B%2C%3B%3D%3A%40")]
    [InlineData("/[a]|{b}", "/%5Ba%5D%7C%7Bb%7D", "/%255Ba%255D%257C%257Bb%257D")]
    [InlineData("/ü/😀", "/%C3%BC/%F0%9F%98%80", "/%25C3%25BC/%25F0%259F%2598%2580")]
    [InlineData("/a?b#c", "/a%3Fb%23c", "/a%253Fb%2523c")]
    [InlineData("/%41%2D%7E", "/A-~", "/A-~")]
    [InlineData("//a///b/", "//a///b/", "/a/b/")]
    [InlineData("/a/./b", "/a/./b", "/a/b")]
    [InlineData("/a/../b", "/a/../b", "/b")]
    [InlineData("/a/%2E%2E/b", "/a/../b", "/b")]
    [InlineData("/../../a", "/../../a", "/a")]
    [InlineData("/a/b/..", "/a/b/..", "/a")]
    [InlineData("/a/b/.", "/a/b/.", "/a/b")]
    [InlineData("/..", "/..", "/")]
    [InlineData("/a...b/..c", "/a...b/..c", "/a...b/..c")]
    public void A_path_is_sent_as_it_is_given_and_signed_encoded_once_more(string path, string sent, string canonical) =>
        Assert.Equal((sent, canonical), Paths(path, new SignerSettings()));

    // S3 decodes what it receives, and encodes it once.
    [Theory]
    [InlineData("/a b", "/a%20b", "/a%20b")]
    [InlineData("/a%20b", "/a%20b", "/a%20b")]
    [InlineData("/a+b", "/a%2Bb", "/a%2Bb")]
    [InlineData("/a:b", "/a%3Ab", "/a%3Ab")]
    [InlineData("/a%3ab", "/a%3Ab", "/a%3Ab")]
    [InlineData("/folder%2Ffile", "/folder%2Ffile", "/folder/file")]
    [InlineData("/ü/😀", "/%C3%BC/%F0%9F%98%80", "/%C3%BC/%F0%9F%98%80")]
    [InlineData("/%41%2D", "/A-", "/A-")]
    [InlineData("//a///b/", "//a///b/", "//a///b/")]
    [InlineData("/a/../b", "/a/../b", "/a/../b")]
    public void A_path_that_the_service_decodes_is_sent_in_its_strict_encoding(string path, string sent, string canonical) =>
        Assert.Equal((sent, canonical), Paths(path, new SignerSettings { PathEncoding = PathEncoding.Once, NormalizePath = false }));

    [Theory]
    [InlineData("//a/./../b/")]
    [InlineData("/a/b/..")]
    public void A_path_is_left_as_it_is_where_the_settings_say_so(string path) =>
        Assert.Equal((path, path), Paths(path, new SignerSettings { NormalizePath = false }));

    [Fact]
    public void A_path_taken_as_it_is_is_not_encoded_at_all()
    {
        SignerSettings settings = new() { PathEncoding = PathEncoding.None };

        Assert.Equal(("/a%20b/%e4(1)", "/a%20b/%e4(1)"), Paths("/a%20b/%e4(1)", settings));
        Assert.Equal(("/a/../b", "/b"), Paths("/a/../b", settings));
    }

    // What cannot stand in a URL would be signed in one form and sent in another.
    [Theory]
    [InlineData("/a b")]
    [InlineData("/é")]
    [InlineData("/a\nb")]
    [InlineData("/a\u007Fb")]
    [InlineData("/a[b")]
    [InlineData("/a^b")]
    [InlineData("/a?b")]
    [InlineData("/a#b")]
    public void A_path_taken_as_it_is_must_be_a_path_of_a_url(string path) =>
        _ = Refused.As("PathInvalid", path, () => Paths(path, new SignerSettings { PathEncoding = PathEncoding.None }));

    [Theory]
    [InlineData("/%")]
    [InlineData("/a%2")]
    [InlineData("/%zz/b")]
    [InlineData("/%FF")]
    public void A_malformed_escape_in_a_path_is_refused(string path) =>
        _ = Refused.As("UriEscapeInvalid", () => Paths(path, new SignerSettings()));

    // Without its slash "https://example.amazonaws.com" and ".evil.example" would be another host.
    [Theory]
    [InlineData("a")]
    [InlineData(".evil.example/")]
    [InlineData("@evil.example/")]
    public void A_path_begins_with_a_slash(string path) =>
        _ = Refused.As("PathInvalid", path, () => new SignableRequest("GET", Known.Endpoint, path));

    private static (string Url, string Canonical) Paths(string path, SignerSettings settings)
    {
        SignedUrl url = new SigV4Presigner("service", settings)
            .Presign(Known.Get(path), Known.Credential, "us-east-1", Known.Time, TimeSpan.FromSeconds(60));
        const string Origin = "https://example.amazonaws.com";
        Assert.StartsWith(Origin, url.Url, StringComparison.Ordinal);
        return (url.Url.Substring(Origin.Length, url.Url.IndexOf('?', StringComparison.Ordinal) - Origin.Length), url.CanonicalRequest.Split('\n')[1]);
    }
}
