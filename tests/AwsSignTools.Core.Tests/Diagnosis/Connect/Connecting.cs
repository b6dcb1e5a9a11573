using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using AwsSignTools.Aws;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Diagnosis.Connect;
using AwsSignTools.Findings;
using AwsSignTools.Module.Tests.Services;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.Diagnosis.Connect;

/// <summary>Signed URLs for servers on loopback, and what comes of connecting to them.</summary>
internal static class Connecting
{
    public const string ChannelArn = "arn:aws:kinesisvideo:us-west-2:123456789012:channel/demo/1234567890123";
    public const string UserArn = "arn:aws:chime:us-west-2:123456789012:app-instance/00000000-0000-0000-0000-000000000000/user/jane";

    /// <summary>Enough on a machine that is busy; what ends by it alone has a limit of its own.</summary>
    public static readonly ConnectionOptions Patient = new() { TimeLimit = TimeSpan.FromSeconds(30), MessageWait = TimeSpan.FromMilliseconds(100) };

    /// <summary>For tests in which something comes.</summary>
    public static readonly ConnectionOptions Waiting = new() { TimeLimit = TimeSpan.FromSeconds(30), MessageWait = TimeSpan.FromSeconds(20) };

    /// <summary>For tests in which nothing comes.</summary>
    public static readonly ConnectionOptions Hasty = new() { TimeLimit = TimeSpan.FromSeconds(1) };

    public static bool IsNetStandard { get; } = typeof(ConnectionTest).Assembly
        .GetCustomAttributes(typeof(System.Runtime.Versioning.TargetFrameworkAttribute), false)
        .Cast<System.Runtime.Versioning.TargetFrameworkAttribute>().Single().FrameworkName.StartsWith(".NETStandard", StringComparison.Ordinal);

    /// <summary>A URL that the server takes.</summary>
    public static string Sign(
        ConnectService server, string? clientId = "viewer-1", string? secret = null, DateTimeOffset? at = null, string? region = null, string? key = null, string? token = null)
    {
        (string path, QueryParameter[] query) = server.Service switch
        {
            "kinesisvideo" => ("/", clientId is null
                ? [new("X-Amz-ChannelARN", ChannelArn)]
                : new QueryParameter[] { new("X-Amz-ChannelARN", ChannelArn), new("X-Amz-ClientId", clientId) }),
            "chime" => ("/connect", [new("sessionId", "e8f0a6d2"), new("userArn", UserArn)]),
            "transcribe" => ("/stream-transcription-websocket", [new("language-code", "en-US")]),
            "iotdevicegateway" => ("/mqtt", []),
            _ => ("/demo", Array.Empty<QueryParameter>()),
        };
        string endpoint = server.Service is "s3" or "execute-api" ? server.HttpUrl : server.WebSocketUrl;
        return new SigV4Presigner(server.Service, server.Service == "iotdevicegateway" ? AwsServices.Get(server.Service).Settings : null).Presign(
            new SignableRequest("GET", Known.EndpointOf(endpoint), path, query),
            new AwsCredential(key ?? server.AccessKey, secret ?? server.SecretKey, token ?? server.SessionToken),
            region ?? server.Region,
            at ?? DateTimeOffset.UtcNow + server.ClockOffset,
            TimeSpan.FromSeconds(server.Service == "chime" ? 10 : 299)).Url;
    }

    public static Task<ConnectionResult> Run(string url, ConnectionOptions? options = null) => ConnectionTest.RunAsync(url, options ?? Patient);

    /// <summary>Connects, and gives what the rules say; whatever happens, nothing secret is in it.</summary>
    public static async Task<(ConnectionResult Result, IReadOnlyList<Finding> Findings)> Diagnose(string url, ConnectionOptions? options = null)
    {
        ConnectionResult result = await Run(url, options);
        IReadOnlyList<Finding> findings = ConnectionRules.Explain(url, result, DateTimeOffset.UtcNow);
        Assert.All(findings, Found.CheckWords);
        CheckNothingSecret(url, result, findings);
        return (result, findings);
    }

    /// <summary>Connects; the rules find one thing.</summary>
    public static async Task<(ConnectionResult Result, Finding Finding)> DiagnoseOne(string url, string id, ConnectionOptions? options = null)
    {
        (ConnectionResult result, IReadOnlyList<Finding> findings) = await Diagnose(url, options);
        Assert.True(findings.Count == 1 && findings[0].Id == id, $"{id} was expected: {result} {result.FailureMessage} {string.Join("; ", findings)}");
        return (result, findings[0]);
    }

    public static void CheckNothingSecret(string url, ConnectionResult result, IReadOnlyList<Finding> findings)
    {
        string shown = string.Create(
            CultureInfo.InvariantCulture,
            $"{result}|{result.Body}|{result.ReasonPhrase}|{result.ErrorType}|{result.ErrorMessage}|{result.RequestId}|{result.FirstMessage}|{result.CloseReason}|{result.FailureMessage}|{result.Proxy}|{string.Join("|", findings.Select(f => $"{f} {f.Rule} {f.Target}"))}");
        foreach (string name in (string[])["X-Amz-Signature=", "X-Amz-Security-Token="])
        {
            int start = url.IndexOf(name, StringComparison.Ordinal);
            if (start >= 0)
            {
                string value = url[(start + name.Length)..].Split('&')[0];
                Assert.DoesNotContain(value, shown, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain(Uri.UnescapeDataString(value), shown, StringComparison.OrdinalIgnoreCase);
            }
        }
    }
}
