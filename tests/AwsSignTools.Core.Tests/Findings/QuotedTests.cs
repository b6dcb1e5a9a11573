using System;
using AwsSignTools.Findings;
using Xunit;

namespace AwsSignTools.Core.Tests.Findings;

public class QuotedTests
{
    [Theory]
    [InlineData(null, "(null)")]
    [InlineData("", "''")]
    [InlineData("a'b é", "'a'b é'")]
    [InlineData("a\r\n\tb\u0000\u007F\u0085", "'a\\u000d\\u000a\\u0009b\\u0000\\u007f\\u0085'")]
    [InlineData("😀", "'😀'")]
    [InlineData("a\u2028b\u2029c", "'a\\u2028b\\u2029c'")]
    [InlineData("user\u202Egpj", "'user\\u202egpj'")]
    [InlineData("\uFEFFa\u200B", "'\\ufeffa\\u200b'")]
    public void A_value_is_quoted_on_one_line_and_shows_what_cannot_be_seen(string? value, string quoted) => Assert.Equal(quoted, Quoted.Value(value));

    [Fact]
    public void A_long_value_is_cut_and_tells_its_length()
    {
        Assert.Equal("'" + new string('a', 120) + "'", Quoted.Value(new string('a', 120)));
        Assert.Equal("'" + new string('a', 120) + "…' (121 characters)", Quoted.Value(new string('a', 121)));
    }

    [Theory]
    [InlineData("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "(hidden: 40 characters that look like a secret)")]
    [InlineData("eyJhbGciOiJFUzM4NCJ9.eyJhIjoxfQ.c2ln", "(hidden: 36 characters that look like a token)")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIG2\n", "(hidden: 33 characters that look like a key)")]
    [InlineData("wss://h/?X-Amz-Signature=abc", "'wss://h/?X-Amz-Signature=***'")]
    public void A_value_that_looks_like_a_secret_is_not_shown(string value, string quoted) => Assert.Equal(quoted, Quoted.Value(value));

    [Fact]
    public void A_secret_that_is_cut_is_not_shown_either() => Assert.DoesNotContain(
        "abcdef", Quoted.UpTo(50, "wss://h/" + new string('a', 20) + "?X-Amz-Signature=abcdefabcdefabcdef"), StringComparison.Ordinal);

    [Theory]
    [InlineData("wss://h.example/p", "wss://h.example/p")]
    [InlineData("wss://h.example?a=canary", "wss://h.example?…")]
    [InlineData("wss://h.example/p#canary?x", "wss://h.example/p#…")]
    [InlineData("wss://user:canary@h.example/p", "…@h.example/p")]
    [InlineData("wss://user:canary@h.example?a=b@c", "…@h.example?…")]
    [InlineData("wss://h.example?a=b@canary", "wss://h.example?…")]
    [InlineData("", "")]
    public void A_url_is_shown_without_what_may_be_secret(string url, string shown) => Assert.Equal(shown, Quoted.WithoutSecrets(url));
}
