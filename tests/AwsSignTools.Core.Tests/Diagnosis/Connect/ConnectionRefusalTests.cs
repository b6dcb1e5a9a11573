using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using AwsSignTools.Diagnosis.Connect;
using AwsSignTools.Findings;
using AwsSignTools.Module.Tests.Services;
using Xunit;

namespace AwsSignTools.Core.Tests.Diagnosis.Connect;

/// <summary>Refusals of servers that check what arrives, in the words of the services.</summary>
public class ConnectionRefusalTests
{
    private const string Token = "IQoJb3JpZ2luX2VjE/canary+token==";

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "kinesisvideo", "secret", "ConnectForbiddenSignature" },
        { "chime", "secret", "ConnectForbiddenSignature" },
        { "transcribe", "secret", "ConnectForbiddenSignature" },
        { "iotdevicegateway", "secret", "ConnectForbiddenSignature" },
        { "kinesisvideo", "key", "ConnectCredentialUnknown" },
        { "kinesisvideo", "token", "ConnectCredentialUnknown" },
        { "kinesisvideo", "region", "ConnectScopeWrong" },
        { "kinesisvideo", "old", "ConnectUrlExpired" },
        { "chime", "old", "ConnectUrlExpired" },
        { "kinesisvideo", "cut", "ConnectUrlIncomplete" },
        { "kinesisvideo", "changed", "ConnectForbiddenSignature" },
        { "execute-api", "secret", "ConnectForbiddenSignature" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Each_mistake_is_named(string service, string mistake, string id)
    {
        using ConnectService server = new(service) { SessionToken = Token };
        string url = mistake switch
        {
            "secret" => Connecting.Sign(server, secret: "another"),
            "key" => Connecting.Sign(server, key: "AKIAOTHER"),
            "token" => Connecting.Sign(server, token: "another-session-token"),
            "region" => Connecting.Sign(server, region: "eu-west-1"),
            "old" => Connecting.Sign(server, at: DateTimeOffset.UtcNow.AddMinutes(-6)),
            "changed" => Connecting.Sign(server).Replace("viewer-1", "viewer-2", StringComparison.Ordinal),
            _ => Connecting.Sign(server)[..60],
        };

        (ConnectionResult result, Finding finding) = await Connecting.DiagnoseOne(url, id);

        Assert.False(result.Connected);
        Assert.Equal(403, result.StatusCode);
        Assert.Equal("Forbidden", result.ReasonPhrase);
        Assert.Equal(ConnectionFailure.None, result.Failure);
        Assert.DoesNotContain(':', result.ErrorType!);
        Assert.Equal("5a8c0de2-1f6b-4d2e-9b1c-0123456789ab", result.RequestId);
        Assert.StartsWith("{\"message\":", result.Body, StringComparison.Ordinal);
        Assert.NotNull(result.ErrorMessage);
        Assert.Equal(FindingSeverity.Error, finding.Severity);
        Assert.Contains(result.ErrorType!, finding.Message, StringComparison.Ordinal);
        Assert.NotNull(finding.Rule);
    }

    [Fact]
    public async Task A_session_token_that_has_ended_is_named()
    {
        using ConnectService server = new("kinesisvideo") { SessionToken = Token, IsTokenExpired = true, AccessKey = "ASIACONNECT" };

        (_, Finding finding) = await Connecting.DiagnoseOne(Connecting.Sign(server), "ConnectCredentialExpired");

        Assert.Equal("ASIACONNECT", finding.Target);
    }

    [Fact]
    public async Task A_temporary_key_without_its_token_is_told_so()
    {
        using ConnectService server = new("kinesisvideo") { SessionToken = Token, AccessKey = "ASIACONNECT" };
        server.SessionToken = null;
        string url = Connecting.Sign(server);
        server.SessionToken = Token;

        (_, Finding finding) = await Connecting.DiagnoseOne(url, "ConnectCredentialUnknown");

        Assert.Contains("ASIA", finding.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "viewer-1", "m-")]
    [InlineData(false, null, "v-")]
    public async Task The_endpoint_of_the_other_role_is_named(bool isForMaster, string? clientId, string host)
    {
        using ConnectService server = new("kinesisvideo") { IsForMaster = isForMaster };

        (ConnectionResult result, Finding finding) = await Connecting.DiagnoseOne(Connecting.Sign(server, clientId), "ConnectBadRequestRole");

        Assert.Equal(400, result.StatusCode);
        Assert.Contains(clientId is null ? "m-" : "v-", finding.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("begins with " + host, finding.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kinesisvideo", null, "kinesisvideo:ConnectAsMaster", Connecting.ChannelArn)]
    [InlineData("kinesisvideo", "viewer-1", "kinesisvideo:ConnectAsViewer", Connecting.ChannelArn)]
    [InlineData("chime", null, "chime:Connect", Connecting.UserArn)]
    [InlineData("transcribe", null, "transcribe:StartStreamTranscriptionWebSocket", "what the URL names")]
    [InlineData("iotdevicegateway", null, "iot:Connect", "what the URL names")]
    public async Task The_permission_that_lacks_is_named(string service, string? clientId, string action, string resource)
    {
        using ConnectService server = new(service) { DeniedAction = action };

        (_, Finding finding) = await Connecting.DiagnoseOne(Connecting.Sign(server, clientId), "ConnectForbiddenPermission");

        Assert.Contains($"lacks {action} on ", finding.Message, StringComparison.Ordinal);
        Assert.Contains(resource, finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_action_that_the_service_names_goes_before_the_one_that_is_expected()
    {
        using ConnectService server = new("kinesisvideo") { DeniedAction = "kms:Decrypt" };

        (_, Finding finding) = await Connecting.DiagnoseOne(Connecting.Sign(server), "ConnectForbiddenPermission");

        Assert.Contains("Allow kms:Decrypt on ", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_channel_that_is_not_there_is_named()
    {
        using ConnectService server = new("kinesisvideo") { ChannelArn = Connecting.ChannelArn + "4" };

        (ConnectionResult result, Finding finding) = await Connecting.DiagnoseOne(Connecting.Sign(server), "ConnectChannelNotFound");

        Assert.Equal(404, result.StatusCode);
        Assert.Equal(Connecting.ChannelArn, finding.Target);
    }

    [Theory]
    [InlineData("kinesisvideo", null, 403, "ConnectForbidden", "kinesisvideo:ConnectAsMaster")]
    [InlineData("kinesisvideo", "v", 403, "ConnectForbidden", "kinesisvideo:ConnectAsViewer")]
    [InlineData("chime", null, 403, "ConnectForbidden", "chime:Connect")]
    [InlineData("iotdevicegateway", null, 403, "ConnectForbidden", "iot:Connect")]
    [InlineData("execute-api", null, 403, "ConnectForbidden", "execute-api:Invoke")]
    [InlineData("chime", null, 401, "ConnectForbidden", "chime:Connect")]
    [InlineData("chime", null, 400, "ConnectBadRequest", "/connect")]
    [InlineData("transcribe", null, 400, "ConnectBadRequest", "8443")]
    [InlineData("iotdevicegateway", null, 426, "ConnectBadRequest", "just before")]
    [InlineData("chime", null, 404, "ConnectNotFound", "path")]
    [InlineData("kinesisvideo", null, 429, "ConnectThrottled", "Wait")]
    [InlineData("kinesisvideo", null, 500, "ConnectServiceFailed", "Health")]
    [InlineData("kinesisvideo", null, 503, "ConnectServiceFailed", "Health")]
    [InlineData("kinesisvideo", null, 200, "ConnectNotWebSocket", "proxy")]
    [InlineData("kinesisvideo", null, 407, "ConnectProxyLogin", "NO_PROXY")]
    public async Task A_status_without_a_word_is_explained_by_the_service(string service, string? clientId, int status, string id, string remedy)
    {
        using ConnectService server = new(service) { Fault = new Answer(status, "application/json", "{\"message\":\"Forbidden\"}") };

        (ConnectionResult result, Finding finding) = await Connecting.DiagnoseOne(Connecting.Sign(server, clientId), id);

        Assert.False(result.Connected);
        Assert.Equal(status, result.StatusCode);
        Assert.Contains(remedy, finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirection_is_not_followed_and_shows_no_more_than_the_host()
    {
        using ConnectService elsewhere = new("kinesisvideo");
        using ConnectService server = new("kinesisvideo");
        string url = Connecting.Sign(server);
        server.Fault = new Answer(302, "text/html", string.Empty) { Headers = [("Location", elsewhere.HttpUrl + "/login?from=" + Uri.EscapeDataString(url))] };

        (ConnectionResult result, Finding finding) = await Connecting.DiagnoseOne(url, "ConnectRedirected");

        Assert.Equal(302, result.StatusCode);
        Assert.Contains($"'{elsewhere.HttpUrl}'", finding.Message, StringComparison.Ordinal);

        // The WebSockets of netstandard2.0 cannot be told to stay.
        Assert.True(elsewhere.Targets.Count == 0 || Connecting.IsNetStandard, "The redirection was followed.");
    }

    [Theory]
    [InlineData("SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.", "ConnectForbiddenSignature")]
    [InlineData("AccessDenied", "Request has expired", "ConnectUrlExpired")]
    [InlineData("AccessDenied", "Access Denied", "ConnectForbiddenPermission")]
    [InlineData("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", "ConnectCredentialUnknown")]
    [InlineData("ExpiredToken", "The provided token has expired.", "ConnectCredentialExpired")]
    [InlineData("AuthorizationQueryParametersError", "X-Amz-Expires must be less than a week (in seconds); &lt;604800&gt;", "ConnectUrlIncomplete")]
    [InlineData("RequestTimeTooSkewed", "The difference between the request time and the current time is too large.", "ConnectUrlNotYetValid")]
    [InlineData("NoSuchKey", "The specified key does not exist.", "ConnectNotFound")]
    [InlineData("SlowDown", "Please reduce your request rate.", "ConnectThrottled")]
    public async Task The_XML_of_S3_is_read(string code, string message, string id)
    {
        using ConnectService server = new("s3");
        string url = Connecting.Sign(server, token: Token);
        server.Fault = new Answer(
            403,
            "application/xml",
            "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"boom\">]>"
                + $"<Error><Code>{code}</Code><Message>{message}</Message><CanonicalRequest>GET {url} {Token} &b;</CanonicalRequest><RequestId>4442587FB7D0A2F9</RequestId></Error>");

        (ConnectionResult result, _) = await Connecting.DiagnoseOne(url, id);

        Assert.Equal(code, result.ErrorType);
        Assert.Equal(message.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal), result.ErrorMessage);
        Assert.Equal("4442587FB7D0A2F9", result.RequestId);
        Assert.Contains("***", result.Body, StringComparison.Ordinal);
        Assert.Contains("&b;", result.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"__type\":\"com.amazon.coral.service#UnrecognizedClientException\",\"Message\":\"no\"}", "UnrecognizedClientException", "no")]
    [InlineData("{\"message\":null}", null, null)]
    [InlineData("{\"message\":", null, null)]
    [InlineData("<Code>", null, null)]
    [InlineData("", null, null)]
    public async Task A_body_is_read_for_what_it_says_whatever_it_is(string body, string? type, string? message)
    {
        using ConnectService server = new("kinesisvideo") { Fault = new Answer(403, "application/json", body) };

        ConnectionResult result = await Connecting.Run(Connecting.Sign(server));

        Assert.Equal(type, result.ErrorType);
        Assert.Equal(message, result.ErrorMessage);
        Assert.Equal(body.Length == 0 ? null : body, result.Body);
    }

    [Theory]
    [InlineData(-60, FindingSeverity.Error)]
    [InlineData(60, FindingSeverity.Error)]
    [InlineData(-3, FindingSeverity.Warning)]
    [InlineData(3, FindingSeverity.Warning)]
    public async Task A_clock_that_is_off_is_measured(int minutes, FindingSeverity severity)
    {
        using ConnectService server = new("kinesisvideo") { ClockOffset = TimeSpan.FromMinutes(minutes) };
        string url = Connecting.Sign(server, at: DateTimeOffset.UtcNow);

        // A server that opens the WebSocket tells its time too, but netstandard2.0 does not show it.
        server.Fault = ConnectService.Refusal(403, "InvalidSignatureException", "no");
        (ConnectionResult result, IReadOnlyList<Finding> findings) = await Connecting.Diagnose(url);

        Assert.InRange(result.ClockSkew!.Value.TotalMinutes, minutes - 0.5, minutes + 0.5);
        Finding clock = Assert.Single(findings, f => f.Id == "ConnectClockSkewed");
        Assert.Equal(severity, clock.Severity);
        Assert.Equal(result.ClockSkew, clock.Target);
        Assert.Contains(minutes > 0 ? " behind " : " ahead of ", clock.Message, StringComparison.Ordinal);
        Assert.Same(severity == FindingSeverity.Error ? findings[0] : findings[^1], clock);
    }

    [Fact]
    public async Task A_clock_that_runs_ahead_makes_urls_of_the_future()
    {
        using ConnectService server = new("kinesisvideo") { ClockOffset = TimeSpan.FromMinutes(-20) };

        (_, IReadOnlyList<Finding> findings) = await Connecting.Diagnose(Connecting.Sign(server, at: DateTimeOffset.UtcNow));

        Assert.Equal(["ConnectClockSkewed", "ConnectUrlNotYetValid"], [.. Ids(findings)]);
    }

    [Fact]
    public async Task A_plain_request_gets_its_answer()
    {
        using ConnectService server = new("execute-api");
        string url = Connecting.Sign(server);

        (ConnectionResult result, IReadOnlyList<Finding> findings) = await Connecting.Diagnose(url);

        Assert.True(result.Connected, $"{result} {result.FailureMessage} {result.Body}");
        Assert.Equal(200, result.StatusCode);
        Assert.Equal("signed and sealed", result.Body);
        Assert.NotNull(result.ClockSkew);
        Assert.Empty(findings);
        Assert.Equal(url[server.HttpUrl.Length..], Assert.Single(server.Targets));
    }

    private static IEnumerable<string> Ids(IEnumerable<Finding> findings)
    {
        foreach (Finding finding in findings)
        {
            yield return finding.Id;
        }
    }
}
