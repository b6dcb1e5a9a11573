using System;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;
using Amazon.Runtime;

namespace AwsSignTools.Module.Tests.Help;

/// <summary>
/// What examples call and the bare engine or the machine lacks: cmdlets of AWS.Tools, which return what their models look like, programs, and
/// the cmdlets of the shell beyond the engine. Public, since scripts call it.
/// </summary>
public static class StandIns
{
    /// <summary>Defines the commands. Those that are given something to use check that it is right.</summary>
    internal const string Commands = """
        function global:Get-KVSignalingChannelEndpoint {
            param(
                [Parameter(Mandatory)] [string] $ChannelARN,
                [ValidateSet('WSS', 'HTTPS', 'WEBRTC')] [string[]] $SingleMasterChannelEndpointConfiguration_Protocol,
                [ValidateSet('MASTER', 'VIEWER')] [string] $SingleMasterChannelEndpointConfiguration_Role)
            $letter = $SingleMasterChannelEndpointConfiguration_Role.Substring(0, 1).ToLowerInvariant()
            foreach ($protocol in $SingleMasterChannelEndpointConfiguration_Protocol) {
                [pscustomobject]@{
                    PSTypeName = 'Amazon.KinesisVideo.Model.ResourceEndpointListItem'
                    Protocol = [AwsSignTools.Module.Tests.Help.StandIns]::Constant($protocol)
                    ResourceEndpoint = "$($protocol.ToLowerInvariant())://$letter-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com"
                }
            }
        }
        function global:Get-CHMMGMessagingSessionEndpoint {
            [pscustomobject]@{ PSTypeName = 'Amazon.ChimeSDKMessaging.Model.MessagingSessionEndpoint'; Url = 'node001.ue1.ws-messaging.chime.aws' }
        }
        function global:Get-IVSChannel {
            param([Parameter(Mandatory)] [string] $Arn)
            [pscustomobject]@{
                PSTypeName = 'Amazon.IVS.Model.Channel'
                Arn = $Arn
                Authorized = $true
                Name = 'private'
                PlaybackUrl = 'https://a1b2c3d4.us-west-2.playback.live-video.net/api/video/v1/us-west-2.123456789012.channel.abcdABCDefgh.m3u8'
                Tags = @{}
            }
        }
        function global:Get-STSSessionToken {
            [pscustomobject]@{
                PSTypeName = 'Amazon.SecurityToken.Model.Credentials'
                AccessKeyId = 'ASIAIOSFODNN7EXAMPLE'
                SecretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
                SessionToken = 'FwoGZXIvYXdzEXAMPLE//token=='
                Expiration = [datetime]::UtcNow.AddHours(1)
            }
        }
        function global:Use-STSRole {
            param([Parameter(Mandatory)] [string] $RoleArn, [Parameter(Mandatory)] [string] $RoleSessionName)
            [pscustomobject]@{ PSTypeName = 'Amazon.SecurityToken.Model.AssumeRoleResponse'; Credentials = Get-STSSessionToken }
        }
        function global:Get-AWSCredential {
            param([Parameter(Mandatory)] [string] $ProfileName)
            [Amazon.Runtime.SessionAWSCredentials]::new('ASIAIOSFODNN7EXAMPLE', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'FwoGZXIvYXdzEXAMPLE//token==')
        }
        function global:Set-AWSCredential {
            param([Parameter(Mandatory)] [string] $ProfileName)
            $global:StoredAWSCredentials = Get-AWSCredential -ProfileName $ProfileName
        }
        function global:aws {
            $end = [datetime]::UtcNow.AddHours(1).ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", [cultureinfo]::InvariantCulture)
            $key = '"AccessKeyId": "ASIAIOSFODNN7EXAMPLE", "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "SessionToken": "FwoGZXIvYXdzEXAMPLE//token==", "Expiration": "' + $end + '"'
            switch ("$($args[0]) $($args[1])") {
                'configure export-credentials' { '{', '  "Version": 1,', $key, '}' }
                'sts assume-role' { '{', '  "Credentials": {', $key, '} }' }
                default { throw "An example calls aws $args" }
            }
        }
        function global:wscat {
            if ($args[0] -cne '-c' -or "$($args[1])" -cnotmatch '^wss://[^?]+\?.*X-Amz-Signature=[0-9a-f]{64}$') { throw "wscat is given $args" }
        }
        function global:Invoke-RestMethod {
            param(
                [Parameter(Mandatory)] [uri] $Uri,
                [Parameter(Mandatory)] [string] $Method,
                [Parameter(Mandatory)] [System.Collections.IDictionary] $Headers,
                [byte[]] $Body,
                [switch] $SkipHeaderValidation)
            if (-not $SkipHeaderValidation) { throw "The format of value '$($Headers['Authorization'])' is invalid." }
            if ($Method -cne 'POST' -or "$($Headers['Authorization'])" -cnotmatch '^AWS4-HMAC-SHA256 .*, Signature=[0-9a-f]{64}$' -or $Body.Length -eq 0) {
                throw "Invoke-RestMethod is given $Method $Uri"
            }
            '{"GetCallerIdentityResponse":{"GetCallerIdentityResult":{"Arn":"arn:aws:iam::123456789012:user/me"}}}' | ConvertFrom-Json
        }
        function global:ConvertFrom-Json { [AwsSignTools.Module.Tests.Help.StandIns]::FromJson(@($input) -join "`n") }
        function global:Import-Csv {
            param([Parameter(Mandatory)] [string] $Path)
            $lines = [System.IO.File]::ReadAllLines([System.IO.Path]::Combine($PWD, $Path))
            $names = $lines[0].Split(',')
            for ($i = 1; $i -lt $lines.Length; $i++) {
                $record = [ordered]@{}
                $values = $lines[$i].Split(',')
                for ($j = 0; $j -lt $names.Length; $j++) { $record[$names[$j]] = $values[$j] }
                [pscustomobject]$record
            }
        }
        function global:Get-Item { param([string] $Path) [System.IO.FileInfo]::new([System.IO.Path]::Combine($PWD, $Path)) }
        function global:Get-Content {
            param([string] $Path, [switch] $Raw)
            $file = [System.IO.Path]::Combine($PWD, $Path)
            if ($Raw) { [System.IO.File]::ReadAllText($file) } else { [System.IO.File]::ReadAllLines($file) }
        }
        function global:Get-Date { [datetime]::Now }
        function global:Read-Host {
            param([string] $Prompt, [switch] $AsSecureString)
            if (-not $AsSecureString) { return 'secret' }
            $secure = [securestring]::new()
            'secret'.ToCharArray() | ForEach-Object { $secure.AppendChar($_) }
            $secure
        }
        $global:stream = [System.IO.MemoryStream]::new()
        $global:socket = [AwsSignTools.Module.Tests.Help.StandInSocket]::new()
        """;

    /// <summary>A value such as the SDK's <c>ChannelProtocol</c>.</summary>
    public static ConstantClass Constant(string value) => new StandInConstant(value);

    /// <summary>The objects that ConvertFrom-Json makes.</summary>
    public static object? FromJson(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return FromJson(document.RootElement);
    }

    private static object? FromJson(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                PSObject properties = new();
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    properties.Properties.Add(new PSNoteProperty(property.Name, FromJson(property.Value)));
                }

                return properties;
            case JsonValueKind.Array:
                return element.EnumerateArray().Select(FromJson).ToArray();
            case JsonValueKind.String:
                // PowerShell 7 makes dates of what looks like one.
                string text = element.GetString()!;
                return DateTime.TryParseExact(
                    text, "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out DateTime time) ? time : text;
            case JsonValueKind.Number:
                return element.TryGetInt64(out long number) ? number : element.GetDouble();
            default:
                return element.ValueKind == JsonValueKind.Null ? null : element.GetBoolean();
        }
    }

    private sealed class StandInConstant(string value) : ConstantClass(value);
}
