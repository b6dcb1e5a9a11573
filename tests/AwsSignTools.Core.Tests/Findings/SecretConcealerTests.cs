using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text.Json;
using AwsSignTools.Findings;
using Xunit;

namespace AwsSignTools.Core.Tests.Findings;

public class SecretConcealerTests
{
    private const string Token = "IQoJb3/ZZbx+Kd0=rS/nN9a7Wv1/Uq+Yp5+Tz==";
    private const string Signature = "b228dbec8c1008c80c162e1210e4503dceead1e4d4751b4d9787314fd6da4d55";

    private static readonly Dictionary<string, Func<string, string>> Spellings = new()
    {
        ["plain"] = static s => s,
        ["percent"] = Uri.EscapeDataString,
        ["percent, lower case"] = static s => Each(s, c => IsPlain(c) ? $"{c}" : $"%{(int)c:x2}"),
        ["percent, every character"] = static s => Each(s, static c => $"%{(int)c:X2}"),
        ["percent u"] = static s => Each(s, c => IsPlain(c) ? $"{c}" : $"%u{(int)c:X4}"),
        ["HTML"] = WebUtility.HtmlEncode,
        ["HTML, decimal"] = static s => Each(s, c => IsPlain(c) ? $"{c}" : $"&#{(int)c};"),
        ["HTML, decimal, every character"] = static s => Each(s, static c => $"&#{(int)c:d5};"),
        ["HTML, hexadecimal"] = static s => Each(s, c => IsPlain(c) ? $"{c}" : $"&#x{(int)c:X};"),
        ["HTML, hexadecimal, lower case"] = static s => Each(s, c => IsPlain(c) ? $"{c}" : $"&#x{(int)c:x4};"),
        ["HTML, names"] = static s => s.Replace("/", "&sol;").Replace("+", "&plus;").Replace("=", "&equals;"),
        ["JSON"] = static s => JsonSerializer.Serialize(s).Trim('"'),
        ["JSON, slash"] = static s => s.Replace("/", "\\/"),
        ["JSON, u"] = static s => Each(s, c => IsPlain(c) ? $"{c}" : $"\\u{(int)c:x4}"),
        ["JSON, u, every character"] = static s => Each(s, static c => $"\\u{(int)c:X4}"),
        ["C, x"] = static s => Each(s, c => IsPlain(c) ? $"{c}" : $"\\x{(int)c:x2}"),
        ["C, octal"] = static s => Each(s, c => IsPlain(c) ? $"{c}" : $"\\{Convert.ToString(c, 8).PadLeft(3, '0')}"),
        ["JavaScript, braces"] = static s => Each(s, c => IsPlain(c) ? $"{c}" : $"\\u{{{(int)c:x}}}"),
        ["upper case"] = static s => s.ToUpperInvariant(),
        ["form"] = static s => s.Replace('+', ' '),
    };

    public static TheoryData<string> Names => [.. Spellings.Keys];

    public static TheoryData<string, string> Pairs
    {
        get
        {
            TheoryData<string, string> pairs = [];
            foreach (string first in Spellings.Keys.Where(static n => n is not ("plain" or "form" or "upper case")))
            {
                foreach (string second in Spellings.Keys.Where(static n => n is not ("plain" or "form" or "upper case")))
                {
                    pairs.Add(first, second);
                }
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_secret_is_hidden_in_each_spelling(string name)
    {
        foreach (string secret in new[] { Token, Signature })
        {
            string spelled = Spellings[name](secret);

            // The secret may be known as it stands in a URL.
            foreach (string known in new[] { secret, Uri.EscapeDataString(secret) })
            {
                Assert.Equal("before ***&after *** end", new SecretConcealer([known]).Hide($"before {spelled}&after {spelled} end"));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_secret_is_hidden_in_each_spelling_of_a_spelling(string first, string second)
    {
        string spelled = Spellings[second](Spellings[first](Token));

        Assert.Equal("token='***'!", new SecretConcealer([Token]).Hide($"token='{spelled}'!"));
    }

    [Fact]
    public void A_secret_is_hidden_though_it_was_escaped_many_times()
    {
        string spelled = Token;
        for (int times = 0; times < 5; times++)
        {
            spelled = Uri.EscapeDataString(spelled);
        }

        Assert.Equal("a *** b", new SecretConcealer([Token]).Hide($"a {spelled} b"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_beginning_of_a_secret_is_hidden_wherever_the_text_is_cut(string name)
    {
        string spelled = Spellings[name](Token);
        int first = Spellings[name](Token[..4]).Length;
        for (int cut = first; cut < spelled.Length; cut++)
        {
            Assert.Equal("before ***", new SecretConcealer([Token]).Hide($"before {spelled[..cut]}"));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_end_of_a_secret_is_hidden_wherever_the_text_begins(string name)
    {
        string spelled = Spellings[name](Token);
        int last = spelled.Length - Spellings[name](Token[^9..]).Length;
        for (int cut = 1; cut < last; cut++)
        {
            Assert.Equal("*** after", new SecretConcealer([Token]).Hide($"{spelled[cut..]} after"));
        }
    }

    [Fact]
    public void A_secret_in_pieces_is_hidden_in_each_piece()
    {
        SecretConcealer concealer = new([Signature]);
        for (int length = 8; length < 32; length++)
        {
            string[] pieces = [.. $"a {Signature} b".Chunk(length).Select(static c => new string(c))];

            // A last piece of less than four characters of the secret shows nothing.
            string shown = string.Concat(pieces.Select(concealer.Hide)).Replace("*", string.Empty, StringComparison.Ordinal);
            Assert.InRange(shown.Length, 0, 7);
        }
    }

    [Fact]
    public void Escapes_of_escapes_are_hidden_where_they_are_cut()
    {
        string spelled = Uri.EscapeDataString(WebUtility.HtmlEncode(Token).Replace("/", "&#x2F;").Replace("+", "&#43;"));
        for (int cut = 12; cut < spelled.Length; cut++)
        {
            Assert.Equal("x=***", new SecretConcealer([Token]).Hide($"x={spelled[..cut]}"));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("User: arn:aws:iam::123456789012:user/jane is not authorized to perform: kinesisvideo:ConnectAsViewer")]
    [InlineData("100% of &amp; and \\u002f and %zz %2 &#; &#x; &nothing; \\ %")]
    [InlineData("IQo")]
    [InlineData("b228 is not it, nor is %62")]
    public void Other_text_stays_as_it_is(string text) =>
        Assert.Same(text, new SecretConcealer([Token, Signature, null, string.Empty]).Hide(text));

    [Fact]
    public void Several_secrets_are_hidden_one_within_another_too() => Assert.Equal(
        "*** and *** and ***",
        new SecretConcealer(["abcdefgh", "xyabcdefghxy", Token]).Hide($"xyabcdefghxy and abcdefgh and {Token}"));

    [Fact]
    public void A_short_secret_is_hidden_whole_and_its_parts_are_other_words() =>
        Assert.Equal("code *** or 1234", new SecretConcealer(["123456"]).Hide("code 123456 or 1234"));

    [Fact]
    public void Any_text_is_read_to_its_end()
    {
        Random random = new(7);
        const string Alphabet = "%&#\\;xuU{}02fFabIQoJ&amp;/+= \u00e9\ud83d\ude00";
        SecretConcealer concealer = new([Token, "%2f%2f%2fabcdef\\u00e9"]);
        for (int round = 0; round < 3000; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            string hidden = concealer.Hide($"{text}{Token}{text}");
            Assert.DoesNotContain(Token, hidden, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("X-Amz-Signature", true)]
    [InlineData("X-Amz-Security-Token", true)]
    [InlineData("token", true)]
    [InlineData("Authorization", true)]
    [InlineData("x-amz-sso_bearer_token", true)]
    [InlineData("sig", true)]
    [InlineData("X-Amz-Credential", false)]
    [InlineData("X-Amz-SignedHeaders", false)]
    [InlineData("X-Amz-ChannelARN", false)]
    public void A_name_shows_whether_its_value_is_secret(string name, bool isSecret) => Assert.Equal(isSecret, SecretConcealer.IsSecretName(name));

    [Theory]
    [InlineData("Authorization", "AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-west-2/s3/aws4_request, SignedHeaders=host, Signature=b228dbec8c10", "b228dbec8c10")]
    [InlineData("Authorization", "Bearer abc.def==", "abc.def==")]
    [InlineData("Authorization", "0123456789", "0123456789")]
    [InlineData("X-Amz-Security-Token", "abc=def==", "abc=def==")]
    [InlineData("Cookie", "a=first; b=second", "first second")]
    [InlineData("Content-Type", "application/json", "")]
    public void The_secrets_of_a_header_are_found(string name, string value, string secrets) =>
        Assert.Equal(secrets, string.Join(' ', SecretConcealer.FindInHeader(name, value)));

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c);

    private static string Each(string text, Func<char, string> spell) => string.Concat(text.Select(spell));
}
