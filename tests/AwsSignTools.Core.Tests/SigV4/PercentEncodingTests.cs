using System;
using System.Linq;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.SigV4;

public class PercentEncodingTests
{
    [Fact]
    public void Only_the_unreserved_characters_stay_as_they_are()
    {
        const string Unreserved = "-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~";

        string kept = new([.. Enumerable.Range(0, 0x80).Select(static i => (char)i).Where(static c => PercentEncoding.Encode(c.ToString()) == c.ToString())]);

        Assert.Equal(Unreserved, kept);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(" ", "%20")]
    [InlineData("+", "%2B")]
    [InlineData("%", "%25")]
    [InlineData("/", "%2F")]
    [InlineData("*", "%2A")]
    [InlineData("\0", "%00")]
    [InlineData("\u007F", "%7F")]
    [InlineData("é", "%C3%A9")]
    [InlineData("ሴ", "%E1%88%B4")]
    [InlineData("😀", "%F0%9F%98%80")]
    [InlineData("a😀é~", "a%F0%9F%98%80%C3%A9~")]
    public void Every_other_byte_of_the_utf8_becomes_upper_case_hexadecimal(string text, string encoded)
    {
        Assert.Equal(encoded, PercentEncoding.Encode(text));
        Assert.Equal(text, PercentEncoding.Decode(encoded));
    }

    // Uri.EscapeDataString encodes by RFC 3986 too.
    [Fact]
    public void Random_text_is_encoded_as_the_platform_does_and_comes_back()
    {
        for (int seed = 0; seed < 5000; seed++)
        {
            string text = Generated.Text(new Random(seed), 300);
            string encoded = PercentEncoding.Encode(text);

            Assert.True(encoded == Uri.EscapeDataString(text), $"seed {seed}");
            Assert.True(PercentEncoding.Decode(encoded) == text, $"seed {seed}");
        }
    }

    [Theory]
    [InlineData("%2b%2B", "++")]
    [InlineData("a+b", "a+b")]
    [InlineData("%253A", "%3A")]
    [InlineData("é%C3%A9", "éé")]
    public void Decoding_is_done_once_and_leaves_a_plus_alone(string encoded, string text) =>
        Assert.Equal(text, PercentEncoding.Decode(encoded));

    [Theory]
    [InlineData("%")]
    [InlineData("%4")]
    [InlineData("%G1")]
    [InlineData("%1G")]
    [InlineData("%%41")]
    [InlineData("a%")]
    [InlineData("%C3")]
    [InlineData("%FF")]
    [InlineData("%C0%AF")]
    [InlineData("%ED%A0%80")]
    [InlineData("ok%41then%FFwrong")]
    public void A_malformed_escape_is_refused_with_the_whole_value(string encoded)
    {
        Finding finding = Refused.As("UriEscapeInvalid", encoded, () => PercentEncoding.Decode(encoded));

        Assert.Contains($"'{encoded}'", finding.Message, StringComparison.Ordinal);
    }

    // No theory: the runner itself would send such texts as U+FFFD.
    [Fact]
    public void Half_of_a_surrogate_pair_is_refused()
    {
        string[] texts = ["\uD800", "\uDC00", "a\uD83D", "\uD83Da", "\uDE00\uD83D", "\uD83D\uD83D"];
        foreach (string text in texts)
        {
            _ = Refused.As("TextInvalid", () => PercentEncoding.Encode(text));
            _ = Refused.As("TextInvalid", () => PercentEncoding.Encode(new string('x', 500) + text));
            _ = Refused.As("UriEscapeInvalid", () => PercentEncoding.Decode("%41" + text));
        }
    }

    [Fact]
    public void Null_arguments_are_named()
    {
        Assert.Throws<ArgumentNullException>("text", () => PercentEncoding.Encode(null!));
        Assert.Throws<ArgumentNullException>("encoded", () => PercentEncoding.Decode((string)null!));
    }
}
