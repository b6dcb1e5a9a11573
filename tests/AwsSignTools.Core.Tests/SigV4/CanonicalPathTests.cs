using System;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.SigV4;

public class CanonicalPathTests
{
    // Given path, the URL's path, the canonical path encoded twice (the default) and once.
    [Theory]
    [InlineData("", "/", "/", "/")]
    [InlineData("/", "/", "/", "/")]
    [InlineData("/a", "/a", "/a", "/a")]
    [InlineData("/a b", "/a%20b", "/a%2520b", "/a%20b")]
    [InlineData("/a%20b", "/a%20b", "/a%2520b", "/a%20b")]
    [InlineData("/a%2fb", "/a%2Fb", "/a%252Fb", "/a%2Fb")]
    [InlineData("/a+b", "/a%2Bb", "/a%252Bb", "/a%2Bb")]
    [InlineData("/ü/😀", "/%C3%BC/%F0%9F%98%80", "/%25C3%25BC/%25F0%259F%2598%2580", "/%C3%BC/%F0%9F%98%80")]
    [InlineData("/a?b#c", "/a%3Fb%23c", "/a%253Fb%2523c", "/a%3Fb%23c")]
    [InlineData("/%41%2D", "/A-", "/A-", "/A-")]
    [InlineData("//a///b/", "//a///b/", "/a/b/", "/a/b/")]
    [InlineData("/a/./b", "/a/./b", "/a/b", "/a/b")]
    [InlineData("/a/../b", "/a/../b", "/b", "/b")]
    [InlineData("/a/%2E%2E/b", "/a/../b", "/b", "/b")]
    [InlineData("/../../a", "/../../a", "/a", "/a")]
    [InlineData("/a/b/..", "/a/b/..", "/a/", "/a/")]
    [InlineData("/a/b/.", "/a/b/.", "/a/b/", "/a/b/")]
    [InlineData("/..", "/..", "/", "/")]
    [InlineData("/a...b/..c", "/a...b/..c", "/a...b/..c", "/a...b/..c")]
    public void A_path_is_decoded_once_and_encoded_once_or_twice(string path, string urlPath, string twice, string once)
    {
        Assert.Equal((urlPath, twice), Paths(path, new SignerSettings()));
        Assert.Equal((urlPath, once), Paths(path, new SignerSettings { PathEncoding = PathEncoding.Once }));
    }

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
