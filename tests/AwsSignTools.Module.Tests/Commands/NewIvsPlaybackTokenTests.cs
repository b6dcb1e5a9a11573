using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using AwsSignTools.Module.Tests.Engine;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace AwsSignTools.Module.Tests.Commands;

/// <summary>New-IvsPlaybackToken as its users call it; tokens are checked by Microsoft.IdentityModel.</summary>
public sealed class NewIvsPlaybackTokenTests : IDisposable
{
    private const string Token = "param($key) New-IvsPlaybackToken -ChannelArn " + Sample.IvsChannelArn + " -PrivateKey $key";

    private readonly PowerShellSession _session = new();
    private readonly TestKey _key = new();

    public void Dispose()
    {
        _session.Dispose();
        _key.Dispose();
    }

    [Fact]
    public async Task The_claims_are_exactly_those_of_the_schema()
    {
        const string Parameters = " -AllowOrigin https://a.example, 'https://*.b.example' -StrictOriginEnforcement -SingleUseId 3b1e0f1c-0a52-4f1a-9a0e-3d7d1c6e2b4a"
            + " -ViewerId 'viëwer \"1\"' -ViewerSessionVersion 7 -ExpiresIn 600 -SigningTime ([DateTimeOffset]::UtcNow)";

        string token = _session.Single(Token + Parameters, _key.Pem).ToString();

        Assert.Equal("{\"alg\":\"ES384\",\"typ\":\"JWT\"}", Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(token.Split('.')[0])));
        Assert.Equal(96, Base64UrlEncoder.DecodeBytes(token.Split('.')[2]).Length);
        Dictionary<string, JsonElement> claims = await ValidClaims(token);
        Assert.Equal(
            ["aws:access-control-allow-origin", "aws:channel-arn", "aws:single-use-uuid", "aws:strict-origin-enforcement", "aws:viewer-id", "aws:viewer-session-version", "exp"],
            claims.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Sample.IvsChannelArn, claims["aws:channel-arn"].GetString());
        Assert.Equal("https://a.example,https://*.b.example", claims["aws:access-control-allow-origin"].GetString());
        Assert.True(claims["aws:strict-origin-enforcement"].GetBoolean());
        Assert.Equal("3b1e0f1c-0a52-4f1a-9a0e-3d7d1c6e2b4a", claims["aws:single-use-uuid"].GetString());
        Assert.Equal("viëwer \"1\"", claims["aws:viewer-id"].GetString());
        Assert.Equal(7, claims["aws:viewer-session-version"].GetInt64());
        Assert.InRange(claims["exp"].GetInt64(), DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 500, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 600);
    }

    [Fact]
    public async Task A_token_of_a_channel_alone_has_its_arn_and_end_only()
    {
        Dictionary<string, JsonElement> claims = await ValidClaims(_session.Single(Token, _key.Pem).ToString());

        Assert.Equal(["aws:channel-arn", "exp"], claims.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("$key")]
    [InlineData("$key.Split(\"`n\")")]
    [InlineData("$key.Replace(\"`n\", '\\n')")]
    [InlineData("$(foreach ($c in $key.GetEnumerator()) { if (-not $s) { $s = [securestring]::new() }; $s.AppendChar($c) }; $s)")]
    public async Task The_key_is_taken_as_text_lines_literal_line_ends_and_a_SecureString(string expression)
    {
        string token = _session.Single($"param($key) New-IvsPlaybackToken {Sample.IvsChannelArn} -PrivateKey ({expression})", _key.Pem).ToString();

        Assert.NotEmpty(await ValidClaims(token));
    }

    [Fact]
    public async Task The_key_is_taken_as_an_ECDsa_which_stays_usable()
    {
        string[] tokens = [.. _session.Output(Token + "; New-IvsPlaybackToken " + Sample.IvsChannelArn + " -PrivateKey $key", _key.Key).Select(o => o.ToString())];

        foreach (string token in tokens)
        {
            Assert.NotEmpty(await ValidClaims(token));
        }
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public async Task The_key_is_read_from_a_file_with_or_without_a_BOM(string encoding)
    {
        File.WriteAllText(_key.Path, _key.Pem.ReplaceLineEndings("\r\n"), Encoding.GetEncoding(encoding));

        string token = _session.Single($"param($path) New-IvsPlaybackToken {Sample.IvsChannelArn} $path", _key.Path).ToString();

        Assert.NotEmpty(await ValidClaims(token));
    }

    [Fact]
    public async Task An_encrypted_key_is_opened_by_its_passphrase()
    {
        string pem = _key.Key.ExportEncryptedPkcs8PrivateKeyPem("pässword", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2048));
        using System.Security.SecureString passphrase = new();
        foreach (char c in "pässword")
        {
            passphrase.AppendChar(c);
        }

        string token = _session.Single("param($key, $pass) New-IvsPlaybackToken " + Sample.IvsChannelArn + " -PrivateKey $key -Passphrase $pass", pem, passphrase).ToString();

        Assert.NotEmpty(await ValidClaims(token));
    }

    [Fact]
    public void The_output_of_Get_IVSChannel_comes_down_the_pipeline_and_gets_its_playback_url()
    {
        OutputObject token = new(_session.Single(
            $"param($key) [pscustomobject]@{{ Arn = '{Sample.IvsChannelArn}'; Name = 'x'; PlaybackUrl = '{Sample.PlaybackUrl}' }} | New-IvsPlaybackToken -PrivateKey $key", _key.Pem));

        Assert.Equal(Sample.PlaybackUrl + "?token=" + token.Text("Token"), token.Text("PlaybackUrl"));
        Assert.Equal(Sample.IvsChannelArn, token.Text("ChannelArn"));
    }

    [Fact]
    public async Task Viewers_come_down_the_pipeline_each_with_a_token_of_its_own()
    {
        ScriptResult result = _session.Run(
            "param($key) 'a', ('x' * 41), 'b' | ForEach-Object { [pscustomobject]@{ ViewerId = $_; ViewerSessionVersion = 3 } } | New-IvsPlaybackToken -ChannelArn "
            + Sample.IvsChannelArn + " -PrivateKey $key",
            _key.Pem);

        Assert.StartsWith("IvsViewerIdInvalid,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        List<string?> viewers = [];
        foreach (System.Management.Automation.PSObject token in result.Output)
        {
            viewers.Add((await ValidClaims(token.ToString()))["aws:viewer-id"].GetString());
        }

        Assert.Equal(["a", "b"], viewers);
    }

    [Fact]
    public void Single_use_tokens_have_ids_of_their_own()
    {
        string[] tokens = [.. _session.Output("param($key) 1..3 | ForEach-Object { New-IvsPlaybackToken " + Sample.IvsChannelArn + " -PrivateKey $key -SingleUse }", _key.Pem)
            .Select(o => o.Properties["SingleUseId"].Value.ToString()!)];

        Assert.Equal(3, tokens.Distinct().Count());
    }

    [Fact]
    public void A_number_is_no_moment()
    {
        ScriptResult result = _session.Run(Token + " -ExpiresAt 1767225600000", _key.Pem);

        Assert.Empty(result.Output);
        Assert.Contains("A number is not a moment", result.Error.ToString(), StringComparison.Ordinal);
    }

    private async Task<Dictionary<string, JsonElement>> ValidClaims(string token)
    {
        TokenValidationResult result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKey = new ECDsaSecurityKey(_key.Key),
            ValidAlgorithms = ["ES384"],
            ValidateAudience = false,
            ValidateIssuer = false,
        });
        Assert.True(result.IsValid, result.Exception?.Message);
        return JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Base64UrlEncoder.Decode(token.Split('.')[1]))!;
    }
}
