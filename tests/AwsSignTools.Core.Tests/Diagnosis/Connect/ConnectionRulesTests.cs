using System;
using System.Collections.Generic;
using System.Linq;
using AwsSignTools.Aws;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Diagnosis.Connect;
using AwsSignTools.Findings;
using AwsSignTools.Platform;
using Xunit;

namespace AwsSignTools.Core.Tests.Diagnosis.Connect;

/// <summary>Rules over results that no server on loopback can bring about, or not everywhere.</summary>
public class ConnectionRulesTests
{
    public static TheoryData<int, string> TlsProblems => new()
    {
        { (int)TlsProblem.Untrusted, "ConnectTlsUntrusted" },
        { (int)TlsProblem.NameMismatch, "ConnectTlsNameMismatch" },
        { (int)TlsProblem.Expired, "ConnectTlsExpired" },
        { (int)TlsProblem.Other, "ConnectTlsFailed" },
    };

    [Theory]
    [MemberData(nameof(TlsProblems))]
    public void Each_problem_of_TLS_has_an_id(int problem, string id) => Only(
        new ConnectionResult { Failure = ConnectionFailure.Tls, FailureMessage = "TLS failed.", TlsProblem = (TlsProblem)problem }, id);

    [Theory]
    [InlineData(ConnectionFailure.Url, "ConnectUrlInvalid")]
    [InlineData(ConnectionFailure.Dns, "ConnectHostUnknown")]
    [InlineData(ConnectionFailure.Refused, "ConnectRefused")]
    [InlineData(ConnectionFailure.Unreachable, "ConnectUnreachable")]
    [InlineData(ConnectionFailure.Timeout, "ConnectTimedOut")]
    [InlineData(ConnectionFailure.Tls, "ConnectTlsFailed")]
    [InlineData(ConnectionFailure.Reset, "ConnectReset")]
    [InlineData(ConnectionFailure.Proxy, "ConnectProxyFailed")]
    [InlineData(ConnectionFailure.Protocol, "ConnectProtocolInvalid")]
    [InlineData(ConnectionFailure.Other, "ConnectFailed")]
    public void Each_failure_has_one_id(ConnectionFailure failure, string id) =>
        Only(new ConnectionResult { Failure = failure, FailureMessage = "It failed." }, id);

    [Theory]
    [InlineData("chime", "ConnectChannelNotFound", false)]
    [InlineData("kinesisvideo", "ConnectChannelNotFound", true)]
    public void A_hint_of_the_service_replaces_what_is_true_of_any(string service, string id, bool isReplaced)
    {
        Finding finding = Assert.Single(Explain(new ConnectionResult { StatusCode = 404 }, service, "&X-Amz-ChannelARN=arn%3A%7Bhost%7D"));

        Assert.Equal(isReplaced ? id : "ConnectNotFound", finding.Id);
        Assert.Equal(isReplaced ? "arn:{host}" : 404, finding.Target);

        // A value is never taken for a placeholder.
        Assert.Equal(isReplaced, finding.Message.EndsWith("; there is no channel 'arn:{host}' there.", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_text_of_the_catalogue_has_known_placeholders_only()
    {
        ConnectionDiagnosis diagnosis = new("wss://host.example/", new ConnectionResult(), Known.Time);
        foreach (AwsService service in AwsServices.All)
        {
            ServiceHints hints = service.Hints;
            foreach (ServiceHint hint in (ServiceHint[])[.. hints.BadRequest, .. hints.Forbidden, .. hints.NotFound, .. hints.Redirected, .. hints.UrlExpired, .. hints.PortClosed])
            {
                Assert.DoesNotContain('{', diagnosis.Expand((hint.Statement + hint.Message + hint.Remedy).Replace("{value}", "1", StringComparison.Ordinal), hint));
            }

            Assert.All(service.CloseCodes, code => Assert.DoesNotContain('{', diagnosis.Expand(code.Message + code.Remedy, "1006")));
        }
    }

    [Fact]
    public void Every_status_that_is_no_success_is_explained_by_one_finding()
    {
        string[] services = ["kinesisvideo", "chime", "transcribe", "iotdevicegateway", "s3", "execute-api", "unheard-of", ""];
        foreach (string service in services)
        {
            for (int status = 200; status < 600; status++)
            {
                Finding finding = Assert.Single(Explain(new ConnectionResult { StatusCode = status, IsWebSocket = true }, service, "&X-Amz-ClientId=viewer-1"));

                Assert.Equal(FindingSeverity.Error, finding.Severity);
                Found.CheckWords(finding);
            }
        }
    }

    [Fact]
    public void Every_close_code_is_explained_by_one_finding() => Assert.All(
        Enumerable.Range(1000, 4000),
        code => Assert.All((string[])["chime", "kinesisvideo"], service => Found.CheckWords(Assert.Single(
            Explain(new ConnectionResult { Connected = true, StatusCode = 101, CloseCode = code }, service)))));

    [Fact]
    public void A_refusal_without_a_word_after_the_urls_end_is_its_end()
    {
        DateTimeOffset end = Known.Time;
        ConnectionResult result = new() { StatusCode = 403, ServerDate = end.AddSeconds(1) };

        Finding finding = Assert.Single(Explain(result, "chime", "&X-Amz-Date=20150830T123550Z&X-Amz-Expires=10", end.AddHours(-1)));

        Assert.Equal("ConnectUrlExpired", finding.Id);
        Assert.Equal(end, finding.Target);
        Assert.Contains("2015-08-30 12:36:01Z", finding.Message, StringComparison.Ordinal);
        Assert.Contains("ten seconds", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_rule_states_itself_in_a_sentence()
    {
        ConnectionDiagnosis diagnosis = new("wss://host.example/", new ConnectionResult(), Known.Time);
        List<string?> statements = [.. ConnectionRules.Clock.Concat(ConnectionRules.Others).Select(static rule => rule.Statement)];
        foreach (ConnectionFailure failure in Enum.GetValues<ConnectionFailure>().Where(static f => f != ConnectionFailure.None))
        {
            diagnosis.Result.Failure = failure;
            statements.Add(ConnectionRules.ExplainFailure(diagnosis)!.Rule);
        }

        statements.AddRange(Enum.GetValues<RefusalReason>().Where(static r => r != RefusalReason.None).Select(reason => RefusalRules.Explain(diagnosis, reason)!.Rule));

        Assert.InRange(statements.Distinct().Count(), 26, 60);
        Assert.All(statements, static statement => Assert.Matches(@"\A\P{Cc}+\.\z", statement));
    }

    [Fact]
    public void Nothing_is_explained_if_nothing_failed()
    {
        ConnectionDiagnosis diagnosis = new("wss://host.example/", new ConnectionResult { Connected = true }, Known.Time);

        Assert.Null(ConnectionRules.ExplainFailure(diagnosis));
        Assert.Null(RefusalRules.Explain(diagnosis, RefusalReason.None));
        Assert.Empty(ConnectionRules.Explain("wss://host.example/", diagnosis.Result, Known.Time));
        Assert.Throws<ArgumentNullException>("url", () => ConnectionRules.Explain(null!, diagnosis.Result, Known.Time));
        Assert.Throws<ArgumentNullException>("result", () => ConnectionRules.Explain("wss://host.example/", null!, Known.Time));
    }

    [Fact]
    public void A_url_has_what_the_rules_need()
    {
        ConnectionDiagnosis diagnosis = new(
            "wss://v-1.kinesisvideo.us-west-2.amazonaws.com/?X-Amz-ChannelARN=arn%3Aaws&X-Amz-ClientId=c%31&X-Amz-Credential=ASIA1%2F20260101%2Fus-west-2%2Fkinesisvideo%2Faws4_request"
                + "&X-Amz-Date=20260101T000000Z&X-Amz-Expires=299&X-Amz-Security-Token=canary&X-Amz-Signature=canary",
            new ConnectionResult(),
            Known.Time);

        Assert.Same(AwsServices.KinesisVideo, diagnosis.Service);
        Assert.Equal("us-west-2", diagnosis.Region);
        Assert.Equal("ASIA1", diagnosis.AccessKeyId);
        Assert.Equal("v-1.kinesisvideo.us-west-2.amazonaws.com", diagnosis.Host);
        Assert.Equal("kinesisvideo:ConnectAsViewer", diagnosis.Action);
        Assert.Equal("arn:aws", diagnosis.ResourceArn);
        Assert.True(diagnosis.HasSessionToken);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 4, 59, TimeSpan.Zero), diagnosis.ExpiresAt);
    }

    private static IReadOnlyList<Finding> Explain(ConnectionResult result, string service, string query = "", DateTimeOffset? now = null) => ConnectionRules.Explain(
        $"wss://host.example/?X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-west-2%2F{service}%2Faws4_request{query}", result, now ?? Known.Time);

    private static void Only(ConnectionResult result, string id)
    {
        Finding finding = Assert.Single(Explain(result, "chime"));
        Assert.Equal(id, finding.Id);
        Assert.Equal(FindingSeverity.Error, finding.Severity);
        Found.CheckWords(finding);
    }
}
