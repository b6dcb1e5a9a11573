using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using AwsSignTools.Core.Tests.Keys;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Findings;
using AwsSignTools.Keys;
using AwsSignTools.Services.Ivs;
using Xunit;

namespace AwsSignTools.Core.Tests.Services.Ivs;

public sealed class IvsPlaybackTokenInspectorTests : IDisposable
{
    private readonly ECDsa _key = HandMade.NewKey();

    public void Dispose() => _key.Dispose();

    [Fact]
    public void A_valid_token_is_read_whole_and_nothing_is_found()
    {
        IvsPlaybackTokenRequest request = new(HandMade.Channel, HandMade.Now.AddMinutes(5))
        {
            AllowOrigin = ["https://example.com", "https://*.example.org"],
            StrictOriginEnforcement = true,
            SingleUseId = new Guid("00112233-4455-6677-8899-AABBCCDDEEFF"),
            ViewerId = "viëwer 😀",
            ViewerSessionVersion = int.MaxValue,
        };
        IvsPlaybackToken token = new IvsPlaybackTokenSigner(_key).Sign(request, HandMade.Now);

        IvsPlaybackTokenReport report = IvsPlaybackTokenInspector.Inspect(token.Token, HandMade.Now.AddMilliseconds(999), _key);

        Found.Nothing(report.Findings);
        Assert.True(report.Valid);
        Assert.True(report.SignatureValid);
        Assert.Equal(token.Token, report.Token);
        Assert.Equal(("ES384", "JWT", null), (report.Algorithm, report.Type, report.KeyId));
        Assert.Equal(HandMade.Channel, report.ChannelArn);
        Assert.Equal(request.ExpiresAt, report.ExpiresAt);
        Assert.Equal(HandMade.Now, report.CheckedAt);
        Assert.Equal(TimeSpan.FromMinutes(5), report.TimeLeft);
        Assert.False(report.IsExpired);
        Assert.Equal(request.AllowOrigin, report.AllowOrigin);
        Assert.True(report.StrictOriginEnforcement);
        Assert.Equal(request.SingleUseId, report.SingleUseId);
        Assert.Equal("viëwer 😀", report.ViewerId);
        Assert.Equal(int.MaxValue, report.ViewerSessionVersion);
        Assert.Null(report.PlaybackUrl);
        Assert.Equal(["alg", "typ"], report.Header.Keys.Cast<string>());
        Assert.Equal(
            ["aws:channel-arn", "aws:access-control-allow-origin", "aws:strict-origin-enforcement", "aws:single-use-uuid", "aws:viewer-id", "aws:viewer-session-version", "exp"],
            report.Claims.Keys.Cast<string>());
        Assert.Equal(HandMade.End, report.Claims["exp"]);
        Assert.True(report.Claims.IsReadOnly);
        Assert.Equal("valid", report.ToString());
    }

    [Fact]
    public void Without_a_key_the_signature_is_not_judged()
    {
        IvsPlaybackTokenReport report = Inspect(HandMade.Token());

        Assert.True(report.Valid);
        Assert.Null(report.SignatureValid);
        Assert.Equal("valid, the signature not checked", report.ToString());
    }

    [Fact]
    public void The_public_key_alone_is_enough_and_another_key_is_another()
    {
        using ECDsa publicKey = EcPublicKeyReader.Read(TestKeys.PublicKey);
        using ECDsa other = EcPrivateKeyReader.Read(TestKeys.WithParameters);

        Assert.True(Inspect(HandMade.Token(), publicKey).SignatureValid);
        IvsPlaybackTokenReport report = Inspect(HandMade.Token(), other);
        Assert.False(report.SignatureValid);
        Assert.False(report.Valid);
        _ = Found.Error(report.Findings, "IvsSignatureMismatch", "Signature");
        Assert.StartsWith("not valid: The signature is not one of this key's", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_claim_is_there_even_one_that_nobody_knows()
    {
        IvsPlaybackTokenReport report = Inspect(HandMade.Token(HandMade.Claims(
            more: """
                "iat":1440938160,"x":{"a":[1,2.5,"b",null,true,123456789012345678901234567890],"é":{}}
                """.Trim())));

        Assert.True(report.Valid);
        Assert.Equal(["IvsClaimUnused", "IvsClaimUnknown"], report.Findings.Select(static f => f.Id));
        Assert.All(report.Findings, static f => Assert.Equal(FindingSeverity.Information, f.Severity));
        Assert.Equal(1440938160L, report.Claims["iat"]);
        System.Collections.IDictionary x = Assert.IsType<System.Collections.IDictionary>(report.Claims["x"], exactMatch: false);
        Assert.Equal([1L, 2.5, "b", null, true, "123456789012345678901234567890"], Assert.IsType<object?[]>(x["a"]));
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("?token={0}")]
    [InlineData("token={0}")]
    [InlineData(HandMade.PlaybackUrl + "?token={0}")]
    [InlineData(HandMade.PlaybackUrl + "?a=b&token={0}&c")]
    [InlineData(HandMade.PlaybackUrl + "?%74oken={0}")]
    public void A_token_is_found_where_it_stands(string form)
    {
        IvsPlaybackTokenReport report = Inspect(Formatted(form));

        Found.Nothing(report.Findings);
        Assert.Equal(HandMade.Channel, report.ChannelArn);
        Assert.Equal(form.Contains("a=b", StringComparison.Ordinal) ? HandMade.PlaybackUrl + "?a=b&c" : form.Contains("://", StringComparison.Ordinal) ? HandMade.PlaybackUrl : null, report.PlaybackUrl);
    }

    [Theory]
    [InlineData(" {0}\r\n", "IvsTokenWrapped", FindingSeverity.Information)]
    [InlineData("\uFEFF{0}", "IvsTokenWrapped", FindingSeverity.Information)]
    [InlineData("\"{0}\"", "IvsTokenWrapped", FindingSeverity.Warning)]
    [InlineData(" '{0}' ", "IvsTokenWrapped", FindingSeverity.Warning)]
    [InlineData("<{0}>", "IvsTokenWrapped", FindingSeverity.Warning)]
    [InlineData("“{0}”", "IvsTokenWrapped", FindingSeverity.Warning)]
    [InlineData("Bearer {0}", "IvsTokenWrapped", FindingSeverity.Warning)]
    [InlineData("Authorization: bearer {0}\n", "IvsTokenWrapped", FindingSeverity.Warning)]
    [InlineData("'" + HandMade.PlaybackUrl + "?token={0}'", "IvsTokenWrapped", FindingSeverity.Warning)]
    [InlineData(HandMade.PlaybackUrl + "?token='{0}'", "IvsTokenWrapped", FindingSeverity.Error)]
    [InlineData(HandMade.PlaybackUrl + "?token={0}&token={0}", "IvsPlaybackUrlHasToken", FindingSeverity.Error)]
    [InlineData(HandMade.PlaybackUrl + "?Token={0}", "IvsTokenParameterInvalid", FindingSeverity.Error)]
    [InlineData(HandMade.PlaybackUrl + "?a=b&amp;token={0}", "IvsTokenParameterInvalid", FindingSeverity.Error)]
    [InlineData(HandMade.PlaybackUrl + "?token={0}#t=1", "IvsPlaybackUrlInvalid", FindingSeverity.Error)]
    [InlineData("http://h.example/a.m3u8?token={0}", "IvsPlaybackUrlInvalid", FindingSeverity.Error)]
    [InlineData("https://h.example/a b.m3u8?token={0}", "IvsPlaybackUrlInvalid", FindingSeverity.Error)]
    public void What_is_around_a_token_is_told_and_the_token_is_read(string form, string id, FindingSeverity severity)
    {
        IvsPlaybackTokenReport report = Inspect(Formatted(form), _key);

        Finding finding = Assert.Single(report.Findings);
        Assert.Equal((id, severity), (finding.Id, finding.Severity));
        Found.CheckWords(finding);
        Assert.Equal(HandMade.Channel, report.ChannelArn);
        Assert.True(report.SignatureValid);
    }

    [Fact]
    public void A_token_that_is_escaped_is_read_and_how_often_decides()
    {
        string token = HandMade.Token();
        string once = token.Replace(".", "%2E", StringComparison.Ordinal);
        string twice = token.Replace(".", "%252e", StringComparison.Ordinal);

        foreach ((string text, FindingSeverity severity) in new[]
        {
            (once, FindingSeverity.Warning),
            (HandMade.PlaybackUrl + "?token=" + once, FindingSeverity.Information),
            (twice, FindingSeverity.Error),
            (HandMade.PlaybackUrl + "?token=" + twice, FindingSeverity.Error),
        })
        {
            IvsPlaybackTokenReport report = Inspect(text, _key);
            Finding finding = Assert.Single(report.Findings);
            Assert.Equal(("IvsTokenEscaped", severity), (finding.Id, finding.Severity));
            Found.CheckWords(finding);
            Assert.True(report.SignatureValid);
        }
    }

    [Fact]
    public void A_token_that_was_broken_into_lines_is_read()
    {
        string token = HandMade.Token().Insert(100, "\r\n  ").Insert(50, "\u200B");

        IvsPlaybackTokenReport report = Inspect(token, _key);

        _ = Found.Error(report.Findings, "IvsTokenHasWhiteSpace", null);
        Assert.True(report.SignatureValid);
        Assert.Equal(HandMade.Channel, report.ChannelArn);
    }

    [Theory]
    [InlineData("", "IvsTokenNotJwt", "There is no token: the text is empty.")]
    [InlineData(" \r\n", "IvsTokenNotJwt", "There is no token: the text is empty.")]
    [InlineData("abc", "IvsTokenNotJwt", "This is no token: a token has three parts with dots between, and here is no dot.")]
    [InlineData("a.b.c.d", "IvsTokenNotJwt", "This is no token: a token has three parts with dots between, and here are 4.")]
    [InlineData("{\"exp\":1}", "IvsTokenNotJwt", "This is JSON, not a token: claims that are not signed yet.")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "IvsTokenNotJwt", "This is a key or a certificate, not a token.")]
    [InlineData(HandMade.Channel, "IvsTokenNotJwt", "This is an ARN, not a token.")]
    [InlineData("a.b.c.d.e", "IvsTokenEncrypted", "The token has five parts: it is encrypted (JWE), and IVS could not read it.")]
    [InlineData("a.b", "IvsSignatureMissing", "The token has two parts: its signature, the third, is missing.")]
    [InlineData(HandMade.PlaybackUrl, "IvsTokenMissing", "This URL has no token parameter; a private channel plays with ?token= and a playback token behind it.")]
    [InlineData("https://h.example/?X-Amz-Signature=0", "IvsTokenMissing", "This URL has no token; it is signed with SigV4 (X-Amz-Signature), not for IVS.")]
    public void What_is_no_token_is_told_as_what_it_is(string text, string id, string message)
    {
        IvsPlaybackTokenReport report = Inspect(text, _key);

        Finding finding = report.Findings.First(static f => f.Severity == FindingSeverity.Error);
        Assert.Equal((id, message), (finding.Id, finding.Message));
        Assert.False(report.Valid);
        Assert.False(report.SignatureValid);
        Assert.Null(report.ExpiresAt);
        Assert.Null(report.TimeLeft);
        Assert.Null(report.IsExpired);
        Assert.Empty(report.Claims);
        Assert.All(report.Findings, Found.CheckWords);
    }

    [Fact]
    public void A_text_that_is_far_too_long_is_not_looked_at()
    {
        IvsPlaybackTokenReport report = Inspect(new string('a', (1 << 16) + 1));

        _ = Found.Error(report.Findings, "IvsTokenTooLong", (1 << 16) + 1);
    }

    [Fact]
    public void No_finding_shows_a_token_or_a_signature()
    {
        foreach (string form in new[] { "http://h.example/a.m3u8?token={0}#f", "'{0}'", "https://h.example/?tokn={0}", "{0}.x.y", "{0}%", "{0}+", "x{0}", "https://h.example/?token={0}&token={0}" })
        {
            string token = HandMade.Token();
            IvsPlaybackTokenReport report = Inspect(string.Format(CultureInfo.InvariantCulture, form, token));

            Assert.NotEmpty(report.Findings);
            string shown = string.Join('|', report.Findings.Select(static f => $"{f} {f.Target} {f.Rule}"));
            Assert.DoesNotContain(token.Split('.')[2][..20], shown, StringComparison.Ordinal);
            Assert.DoesNotContain(token.Split('.')[1][..20], shown, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("token={0}&referrer=https://example.com/a")]
    [InlineData("?token={0}&referrer=https://example.com/a")]
    [InlineData("token={0}://")]
    [InlineData("token={0}?x=1")]
    [InlineData("TOKEN={0}?x=https://example.com/a")]
    public void A_query_alone_is_no_playback_url_and_its_token_is_not_shown(string form)
    {
        string token = HandMade.Token();

        IvsPlaybackTokenReport report = Inspect(string.Format(CultureInfo.InvariantCulture, form, token));

        Assert.Null(report.PlaybackUrl);
        Assert.StartsWith(token, report.Token, StringComparison.Ordinal);
        Assert.All(report.Findings, f => Assert.DoesNotContain(token[..20], $"{f} {f.Target} {f.Rule}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\uFEFF{}", "begins with a byte order mark, which JSON does not have")]
    [InlineData("[]", "is JSON, but an array and no object")]
    [InlineData("5", "is JSON, but the number '5' and no object")]
    [InlineData("\"{\\\"exp\\\":1}\"", "is JSON within JSON text: it was made JSON twice")]
    [InlineData("{\"exp\":1", "is cut: its JSON ends too early, after 8 characters")]
    [InlineData("{\"exp\":tru", "is cut: its JSON ends too early, after 10 characters")]
    [InlineData("{\"exp\":trug}", "is no JSON from character 11 on")]
    [InlineData("{'exp':1}", "is no JSON from character 2 on")]
    [InlineData("{\"exp\":1,}", "is no JSON from character 10 on")]
    [InlineData("{\"exp\":1}{}", "is no JSON from character 10 on")]
    [InlineData("{\"exp\":01}", "is no JSON from character 9 on")]
    public void A_part_that_is_no_JSON_object_is_told_where_it_breaks(string json, string problem)
    {
        Finding claims = Inspect(HandMade.Token(json), _key).Findings[0];
        Finding header = Inspect(HandMade.Token(header: json), _key).Findings[0];

        Assert.Equal(("IvsClaimsInvalid", $"The payload of the token {problem}."), (claims.Id, claims.Message));
        Assert.Equal(("IvsHeaderInvalid", $"The header of the token {problem}."), (header.Id, header.Message));
    }

    [Fact]
    public void A_part_that_is_not_UTF_8_is_told()
    {
        string input = HandMade.Encode(HandMade.Header) + "." + HandMade.Encode([0x7B, 0xFF, 0x7D]);
        Finding finding = Inspect($"{input}.{HandMade.Encode(HandMade.Sign(input))}", _key).Findings[0];

        Assert.Equal(("IvsClaimsInvalid", "The payload of the token is not UTF-8 when it is decoded."), (finding.Id, finding.Message));
    }

    [Fact]
    public void Plain_base64_is_told_and_the_signature_is_judged_as_it_was_made()
    {
        string header = Convert.ToBase64String(Encoding.UTF8.GetBytes("""{"alg":"ES384","typ":"JWT" }"""));
        string claims = Convert.ToBase64String(Encoding.UTF8.GetBytes(HandMade.Claims(viewer: "\"???>>>\"")));
        Assert.Contains('=', header);
        Assert.Contains('/', claims);
        string token = $"{header}.{claims}.{Convert.ToBase64String(HandMade.Sign($"{header}.{claims}"))}";

        IvsPlaybackTokenReport report = Inspect(token, _key);

        Assert.True(report.SignatureValid);
        Assert.False(report.Valid);
        Assert.All(report.Findings, static f => Assert.Equal("IvsTokenNotBase64Url", f.Id));
        Assert.Contains(report.Findings, static f => f.Message == "The header of the token is in plain base64, with padding (=); a token is in base64url without padding.");
        Assert.Equal(HandMade.Channel, report.ChannelArn);
    }

    [Theory]
    [InlineData("e$J", "has the character '$' (the 2. of the part), which base64url does not")]
    [InlineData("eyJab", "has 5 characters, which no bytes make: one was lost, or is too much")]
    public void A_part_that_is_no_base64_is_told_where(string part, string problem)
    {
        Finding finding = Inspect($"{HandMade.Encode(HandMade.Header)}.{part}.{HandMade.Encode(HandMade.Sign("x"))}").Findings[0];

        Assert.Equal(("IvsTokenNotBase64Url", $"The payload of the token {problem}."), (finding.Id, finding.Message));
    }

    [Fact]
    public void The_worst_is_told_first()
    {
        IvsPlaybackTokenReport report = Inspect(HandMade.Token(HandMade.Claims(exp: null, more: "\"iat\":1,\"aws:other\":2"), """{"alg":"ES384","typ":"jwt","kid":"k"}"""));

        Assert.Equal(["IvsExpiryMissing", "IvsTypeInvalid", "IvsClaimUnknown", "IvsHeaderUnused", "IvsClaimUnused"], report.Findings.Select(static f => f.Id));
        Assert.Equal("k", report.KeyId);
    }

    [Fact]
    public void More_of_a_kind_than_anybody_reads_are_not_told()
    {
        string many = string.Join(',', Enumerable.Range(0, 1500).Select(static i => $"\"x{i}\":1,\"exp\":1"));

        IvsPlaybackTokenReport report = Inspect(HandMade.Token($"{{{many}}}", "{" + string.Join(',', Enumerable.Range(0, 100).Select(static i => $"\"h{i}\":1")) + "}"));

        Assert.InRange(report.Findings.Count, 20, 40);
    }

    [Fact]
    public void A_key_that_checks_no_ES384_is_refused()
    {
        using ECDsa p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        ECDsa disposed = HandMade.NewKey();
        disposed.Dispose();

        _ = Refused.As("PublicKeyCurveInvalid", "PublicKey", () => IvsPlaybackTokenInspector.Inspect("x", HandMade.Now, p256));
        _ = Refused.As("PublicKeyUnusable", "PublicKey", () => IvsPlaybackTokenInspector.Inspect("x", HandMade.Now, disposed));
        Assert.Throws<ArgumentNullException>("text", () => IvsPlaybackTokenInspector.Inspect(null!, HandMade.Now));
    }

    [Theory]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    [InlineData("tr-TR")]
    public void A_culture_changes_nothing(string culture)
    {
        string token = HandMade.Token(HandMade.Claims(exp: "1440938460000", version: "-3", viewer: "5", more: "\"AWS:VIEWER-ID\":1,\"x\":1.5"));
        List<string> expected = Texts();
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);

            Assert.Equal(expected, Texts());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        List<string> Texts() => [.. Inspect(token, _key).Findings.Select(static f => f.ToString())];
    }

    private static IvsPlaybackTokenReport Inspect(string text, ECDsa? key = null) => IvsPlaybackTokenInspector.Inspect(text, HandMade.Now, key);

    private static string Formatted(string form) => string.Format(CultureInfo.InvariantCulture, form, HandMade.Token());
}
