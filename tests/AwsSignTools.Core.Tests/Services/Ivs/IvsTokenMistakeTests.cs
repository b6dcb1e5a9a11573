using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Findings;
using AwsSignTools.Services.Ivs;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace AwsSignTools.Core.Tests.Services.Ivs;

/// <summary>From a valid token each known mistake is made, one at a time: the report must name that one, and first.</summary>
public sealed class IvsTokenMistakeTests : IDisposable
{
    private readonly ECDsa _key = HandMade.NewKey();

    public static TheoryData<string, string, string> ClaimMistakes => new()
    {
        // The channel.
        { HandMade.Claims(channel: null), "IvsChannelArnMissing", "aws:channel-arn" },
        { HandMade.Claims(channel: "\"\""), "IvsChannelArnInvalid", "''" },
        { HandMade.Claims(channel: "\"abcdABCDefgh\""), "IvsChannelArnInvalid", "'abcdABCDefgh'" },
        { HandMade.Claims(channel: "\"arn:aws:ivs:us-west-2:123456789012:playback-key/abcd\""), "IvsChannelArnInvalid", "playback-key/abcd" },
        { HandMade.Claims(channel: "\"arn%3Aaws%3Aivs%3Aus-west-2%3A123456789012%3Achannel%2Fabcd\""), "IvsChannelArnInvalid", "arn%3Aaws" },
        { HandMade.Claims(channel: $"[\"{HandMade.Channel}\"]"), "IvsChannelArnInvalid", "an array" },
        { HandMade.Claims(channel: "null"), "IvsChannelArnInvalid", "null" },

        // The end.
        { HandMade.Claims(exp: null), "IvsExpiryMissing", "no exp" },
        { HandMade.Claims(exp: "1440938459999"), "IvsExpiryInMilliseconds", "in milliseconds it would be 20150830T124059Z" },
        { HandMade.Claims(exp: "1440938459999000"), "IvsExpiryInMilliseconds", "in microseconds it would be 20150830T124059Z" },
        { HandMade.Claims(exp: "1440938459999000000"), "IvsExpiryInMilliseconds", "in nanoseconds it would be 20150830T124059Z" },
        { HandMade.Claims(exp: "123456789012345678901234567890"), "IvsExpiryInMilliseconds", "123456789012345678901234567890" },
        { HandMade.Claims(exp: "\"1440938460\""), "IvsExpiryNotInteger", "the text '1440938460'" },
        { HandMade.Claims(exp: "\"2015-08-30T12:41:00Z\""), "IvsExpiryNotInteger", "the text '2015-08-30T12:41:00Z'" },
        { HandMade.Claims(exp: "1440938460.5"), "IvsExpiryNotInteger", "1440938460.5" },
        { HandMade.Claims(exp: "1.44093846e9"), "IvsExpiryNotInteger", "1.44093846e9" },
        { HandMade.Claims(exp: "null"), "IvsExpiryNotInteger", "null" },
        { HandMade.Claims(exp: "true"), "IvsExpiryNotInteger", "true" },
        { HandMade.Claims(exp: "300"), "IvsExpiryIsDuration", "300" },
        { HandMade.Claims(exp: "1440938160"), "IvsExpiryPast", "20150830T123600Z" },
        { HandMade.Claims(exp: "1440934560"), "IvsExpiryPast", "01:00:00" },
        { HandMade.Claims(exp: "-1"), "IvsExpiryPast", "19691231T235959Z" },
        { HandMade.Claims(exp: "1440938761", viewer: "\"v\""), "IvsExpiryTooLate", "ten minutes" },
        { HandMade.Claims(exp: "1440938761", singleUse: "\"3b1e0f1c-0a52-4f1a-9a0e-3d7d1c6e2b4a\""), "IvsExpiryTooLate", "00:10:01" },

        // Origins.
        { HandMade.Claims(origin: "[\"https://example.com\"]"), "IvsOriginNotText", "an array" },
        { HandMade.Claims(origin: "5"), "IvsOriginNotText", "the number '5'" },
        { HandMade.Claims(origin: "\"https://example.com/\""), "IvsOriginInvalid", "'https://example.com/'" },
        { HandMade.Claims(origin: "\"https://example.com, https://example.org\""), "IvsOriginInvalid", "' https://example.org'" },
        { HandMade.Claims(origin: "\"example.com\""), "IvsOriginInvalid", "'example.com'" },
        { HandMade.Claims(origin: "\"https://1.example,https://2.example,https://3.example,https://4.example,https://5.example,https://6.example\"", strict: "true"), "IvsStrictOriginsTooMany", "6 origins" },
        { HandMade.Claims(strict: "\"true\"", origin: "\"https://example.com\""), "IvsStrictOriginNotBoolean", "the text 'true'" },
        { HandMade.Claims(strict: "1", origin: "\"https://example.com\""), "IvsStrictOriginNotBoolean", "the number '1'" },

        // The viewer.
        { HandMade.Claims(viewer: "\"\""), "IvsViewerIdInvalid", "0 characters" },
        { HandMade.Claims(viewer: $"\"{new string('v', 41)}\""), "IvsViewerIdInvalid", "41 characters" },
        { HandMade.Claims(viewer: "12345"), "IvsViewerIdNotText", "the number '12345'" },
        { HandMade.Claims(viewer: "null"), "IvsViewerIdNotText", "null" },
        { HandMade.Claims(viewer: "\"v\"", version: "\"1\""), "IvsViewerSessionVersionInvalid", "the text '1'" },
        { HandMade.Claims(viewer: "\"v\"", version: "1.5"), "IvsViewerSessionVersionInvalid", "the number '1.5'" },
        { HandMade.Claims(viewer: "\"v\"", version: "9223372036854775808"), "IvsViewerSessionVersionInvalid", "9223372036854775808" },
        { HandMade.Claims(version: "1"), "IvsViewerSessionVersionUnused", "without a viewer id" },
        { HandMade.Claims(singleUse: "\"once\""), "IvsSingleUseIdInvalid", "the text 'once'" },
        { HandMade.Claims(singleUse: "true"), "IvsSingleUseIdInvalid", "true" },
        { HandMade.Claims(singleUse: "\"{3b1e0f1c-0a52-4f1a-9a0e-3d7d1c6e2b4a}\""), "IvsSingleUseIdInvalid", "{3b1e0f1c" },

        // Names.
        { HandMade.Claims(channel: null, more: $"\"aws:channel_arn\":\"{HandMade.Channel}\""), "IvsClaimMisspelt", "did you mean aws:channel-arn" },
        { HandMade.Claims(channel: null, more: $"\"channel-arn\":\"{HandMade.Channel}\""), "IvsClaimMisspelt", "did you mean aws:channel-arn" },
        { HandMade.Claims(channel: null, more: $"\"aws:channelArn\":\"{HandMade.Channel}\""), "IvsClaimMisspelt", "did you mean aws:channel-arn" },
        { HandMade.Claims(channel: null, more: $"\"AWS:Channel-Arn\":\"{HandMade.Channel}\""), "IvsClaimMisspelt", "did you mean aws:channel-arn" },
        { HandMade.Claims(channel: null, more: $"\"aws:chanel-arn\":\"{HandMade.Channel}\""), "IvsClaimMisspelt", "did you mean aws:channel-arn" },
        { HandMade.Claims(channel: null, more: $"\"aws:channel-arn \":\"{HandMade.Channel}\""), "IvsClaimMisspelt", "did you mean aws:channel-arn" },
        { HandMade.Claims(exp: null, more: "\"expires\":1440938460"), "IvsClaimMisspelt", "did you mean exp" },
        { HandMade.Claims(exp: null, more: "\"EXP\":1440938460"), "IvsClaimMisspelt", "did you mean exp" },
        { HandMade.Claims(more: "\"aws:viewerid\":\"v\""), "IvsClaimMisspelt", "did you mean aws:viewer-id" },
        { HandMade.Claims(more: "\"aws:allow-origin\":\"*\""), "IvsClaimMisspelt", "did you mean aws:access-control-allow-origin" },
        { HandMade.Claims(more: "\"aws:single-use\":true"), "IvsClaimMisspelt", "did you mean aws:single-use-uuid" },
        { HandMade.Claims(more: "\"exp\":1440938461"), "IvsClaimRepeated", "'exp'" },
    };

    public static TheoryData<string, string> HeaderMistakes => new()
    {
        { """{"alg":"none","typ":"JWT"}""", "not signed at all" },
        { """{"alg":"HS256","typ":"JWT"}""", "HMAC" },
        { """{"alg":"HS384","typ":"JWT"}""", "HMAC" },
        { """{"alg":"ES256","typ":"JWT"}""", "P-256" },
        { """{"alg":"ES512","typ":"JWT"}""", "P-521" },
        { """{"alg":"RS256","typ":"JWT"}""", "RSA" },
        { """{"alg":"PS384","typ":"JWT"}""", "RSA" },
        { """{"alg":"EdDSA","typ":"JWT"}""", "Edwards" },
        { """{"alg":"es384","typ":"JWT"}""", "capitals matter" },
        { """{"alg":"RSA-OAEP","typ":"JWT"}""", "encryption" },
        { """{"alg":384,"typ":"JWT"}""", "the number '384'" },
        { """{"typ":"JWT"}""", "no alg" },
    };

    public void Dispose() => _key.Dispose();

    [Theory]
    [MemberData(nameof(ClaimMistakes))]
    public void A_mistake_in_the_claims_is_named_first(string claims, string id, string words)
    {
        IvsPlaybackTokenReport report = IvsPlaybackTokenInspector.Inspect(HandMade.Token(claims), HandMade.Now, _key);

        Finding first = report.Findings[0];
        Assert.Equal((id, FindingSeverity.Error), (first.Id, first.Severity));
        Assert.Contains(words, first.Message, StringComparison.Ordinal);
        Assert.NotNull(first.Rule);
        Assert.All(report.Findings, Found.CheckWords);
        Assert.True(report.SignatureValid);
        Assert.False(report.Valid);
    }

    [Theory]
    [MemberData(nameof(HeaderMistakes))]
    public void A_mistake_in_the_header_is_named_first(string header, string words)
    {
        IvsPlaybackTokenReport report = IvsPlaybackTokenInspector.Inspect(HandMade.Token(header: header), HandMade.Now, _key);

        Finding only = Assert.Single(report.Findings);
        Assert.Equal(("IvsAlgorithmInvalid", FindingSeverity.Error), (only.Id, only.Severity));
        Assert.Contains(words, only.Message, StringComparison.Ordinal);
        Found.CheckWords(only);
    }

    [Theory]
    [InlineData("""{"alg":"ES384"}""", "IvsTypeInvalid", FindingSeverity.Warning)]
    [InlineData("""{"alg":"ES384","typ":"jwt"}""", "IvsTypeInvalid", FindingSeverity.Warning)]
    [InlineData("""{"alg":"ES384","typ":1}""", "IvsTypeInvalid", FindingSeverity.Warning)]
    [InlineData("""{"alg":"ES384","typ":"JWT","kid":"1"}""", "IvsHeaderUnused", FindingSeverity.Information)]
    [InlineData("""{"alg":"ES384","typ":"JWT","my":"1"}""", "IvsHeaderUnused", FindingSeverity.Information)]
    [InlineData("""{"alg":"ES384","typ":"JWT","crit":["b64"]}""", "IvsHeaderUnsupported", FindingSeverity.Error)]
    [InlineData("""{"alg":"ES384","typ":"JWT","zip":"DEF"}""", "IvsHeaderUnsupported", FindingSeverity.Error)]
    [InlineData("""{"alg":"ES256","typ":"JWT","alg":"ES384"}""", "IvsHeaderRepeated", FindingSeverity.Error)]
    public void What_else_a_header_has_is_told(string header, string id, FindingSeverity severity)
    {
        Finding only = Assert.Single(IvsPlaybackTokenInspector.Inspect(HandMade.Token(header: header), HandMade.Now, _key).Findings);

        Assert.Equal((id, severity), (only.Id, only.Severity));
        Found.CheckWords(only);
    }

    [Fact]
    public void What_is_allowed_but_rarely_meant_is_a_warning()
    {
        foreach ((string claims, string id) in new[]
        {
            (HandMade.Claims(exp: "1540938460"), "IvsExpiryFar"),
            (HandMade.Claims(strict: "true"), "IvsStrictOriginUnused"),
            (HandMade.Claims(origin: "\"\""), "IvsOriginEmpty"),
            (HandMade.Claims(viewer: "\"v\"", version: "2147483648"), "IvsViewerSessionVersionLarge"),
            (HandMade.Claims(more: "\"aws:other\":1"), "IvsClaimUnknown"),
            (HandMade.Claims(viewer: "\"v\"", more: "\"viewerId\":\"v\""), "IvsClaimMisspelt"),
        })
        {
            IvsPlaybackTokenReport report = IvsPlaybackTokenInspector.Inspect(HandMade.Token(claims), HandMade.Now, _key);
            Finding only = Assert.Single(report.Findings);
            Assert.Equal((id, FindingSeverity.Warning), (only.Id, only.Severity));
            Found.CheckWords(only);
            Assert.True(report.Valid);
        }
    }

    [Fact]
    public void Each_wrong_way_to_sign_is_named_as_what_it_is()
    {
        (string Id, string Words, Func<string, byte[]> Sign)[] mistakes =
        [
            ("IvsSignatureHashInvalid", "SHA256", input => HandMade.Sign(input, _key, HashAlgorithmName.SHA256)),
            ("IvsSignatureHashInvalid", "SHA512", input => HandMade.Sign(input, _key, HashAlgorithmName.SHA512)),
            ("IvsSignatureHashInvalid", "SHA1", input => HandMade.Sign(input, _key, HashAlgorithmName.SHA1)),
            ("IvsSignatureHashInvalid", "hashed twice", input => HandMade.Sign(SHA384.HashData(Encoding.UTF8.GetBytes(input)), _key)),
            ("IvsSignatureHashInvalid", "hashed twice", input => HandMade.Sign(Convert.ToHexStringLower(SHA384.HashData(Encoding.UTF8.GetBytes(input))), _key)),
            ("IvsSignatureOrderInvalid", "S stands before R", input => Swapped(HandMade.Sign(input, _key))),
            ("IvsSignatureOrderInvalid", "little-endian", input => LittleEndian(HandMade.Sign(input, _key))),
            ("IvsSignatureOrderInvalid", "reverse order", input => [.. HandMade.Sign(input, _key).Reverse()]),
            ("IvsSignatureInputInvalid", "with their padding", input => HandMade.Sign(string.Join('.', input.Split('.').Select(Padded)), _key)),
            ("IvsSignatureInputInvalid", "end of a line", input => HandMade.Sign(input + "\n", _key)),
            ("IvsSignatureInputInvalid", "second dot", input => HandMade.Sign(input + ".", _key)),
            ("IvsSignatureInputInvalid", "without the dot", input => HandMade.Sign(input.Replace(".", string.Empty, StringComparison.Ordinal), _key)),
            ("IvsSignatureInputInvalid", "the second part alone", input => HandMade.Sign(input.Split('.')[1], _key)),
            ("IvsSignatureInputInvalid", "the header was changed later", input => HandMade.Sign(HandMade.Encode(HandMade.Header) + "." + input.Split('.')[1], _key)),
            ("IvsSignatureInputInvalid", "decoded JSON of the two parts, with a dot", input => HandMade.Sign(string.Join('.', input.Split('.').Select(Base64UrlEncoder.Decode)), _key)),
            ("IvsSignatureInputInvalid", "decoded JSON of the two parts.", input => HandMade.Sign(string.Concat(input.Split('.').Select(Base64UrlEncoder.Decode)), _key)),
            ("IvsSignatureInputInvalid", "decoded JSON of the claims alone", input => HandMade.Sign(Base64UrlEncoder.Decode(input.Split('.')[1]), _key)),
            ("IvsSignatureIsDer", "But for that it is this key's", input => HandMade.Sign(input, _key, format: DSASignatureFormat.Rfc3279DerSequence)),
            ("IvsSignatureIsDer", "not this key's signature either", input => HandMade.Sign(input + "x", _key, format: DSASignatureFormat.Rfc3279DerSequence)),
            ("IvsSignatureFormInvalid", "as hexadecimal digits", input => Encoding.ASCII.GetBytes(Convert.ToHexString(HandMade.Sign(input, _key)))),
            ("IvsSignatureFormInvalid", "in base64 twice", input => Encoding.ASCII.GetBytes(HandMade.Encode(HandMade.Sign(input, _key)))),
            ("IvsSignatureFormInvalid", "in base64 twice", input => Encoding.ASCII.GetBytes(Convert.ToBase64String(HandMade.Sign(input, _key)))),
            ("IvsSignatureFormInvalid", "in base64 twice", input => Encoding.ASCII.GetBytes(Convert.ToBase64String(HandMade.Sign(input, _key, format: DSASignatureFormat.Rfc3279DerSequence)))),
            ("IvsSignatureMismatch", "not one of this key's", input => HandMade.Sign(input + "x", _key)),
            ("IvsSignatureMissing", "third part is empty", _ => []),
            ("IvsSignatureLengthInvalid", "ES256", _ => new byte[64]),
            ("IvsSignatureLengthInvalid", "ES512", _ => new byte[132]),
            ("IvsSignatureLengthInvalid", "HS256", _ => new byte[32]),
            ("IvsSignatureLengthInvalid", "HS384", _ => new byte[48]),
            ("IvsSignatureLengthInvalid", "RSA", _ => new byte[256]),
            ("IvsSignatureLengthInvalid", "cut", input => HandMade.Sign(input, _key)[..90]),
            ("IvsSignatureLengthInvalid", "97 bytes", input => [.. HandMade.Sign(input, _key), 0]),
            ("IvsSignatureLengthInvalid", "like DER, but is damaged", input => [.. HandMade.Sign(input, _key, format: DSASignatureFormat.Rfc3279DerSequence)[..100]]),
            ("IvsSignatureOutOfRange", "zero", _ => new byte[96]),
            ("IvsSignatureOutOfRange", "order of P-384", _ => [.. Enumerable.Repeat((byte)0xFF, 96)]),
        ];
        foreach ((string id, string words, Func<string, byte[]> sign) in mistakes)
        {
            // Another header than the usual one, so that a change of it can be told.
            string token = HandMade.SignedBy(sign, words == "the header was changed later" ? """{"typ":"JWT","alg":"ES384"}""" : HandMade.Header);

            IvsPlaybackTokenReport report = IvsPlaybackTokenInspector.Inspect(token, HandMade.Now, _key);

            Finding only = Assert.Single(report.Findings);
            Assert.Equal((id, FindingSeverity.Error), (only.Id, only.Severity));
            Assert.Contains(words, only.Message, StringComparison.Ordinal);
            Found.CheckWords(only);
            Assert.False(report.SignatureValid);
            Assert.False(report.Valid);

            // Without a key the form of a signature is judged all the same.
            IvsPlaybackTokenReport withoutKey = IvsPlaybackTokenInspector.Inspect(token, HandMade.Now);
            Assert.Null(withoutKey.SignatureValid);
            bool isForm = id is "IvsSignatureIsDer" or "IvsSignatureFormInvalid" or "IvsSignatureMissing" or "IvsSignatureLengthInvalid" or "IvsSignatureOutOfRange";
            Assert.Equal(isForm ? [id] : [], withoutKey.Findings.Select(static f => f.Id));
        }

        static byte[] Swapped(byte[] s) => [.. s[48..], .. s[..48]];

        static byte[] LittleEndian(byte[] s) => [.. s[..48].Reverse(), .. s[48..].Reverse()];

        static string Padded(string part) => part.PadRight((part.Length + 3) / 4 * 4, '=');
    }

    [Fact]
    public void Tokens_that_a_library_signed_otherwise_are_told_by_their_algorithm()
    {
        using ECDsa p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa p521 = ECDsa.Create(ECCurve.NamedCurves.nistP521);
        using RSA rsa = RSA.Create(2048);
        (string Algorithm, SecurityKey Key)[] others =
        [
            ("ES256", new ECDsaSecurityKey(p256)),
            ("ES512", new ECDsaSecurityKey(p521)),
            ("RS256", new RsaSecurityKey(rsa)),
            ("PS384", new RsaSecurityKey(rsa)),
            ("HS256", new SymmetricSecurityKey(new byte[64])),
            ("HS384", new SymmetricSecurityKey(new byte[64])),
        ];
        foreach ((string algorithm, SecurityKey key) in others)
        {
            string token = new JsonWebTokenHandler().CreateToken(HandMade.Claims(), new SigningCredentials(key, algorithm));

            IvsPlaybackTokenReport report = IvsPlaybackTokenInspector.Inspect(token, HandMade.Now, _key);

            Finding first = report.Findings[0];
            Assert.Equal(("IvsAlgorithmInvalid", algorithm), (first.Id, first.Target));
            Assert.Single(report.Findings, static f => f.Severity == FindingSeverity.Error);
            Assert.Equal(algorithm, report.Algorithm);
            Assert.False(report.SignatureValid);
        }
    }

    [Fact]
    public void A_token_of_a_library_that_adds_claims_of_its_own_is_valid()
    {
        string token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Claims = new Dictionary<string, object> { ["aws:channel-arn"] = HandMade.Channel },
            Expires = HandMade.Now.AddMinutes(5).UtcDateTime,
            NotBefore = HandMade.Now.UtcDateTime,
            IssuedAt = HandMade.Now.UtcDateTime,
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(_key) { KeyId = "k1" }, "ES384"),
        });

        IvsPlaybackTokenReport report = IvsPlaybackTokenInspector.Inspect(token, HandMade.Now, _key);

        Assert.True(report.Valid);
        Assert.True(report.SignatureValid);
        Assert.Equal("k1", report.KeyId);
        Assert.Equal(["IvsClaimUnused", "IvsClaimUnused", "IvsHeaderUnused"], report.Findings.Select(static f => f.Id).Order(StringComparer.Ordinal));
    }
}
