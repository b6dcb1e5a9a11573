using System;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.SigV4;

public class EndpointTests
{
    [Theory]
    [InlineData("wss://h.example", "wss", "h.example", 443, "h.example")]
    [InlineData("WSS://H.Example:443/", "wss", "h.example", 443, "h.example")]
    [InlineData("https://h.example:8443/p?q", "https", "h.example", 8443, "h.example:8443")]
    [InlineData("http://h.example:443", "http", "h.example", 443, "h.example:443")]
    [InlineData("ws://h.example:080", "ws", "h.example", 80, "h.example")]
    [InlineData("https://127.0.0.1:1", "https", "127.0.0.1", 1, "127.0.0.1:1")]
    [InlineData("https://[::1]:65535", "https", "[::1]", 65535, "[::1]:65535")]
    [InlineData("https://[2001:DB8::1]", "https", "[2001:db8::1]", 443, "[2001:db8::1]")]
    [InlineData("https://Bücher.example", "https", "xn--bcher-kva.example", 443, "xn--bcher-kva.example")]
    public void An_endpoint_is_taken_apart(string url, string scheme, string host, int port, string hostHeader)
    {
        Endpoint endpoint = RequestUri.Parse(url).Endpoint;

        Assert.Equal(scheme, endpoint.Scheme);
        Assert.Equal(host, endpoint.Host);
        Assert.Equal(port, endpoint.Port);
        Assert.Equal(hostHeader, endpoint.HostHeader);
        Assert.Equal($"{scheme}://{hostHeader}", endpoint.ToString());
    }

    [Theory]
    [InlineData("ftp://h.example")]
    [InlineData("wsss://h.example")]
    [InlineData("://h.example")]
    [InlineData("https://")]
    [InlineData("https:///path")]
    [InlineData("https://h.example:")]
    [InlineData("https://h.example:0")]
    [InlineData("https://h.example:65536")]
    [InlineData("https://h.example:99999999999999999999")]
    [InlineData("https://h.example:+80")]
    [InlineData("https://h.example:8 0")]
    [InlineData("https://h.example:8443:1")]
    [InlineData("https://h example")]
    [InlineData("https://h..example")]
    [InlineData("https://[::1")]
    [InlineData("https://::1")]
    [InlineData("https://h\\example")]
    [InlineData("https://h.example\n.evil.example")]
    [InlineData("h.example")]
    [InlineData("")]
    public void A_text_that_is_no_endpoint_is_refused(string url) => _ = Refused.As("EndpointInvalid", url, () => RequestUri.Parse(url));

    [Fact]
    public void A_fragment_is_refused() => _ = Refused.As("EndpointInvalid", () => RequestUri.Parse("https://h.example/#f"));

    [Fact]
    public void A_bare_host_takes_the_default_scheme()
    {
        RequestUri uri = RequestUri.Parse(" h.example:8443/p?q=1\r\n", "wss");

        Assert.Equal("wss://h.example:8443", uri.Endpoint.ToString());
        Assert.Equal("/p", uri.Path);
        Assert.Equal("q=1", uri.Query);
        Assert.Equal("https://h.example", RequestUri.Parse("https://h.example", "wss").Endpoint.ToString());
    }

    [Theory]
    [InlineData("https://h.example", "", null)]
    [InlineData("https://h.example/", "/", null)]
    [InlineData("https://h.example?", "", "")]
    [InlineData("https://h.example?a=/b?c", "", "a=/b?c")]
    [InlineData("https://h.example/a/../%7e//b?%41=%2f", "/a/../%7e//b", "%41=%2f")]
    [InlineData("h.example?u=https://x", "", "u=https://x")]
    public void The_path_and_the_query_are_kept_to_the_letter(string url, string path, string? query)
    {
        RequestUri uri = RequestUri.Parse(url, "https");

        Assert.Equal(path, uri.Path);
        Assert.Equal(query, uri.Query);
        Assert.Equal(path is "" or "/", uri.IsRoot);
    }

    [Fact]
    public void A_null_url_is_named() => Assert.Throws<ArgumentNullException>("text", () => RequestUri.Parse(null!));

    // Whoever pastes the wrong thing into an endpoint must not find it in a log: a password, or what a signed URL carries.
    [Theory]
    [InlineData("https://user:canary@h.example")]
    [InlineData("ftp://user:canary@h.example")]
    [InlineData("https://user:canary@h.example/#f")]
    [InlineData("user:canary@h.example")]
    [InlineData("h.example?X-Amz-Security-Token=canary")]
    [InlineData("ftp://h.example?X-Amz-Security-Token=canary")]
    [InlineData("https://h..example/?X-Amz-Security-Token=canary")]
    [InlineData("https://h.example:0/?X-Amz-Security-Token=canary")]
    [InlineData("https://h.example/?X-Amz-Security-Token=canary#f")]
    [InlineData("https://h.example#canary")]
    public void No_message_shows_a_user_name_or_a_query(string url)
    {
        AwsSignTools.Findings.InvalidInputException e = Assert.Throws<AwsSignTools.Findings.InvalidInputException>(() => RequestUri.Parse(url));

        Assert.Equal("EndpointInvalid", e.Finding.Id);
        Assert.DoesNotContain("canary", e.ToString() + e.Finding + e.Finding.Target, StringComparison.Ordinal);
    }
}
