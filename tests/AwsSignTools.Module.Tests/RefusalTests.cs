using System;
using System.Collections.Generic;
using System.Management.Automation;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests;

/// <summary>
/// Every refusal of every cmdlet, one step outside its rule: its id, its category, its target and what it recommends; nothing is written,
/// and whether it ends the pipeline is as it should be.
/// </summary>
public sealed class RefusalTests : IDisposable
{
    private const string Kvs = "New-KvsSignedUrl " + Sample.Keys;
    private const string Parts = Kvs + " -ChannelArn " + Sample.ChannelArn;
    private const string Viewer = Parts + " -Endpoint " + Sample.ViewerEndpoint + " -ClientId viewer";
    private const string Chime = "New-ChimeConnectUrl " + Sample.Keys;
    private const string Connect = Chime + " -Endpoint " + Sample.ChimeEndpoint + " -UserArn " + Sample.UserArn;
    private const string Ivs = "New-IvsPlaybackToken -PrivateKey $key";
    private const string Token = Ivs + " -ChannelArn " + Sample.IvsChannelArn;
    private const string Frame = "ConvertTo-EventStreamFrame 'x'";
    private const string Signing = " " + Sample.Keys + " -Region us-east-1 -Service transcribe -PriorSignature " + Sample.Seed;

    private const string Master = "New-KvsSignedUrl -Endpoint m-1 -ChannelArn " + Sample.ChannelArn;

    private readonly PowerShellSession _session = new();
    private readonly TestKey _key = new();

    public static IEnumerable<object?[]> BadRecords() =>
    [
        // Kinesis Video Streams
        [Parts + " -Endpoint 'http s://x'", "EndpointInvalid", "InvalidArgument", "http s://x"],
        [Parts + " -Endpoint 'wss://x:0'", "EndpointInvalid", "InvalidArgument", "wss://x:0"],
        [Parts + " -Endpoint 'wss://user@x'", "EndpointInvalid", "InvalidArgument", null],
        [Parts + " -Endpoint 'wss://x#y'", "EndpointInvalid", "InvalidArgument", "wss://x#…"],
        [Parts + " -Endpoint https://m-1.kinesisvideo.us-west-2.amazonaws.com", "KvsEndpointInvalid", "InvalidArgument", "https://m-1.kinesisvideo.us-west-2.amazonaws.com"],
        [Parts + " -Endpoint wss://m-1.kinesisvideo.us-west-2.amazonaws.com/path", "KvsEndpointInvalid", "InvalidArgument", "/path"],
        [Parts + " -Endpoint 'wss://m-1.kinesisvideo.us-west-2.amazonaws.com?a=b'", "KvsEndpointInvalid", "InvalidArgument", "wss://m-1.kinesisvideo.us-west-2.amazonaws.com?…"],
        [Kvs + " -Endpoint m-1 -ChannelArn arn:aws:kinesisvideo:us-west-2:123456789012:stream/demo/1234567890123", "KvsChannelArnInvalid", "InvalidArgument", "arn:aws:kinesisvideo:us-west-2:123456789012:stream/demo/1234567890123"],
        [Kvs + " -Endpoint m-1 -ChannelArn arn%3Aaws%3Akinesisvideo%3Aus-west-2%3A1%3Achannel%2Fa%2F1", "KvsChannelArnEncoded", "InvalidArgument", "arn%3Aaws%3Akinesisvideo%3Aus-west-2%3A1%3Achannel%2Fa%2F1"],
        [Kvs + " -Uri 'wss://m-1/?X-Amz-ChannelARN=arn%253Aaws%253Akinesisvideo%253Aus-west-2%253A1%253Achannel%252Fa%252F1'", "KvsChannelArnEncoded", "InvalidArgument", "arn%3Aaws%3Akinesisvideo%3Aus-west-2%3A1%3Achannel%2Fa%2F1"],
        [Kvs + " -Uri 'wss://m-1/?x=y'", "KvsChannelArnMissing", "InvalidArgument", "wss://m-1"],
        [Kvs + " -Uri 'wss://m-1/?X-Amz-ChannelArn=x'", "KvsParameterNameInvalid", "InvalidArgument", "X-Amz-ChannelArn"],
        [Kvs + " -Uri 'wss://m-1/?X-Amz-ChannelARN=" + Sample.ChannelArn + "&X-Amz-ClientID=x'", "KvsParameterNameInvalid", "InvalidArgument", "X-Amz-ClientID"],
        [Kvs + " -Uri 'wss://m-1/?X-Amz-ChannelARN=a&X-Amz-ChannelARN=b'", "KvsParameterDuplicate", "InvalidArgument", "X-Amz-ChannelARN"],
        [Kvs + " -Uri 'wss://m-1/?X-Amz-ChannelARN=%zz'", "UriEscapeInvalid", "InvalidArgument", "X-Amz-ChannelARN"],
        [Kvs + " -Uri 'wss://m-1/?X-Amz-ChannelARN=" + Sample.ChannelArn + "&X-Amz-Signature=0'", "UrlAlreadySigned", "InvalidArgument", "X-Amz-Signature"],
        [Parts + " -Endpoint " + Sample.ViewerEndpoint + " -ClientId aws_x", "KvsClientIdInvalid", "InvalidArgument", "aws_x"],
        [Parts + " -Endpoint " + Sample.ViewerEndpoint + " -ClientId ''", "KvsClientIdInvalid", "InvalidArgument", ""],
        [Parts + " -Endpoint " + Sample.ViewerEndpoint + " -ClientId 'a b'", "KvsClientIdInvalid", "InvalidArgument", "a b"],
        [Parts + " -Endpoint " + Sample.ViewerEndpoint, "KvsEndpointRoleMismatch", "InvalidArgument", "v-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com"],
        [Parts + " -Endpoint " + Sample.MasterEndpoint + " -ClientId x", "KvsEndpointRoleMismatch", "InvalidArgument", "m-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com"],
        [Parts + " -Endpoint " + Sample.MasterEndpoint + " -Role Viewer", "KvsRoleMismatch", "InvalidArgument", null],
        [Viewer + " -Role Master", "KvsRoleMismatch", "InvalidArgument", null],
        [Viewer + " -Region us-east-1", "KvsRegionMismatch", "InvalidArgument", "us-east-1"],
        [Parts + " -Endpoint m-1.kinesisvideo.eu-west-1.amazonaws.com", "KvsRegionMismatch", "InvalidArgument", "m-1.kinesisvideo.eu-west-1.amazonaws.com"],
        [Viewer + " -ExpiresIn 0", "ExpiresOutOfRange", "LimitsExceeded", null],
        [Viewer + " -ExpiresIn 604801", "ExpiresOutOfRange", "LimitsExceeded", null],
        [Viewer + " -ExpiresIn 1e300", "ExpiresOutOfRange", "LimitsExceeded", null],

        // Chime
        [Chime + " -UserArn " + Sample.UserArn + " -Endpoint https://node001.ue1.ws-messaging.chime.aws", "ChimeEndpointInvalid", "InvalidArgument", "https://node001.ue1.ws-messaging.chime.aws"],
        [Chime + " -UserArn " + Sample.UserArn + " -Endpoint wss://node001.ue1.ws-messaging.chime.aws/other", "ChimeEndpointInvalid", "InvalidArgument", "/other"],
        [Chime + " -UserArn " + Sample.UserArn + " -Endpoint 'node001.ue1.ws-messaging.chime.aws/connect?a=b'", "ChimeEndpointInvalid", "InvalidArgument", "wss://node001.ue1.ws-messaging.chime.aws"],
        [Chime + " -Endpoint x -UserArn arn:aws:chime:us-east-1:123456789012:app-instance/abc", "ChimeUserArnInvalid", "InvalidArgument", "arn:aws:chime:us-east-1:123456789012:app-instance/abc"],
        [Chime + " -Endpoint x -UserArn arn:aws:chime:us-east-1:123456789012:app-instance/abc/channel/def", "ChimeUserArnInvalid", "InvalidArgument", "arn:aws:chime:us-east-1:123456789012:app-instance/abc/channel/def"],
        [Connect + " -Region us-west-2", "ChimeRegionMismatch", "InvalidArgument", "us-west-2"],
        [Connect + " -SessionId 'a b'", "ChimeSessionIdInvalid", "InvalidArgument", "a b"],

        // IVS
        [Ivs + " -ChannelArn arn:aws:ivs:us-west-2:123456789012:stream-key/abc", "IvsChannelArnInvalid", "InvalidArgument", "arn:aws:ivs:us-west-2:123456789012:stream-key/abc"],
        [Token + " -ExpiresIn 0", "IvsExpiryPast", "InvalidArgument", null],
        [Token + " -ExpiresAt 2020-01-01T00:00:00Z", "IvsExpiryPast", "InvalidArgument", null],
        [Token + " -ExpiresIn 1767225600", "IvsExpiryTooLate", "InvalidArgument", null],
        [Token + " -ExpiresIn 1e15", "IvsExpiryTooLate", "InvalidArgument", null],
        [Token + " -SingleUse -ExpiresIn 601", "IvsExpiryTooLate", "InvalidArgument", null],
        [Token + " -ViewerId v -ExpiresIn 00:10:01", "IvsExpiryTooLate", "InvalidArgument", null],
        [Token + " -ExpiresIn 60 -ExpiresAt 2100-01-01", "IvsExpiryAmbiguous", "InvalidArgument", null],
        [Token + " -SingleUse -SingleUseId 3b1e0f1c-0a52-4f1a-9a0e-3d7d1c6e2b4a", "IvsSingleUseAmbiguous", "InvalidArgument", null],
        [Token + " -AllowOrigin https://a.example/", "IvsOriginInvalid", "InvalidArgument", "https://a.example/"],
        [Token + " -AllowOrigin 'https://a.example,https://b.example'", "IvsOriginInvalid", "InvalidArgument", "https://a.example,https://b.example"],
        [Token + " -StrictOriginEnforcement -AllowOrigin (1..6 | ForEach-Object { \"https://$_.example\" })", "IvsStrictOriginsTooMany", "InvalidArgument", null],
        [Token + " -ViewerId ('x' * 41)", "IvsViewerIdInvalid", "InvalidArgument", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"],
        [Token + " -ViewerSessionVersion 1", "IvsViewerSessionVersionUnused", "InvalidArgument", null],
        [Token + " -PlaybackUrl http://x.example/a.m3u8", "IvsPlaybackUrlInvalid", "InvalidArgument", "http://x.example/a.m3u8"],
        [Token + " -PlaybackUrl 'https://x.example/a.m3u8?token=y'", "IvsPlaybackUrlHasToken", "InvalidArgument", "PlaybackUrl"],

        // Event stream
        ["'' | ConvertTo-EventStreamFrame" + Signing, "EventStreamPayloadEmpty", "InvalidArgument", null],
        ["ConvertTo-EventStreamFrame ([string][char]0xD800)", "TextInvalid", "InvalidArgument", null],
        ["[pscustomobject]@{ path = '/etc/hostname' } | ConvertTo-EventStreamFrame", "EventStreamInputInvalid", "InvalidArgument", null],
        ["3.5 | ConvertTo-EventStreamFrame", "EventStreamInputInvalid", "InvalidArgument", null],
        ["ConvertTo-EventStreamFrame -Path /nowhere/at/all", "FileUnreadable", "ObjectNotFound", null],
    ];

    public static IEnumerable<object?[]> DoomedCommands() =>
    [
        [Master + " -AccessKey AKIAIOSFODNN7EXAMPLE", "CredentialIncomplete", "AuthenticationError", "The explicit credential"],
        [Master + " -SecretKey x", "CredentialIncomplete", "AuthenticationError", "The explicit credential"],
        [Master + " -AccessKey a/b -SecretKey x", "AccessKeyInvalid", "InvalidArgument", "AccessKey"],
        [Master + " -AccessKey a -SecretKey 'x '", "SecretKeyInvalid", "InvalidArgument", "SecretKey"],
        [Master + " -AccessKey a -SecretKey x -SessionToken \"y`n\"", "SessionTokenInvalid", "InvalidArgument", "SessionToken"],
        [Master + " -Credential 5", "CredentialObjectInvalid", "AuthenticationError", "-Credential"],
        [Master, "CredentialNotFound", "AuthenticationError", null],
        [Master + " -Credential @{ AccessKeyId = 'ASIAX'; SecretAccessKey = 'x'; SessionToken = 'y'; Expiration = '2020-01-01T00:00:00Z' }", "CredentialExpired", "AuthenticationError", "ASIAX"],
        ["$h = @{}; $h.Credentials = $h; " + Master + " -Credential $h", "CredentialObjectInvalid", "AuthenticationError", "-Credential"],
        [Master + " -Credential '{ \"AccessKeyId\": \"AKIDX\" }'", "CredentialIncomplete", "AuthenticationError", "-Credential"],
        [Master + " -Credential '[ 1 ]'", "CredentialObjectInvalid", "AuthenticationError", "-Credential"],
        [Master + " -Credential '{', '}', 5", "CredentialObjectInvalid", "AuthenticationError", "-Credential"],
        [Token.Replace("$key", "([System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve]::CreateFromFriendlyName('nistP384')).ExportParameters($false)))", StringComparison.Ordinal), "PrivateKeyUnusable", "InvalidData", "PrivateKey"],
        [Token.Replace("$key", "'no pem'", StringComparison.Ordinal), "PrivateKeyNotPem", "InvalidData", "PrivateKey"],
        [Token.Replace("$key", "5", StringComparison.Ordinal), "PrivateKeyTypeInvalid", "InvalidData", "PrivateKey"],
        [Token.Replace("$key", "([System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve]::CreateFromFriendlyName('nistP256')))", StringComparison.Ordinal), "PrivateKeyCurveInvalid", "InvalidData", "PrivateKey"],
        [Token.Replace("$key", "([System.Security.Cryptography.RSA]::Create(2048).ExportRSAPrivateKeyPem())", StringComparison.Ordinal), "PrivateKeyIsRsa", "InvalidData", "PrivateKey"],
        [Token.Replace("-PrivateKey $key", "-PrivateKeyPath /nowhere/at/all", StringComparison.Ordinal), "FileUnreadable", "ObjectNotFound", null],
        [Frame + " -Service transcribe", "EventStreamSigningIncomplete", "InvalidArgument", "transcribe"],
        [Frame + " -PriorSignature " + Sample.Seed, "EventStreamSigningIncomplete", "InvalidArgument", null],
        [Frame + " " + Sample.Keys, "EventStreamSigningIncomplete", "InvalidArgument", null],
        [Frame + " -EndOfStream", "EventStreamEndUnsigned", "InvalidArgument", null],
        [Frame + Signing.Replace(Sample.Seed, "abc", StringComparison.Ordinal), "PriorSignatureInvalid", "InvalidArgument", "abc"],
        [Frame + Signing.Replace("us-east-1", "'us east'", StringComparison.Ordinal), "RegionInvalid", "InvalidArgument", "us east"],
        [Frame + Signing.Replace("-Service transcribe", "-Service 'a/b'", StringComparison.Ordinal), "ServiceInvalid", "InvalidArgument", "a/b"],
        [Frame + Signing.Replace("-Region us-east-1", string.Empty, StringComparison.Ordinal), "RegionMissing", "InvalidArgument", "Region"],
        [Frame + " -Header @{ a = 1.5 }", "EventStreamValueTypeInvalid", "InvalidArgument", null],
        [Frame + " -Header @{ a = [byte]200 }", "EventStreamValueTypeInvalid", "InvalidArgument", null],
        [Frame + " -Header @{ a = 'x' * 32768 }", "EventStreamValueTooLong", "LimitsExceeded", null],
        [Frame + " -Header @{ ('a' * 256) = 1 }", "EventStreamHeaderNameInvalid", "InvalidArgument", null],
        [Frame + " -Header @{ 1 = 1 }", "EventStreamHeaderNameInvalid", "InvalidArgument", null],
        [Frame + " -EventType a -Header @{ ':event-type' = 'b' }", "EventStreamHeaderDuplicate", "InvalidArgument", ":event-type"],
        [Frame + " -Header ([ordered]@{ a = 'x' * 32767; b = 'x' * 32767; c = 'x' * 32767; d = 'x' * 32767 })", "EventStreamHeadersTooLong", "LimitsExceeded", null],
    ];

    public void Dispose()
    {
        _session.Dispose();
        _key.Dispose();
    }

    [Theory]
    [MemberData(nameof(BadRecords))]
    public void A_bad_record_is_an_error_that_says_what_to_do_and_the_pipeline_goes_on(string command, string id, string category, string? target)
    {
        ScriptResult result = _session.Run("param($key) " + command + "; 'went on'", _key.Pem);

        Assert.Null(result.Terminating);
        Assert.Equal("went on", Assert.Single(result.Output).ToString());
        AssertSays(Assert.Single(result.Errors), id, category, target);
    }

    [Theory]
    [MemberData(nameof(DoomedCommands))]
    public void What_dooms_every_record_ends_the_pipeline_and_says_what_to_do(string command, string id, string category, string? target)
    {
        using EnvironmentScope environment = EnvironmentScope.WithoutCredentials();

        ScriptResult result = _session.Run(
            "param($key) try { " + command + "; 'went on' } catch { $_ }; 'after'", _key.Pem);

        Assert.Equal("after", result.Output[^1].ToString());
        Assert.Equal(2, result.Output.Count);
        AssertSays(Assert.IsType<ErrorRecord>(result.Output[0].BaseObject), id, category, target);
    }

    [Fact]
    public void Every_cmdlets_first_words_name_the_value_the_rule_and_the_remedy()
    {
        ErrorRecord error = Assert.Single(_session.Run(Viewer.Replace("-ClientId viewer", "-ClientId AWS_viewer", StringComparison.Ordinal)).Errors);

        Assert.Equal("The client id 'AWS_viewer' begins with AWS_ (in any case), which Kinesis Video Streams keeps for itself.", error.ErrorDetails.Message);
        Assert.Equal("Give an id that begins otherwise.", error.ErrorDetails.RecommendedAction);
        Assert.Equal(error.ErrorDetails.Message + " " + error.ErrorDetails.RecommendedAction, error.Exception.Message);
    }

    /// <summary>Fails unless the error has the id, the category and the target, and says what to do without showing a secret.</summary>
    internal static void AssertSays(ErrorRecord error, string id, string category, string? target)
    {
        Assert.Equal(id, error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.StartsWith("AwsSignTools.Commands.", error.FullyQualifiedErrorId.Split(',')[1], StringComparison.Ordinal);
        Assert.Equal(category, error.CategoryInfo.Category.ToString());
        if (target is not null)
        {
            Assert.Equal(target, error.TargetObject?.ToString());
        }

        Assert.EndsWith(".", error.ErrorDetails.Message.TrimEnd(), StringComparison.Ordinal);
        Assert.EndsWith(".", error.ErrorDetails.RecommendedAction.Replace(".pem", ".", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain(Sample.SecretKey, error.ToString() + error.Exception, StringComparison.Ordinal);
    }
}
