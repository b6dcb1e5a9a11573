using System;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using AwsSignTools.Core.Tests.Keys;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Keys;
using AwsSignTools.Services.Ivs;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace AwsSignTools.Core.Tests.Services.Ivs;

public sealed class IvsPlaybackTokenSignerTests : IDisposable
{
    private const string Channel = "arn:aws:ivs:us-west-2:123456789012:channel/abcdABCDefgh";
    private static readonly DateTimeOffset Now = Known.Time;
    private readonly ECDsa _key = EcPrivateKeyReader.Read(TestKeys.Sec1);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void A_token_has_the_claims_given_in_the_order_of_the_documentation_and_no_others()
    {
        IvsPlaybackTokenRequest request = new(Channel, Now.AddMinutes(5))
        {
            AllowOrigin = ["https://example.com", "https://*.example.org"],
            StrictOriginEnforcement = true,
            SingleUseId = new Guid("00112233-4455-6677-8899-AABBCCDDEEFF"),
            ViewerId = "viewer \"1\"\\\u0001é😀",
            ViewerSessionVersion = 9_007_199_254_740_993,
        };
        IvsPlaybackToken token = new IvsPlaybackTokenSigner(_key).Sign(request, Now);

        string[] parts = token.Token.Split('.');
        Assert.Equal("""{"alg":"ES384","typ":"JWT"}""", Base64UrlEncoder.Decode(parts[0]));
        Assert.Equal(
            """
            {"aws:channel-arn":"arn:aws:ivs:us-west-2:123456789012:channel/abcdABCDefgh",
            "aws:access-control-allow-origin":"https://example.com,https://*.example.org",
            "aws:strict-origin-enforcement":true,
            "aws:single-use-uuid":"00112233-4455-6677-8899-aabbccddeeff",
            "aws:viewer-id":"viewer \"1\"\\\u0001é😀",
            "aws:viewer-session-version":9007199254740993,
            "exp":1440938460}
            """.ReplaceLineEndings(""),
            Base64UrlEncoder.Decode(parts[1]));
        Assert.Equal(96, Base64UrlEncoder.DecodeBytes(parts[2]).Length);
        Assert.Equal(128, parts[2].Length);
        Assert.Equal(token.Token, token.ToString());
    }

    [Fact]
    public void A_token_without_options_has_its_channel_and_its_end()
    {
        IvsPlaybackToken token = new IvsPlaybackTokenSigner(_key).Sign(new IvsPlaybackTokenRequest(Channel, Now.AddDays(1)), Now);

        Assert.Equal($$"""{"aws:channel-arn":"{{Channel}}","exp":1441024560}""", Base64UrlEncoder.Decode(token.Token.Split('.')[1]));
        Assert.Equal(Channel, token.ChannelArn);
        Assert.Equal(Now.AddDays(1), token.ExpiresAt);
        Assert.Empty(token.AllowOrigin);
        Assert.False(token.StrictOriginEnforcement);
        Assert.Null(token.SingleUseId);
        Assert.Null(token.ViewerId);
        Assert.Null(token.ViewerSessionVersion);
        Assert.Null(token.PlaybackUrl);
        Found.Nothing(token.Findings);
    }

    // Microsoft.IdentityModel.JsonWebTokens checks the signature and reads the claims.
    [Fact]
    public async Task Generated_tokens_are_valid_and_read_as_they_were_meant()
    {
        JsonWebTokenHandler handler = new();
        TokenValidationParameters parameters = Validation();
        IvsPlaybackTokenSigner signer = new(_key);
        for (int seed = 0; seed < 1000; seed++)
        {
            Random random = new(seed);
            DateTimeOffset now = Generated.Time(random);
            IvsPlaybackTokenRequest request = new(Channel, now.AddSeconds(random.Next(1, 601)))
            {
                AllowOrigin = [.. Enumerable.Range(0, random.Next(4)).Select(i => $"https://{i}.example.com")],
                StrictOriginEnforcement = random.Next(2) == 0,
                SingleUseId = random.Next(2) == 0 ? Guid.NewGuid() : null,
                ViewerId = random.Next(2) == 0 ? "v" + Generated.Text(random, 19) : null,
            };
            request = request.ViewerId is null ? request : new IvsPlaybackTokenRequest(Channel, request.ExpiresAt)
            {
                AllowOrigin = request.AllowOrigin,
                StrictOriginEnforcement = request.StrictOriginEnforcement,
                SingleUseId = request.SingleUseId,
                ViewerId = request.ViewerId,
                ViewerSessionVersion = random.NextInt64(long.MinValue, long.MaxValue),
            };

            string token = signer.Sign(request, now).Token;
            TokenValidationResult result = await handler.ValidateTokenAsync(token, parameters);

            Assert.True(result.IsValid, $"seed {seed}: {result.Exception}");
            using JsonDocument claims = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(((JsonWebToken)result.SecurityToken).EncodedPayload));
            Assert.True(
                ClaimsOf(request) == string.Join('\n', claims.RootElement.EnumerateObject().Select(static c => $"{c.Name}={c.Value}").Order(StringComparer.Ordinal)),
                $"seed {seed}: {claims.RootElement}");
            Assert.True(((JsonWebToken)result.SecurityToken).ValidTo == request.ExpiresAt.UtcDateTime, $"seed {seed}");
        }
    }

    [Fact]
    public async Task A_changed_token_is_not_valid()
    {
        string token = new IvsPlaybackTokenSigner(_key).Sign(new IvsPlaybackTokenRequest(Channel, Now.AddMinutes(5)), Now).Token;
        TokenValidationParameters parameters = Validation();
        string claims = Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(token.Split('.')[1]).Replace("abcd", "abce", StringComparison.Ordinal));

        Assert.True((await new JsonWebTokenHandler().ValidateTokenAsync(token, parameters)).IsValid);
        Assert.False((await new JsonWebTokenHandler().ValidateTokenAsync($"{token.Split('.')[0]}.{claims}.{token.Split('.')[2]}", parameters)).IsValid);
    }

    [Theory]
    [InlineData("https://h.example/a.m3u8", "https://h.example/a.m3u8?token=")]
    [InlineData("https://h.example/a.m3u8?player=1", "https://h.example/a.m3u8?player=1&token=")]
    [InlineData(" https://h.example/a.m3u8\r\n", "https://h.example/a.m3u8?token=")]
    public void The_playback_url_has_the_token_as_its_parameter(string url, string start)
    {
        IvsPlaybackToken token = new IvsPlaybackTokenSigner(_key).Sign(new IvsPlaybackTokenRequest(Channel, Now.AddMinutes(5)) { PlaybackUrl = url }, Now);

        Assert.Equal(start + token.Token, token.PlaybackUrl);
    }

    [Fact]
    public void A_broken_rule_is_refused_and_a_warning_is_handed_on()
    {
        IvsPlaybackTokenSigner signer = new(_key);

        _ = Refused.As("IvsExpiryPast", () => signer.Sign(new IvsPlaybackTokenRequest(Channel, Now), Now));
        Found.Warning(
            signer.Sign(new IvsPlaybackTokenRequest(Channel, Now.AddMinutes(5)) { StrictOriginEnforcement = true }, Now).Findings, "IvsStrictOriginUnused", null);
        _ = Refused.As("TextInvalid", "a\uD800", () => signer.Sign(new IvsPlaybackTokenRequest(Channel, Now.AddMinutes(5)) { ViewerId = "a\uD800" }, Now));
    }

    [Theory]
    [InlineData("nistP256")]
    [InlineData("nistP521")]
    [InlineData("secP256k1")]
    [InlineData("brainpoolP384r1")]
    public void A_key_on_another_curve_is_refused(string curve)
    {
        using ECDsa key = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));

        _ = Refused.As("PrivateKeyCurveInvalid", "PrivateKey", () => new IvsPlaybackTokenSigner(key));
    }

    [Fact]
    public void A_key_of_explicit_parameters_is_refused()
    {
        using ECDsa key = ECDsa.Create(_key.ExportExplicitParameters(includePrivateParameters: true));

        _ = Refused.As("PrivateKeyCurveInvalid", "PrivateKey", () => new IvsPlaybackTokenSigner(key));
    }

    [Fact]
    public void A_public_key_or_a_disposed_one_cannot_sign()
    {
        using ECDsa publicKey = ECDsa.Create(_key.ExportParameters(includePrivateParameters: false));
        ECDsa disposed = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        IvsPlaybackTokenSigner signer = new(disposed);
        disposed.Dispose();
        IvsPlaybackTokenRequest request = new(Channel, Now.AddMinutes(5));

        _ = Refused.As("PrivateKeyUnusable", "PrivateKey", () => new IvsPlaybackTokenSigner(publicKey).Sign(request, Now));
        _ = Refused.As("PrivateKeyUnusable", "PrivateKey", () => signer.Sign(request, Now));
        _ = Refused.As("PrivateKeyUnusable", "PrivateKey", () => new IvsPlaybackTokenSigner(disposed));
    }

    [Fact]
    public void Signing_from_many_threads_with_a_key_each_gives_valid_tokens()
    {
        string[] tokens = new string[200];
        _ = Parallel.For(0, tokens.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            using ECDsa key = EcPrivateKeyReader.Read(TestKeys.Sec1);
            tokens[i] = new IvsPlaybackTokenSigner(key).Sign(new IvsPlaybackTokenRequest(Channel, Now.AddSeconds(i + 1)), Now).Token;
        });

        for (int i = 0; i < tokens.Length; i++)
        {
            string signed = tokens[i][..tokens[i].LastIndexOf('.')];
            Assert.True(_key.VerifyData(
                Encoding.ASCII.GetBytes(signed), Base64UrlEncoder.DecodeBytes(tokens[i][(signed.Length + 1)..]), HashAlgorithmName.SHA384));
            Assert.EndsWith(
                string.Create(CultureInfo.InvariantCulture, $"\"exp\":{Now.ToUnixTimeSeconds() + i + 1}}}"),
                Base64UrlEncoder.Decode(signed.Split('.')[1]),
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    [InlineData("tr-TR")]
    [InlineData("fa-IR")]
    public void The_culture_of_the_machine_changes_no_claim(string culture)
    {
        IvsPlaybackTokenRequest request = new(Channel, Now.AddMinutes(5)) { ViewerId = "Iıİi", ViewerSessionVersion = -1_234_567, SingleUseId = Guid.Empty };
        string expected = Claims(request);
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        try
        {
            Assert.Equal(expected, Claims(request));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        string Claims(IvsPlaybackTokenRequest r) => new IvsPlaybackTokenSigner(_key).Sign(r, Now).Token.Split('.')[1];
    }

    [Fact]
    public void Null_arguments_are_named()
    {
        Assert.Throws<ArgumentNullException>("key", () => new IvsPlaybackTokenSigner(null!));
        Assert.Throws<ArgumentNullException>("request", () => new IvsPlaybackTokenSigner(_key).Sign(null!, Now));
        Assert.Throws<ArgumentNullException>("key", () => Es384Jws.Sign([], null!));
    }

    private TokenValidationParameters Validation() => new()
    {
        IssuerSigningKey = new ECDsaSecurityKey(_key),
        ValidAlgorithms = ["ES384"],
        ValidTypes = ["JWT"],
        ValidateIssuer = false,
        ValidateAudience = false,

        // The tokens are of known or generated times, not of now.
        ValidateLifetime = false,

        // Its cache goes by the key's thumbprint, and would use the disposed key of another test.
        CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
    };

    private static string ClaimsOf(IvsPlaybackTokenRequest request)
    {
        string?[] claims =
        [
            "aws:channel-arn=" + request.ChannelArn,
            request.AllowOrigin.Count == 0 ? null : "aws:access-control-allow-origin=" + string.Join(',', request.AllowOrigin),
            request.StrictOriginEnforcement ? "aws:strict-origin-enforcement=True" : null,
            request.SingleUseId is { } id ? "aws:single-use-uuid=" + id : null,
            request.ViewerId is { } viewer ? "aws:viewer-id=" + viewer : null,
            request.ViewerSessionVersion is { } version ? string.Create(CultureInfo.InvariantCulture, $"aws:viewer-session-version={version}") : null,
            string.Create(CultureInfo.InvariantCulture, $"exp={request.ExpiresAt.ToUnixTimeSeconds()}"),
        ];
        return string.Join('\n', claims.OfType<string>().Order(StringComparer.Ordinal));
    }
}
