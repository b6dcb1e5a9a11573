using System;
using System.Collections.Generic;
using System.Linq;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Diagnosis.Connect;
using AwsSignTools.Findings;
using AwsSignTools.Services.Kvs;
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

    [Fact]
    public void Every_status_that_is_no_success_is_explained_by_one_finding()
    {
        string?[] services = ["kinesisvideo", "chime", "transcribe", "iotdevicegateway", "s3", "execute-api", "unheard-of", null];
        foreach (string? service in services)
        {
            for (int status = 200; status < 600; status++)
            {
                ConnectionResult result = new() { StatusCode = status, IsWebSocket = true };
                ConnectionDiagnosis diagnosis = new(result) { Service = service, KvsRole = service == "kinesisvideo" ? KvsRole.Viewer : null };

                Finding finding = Assert.Single(ConnectionRules.Check(diagnosis));

                Assert.Equal(FindingSeverity.Error, finding.Severity);
                Found.CheckWords(finding);
            }
        }
    }

    [Fact]
    public void Every_close_code_is_explained_by_one_finding() => Assert.All(
        Enumerable.Range(1000, 4000),
        code => Assert.All((string[])["chime", "kinesisvideo"], service => Found.CheckWords(Assert.Single(ConnectionRules.Check(
            new ConnectionDiagnosis(new ConnectionResult { Connected = true, StatusCode = 101, CloseCode = code }) { Service = service })))));

    [Fact]
    public void A_refusal_without_a_word_after_the_urls_end_is_its_end()
    {
        DateTimeOffset end = Known.Time;
        ConnectionResult result = new() { StatusCode = 403, ServerDate = end.AddSeconds(1) };

        Finding finding = Assert.Single(ConnectionRules.Check(new ConnectionDiagnosis(result) { ExpiresAt = end, Service = "chime", Now = end.AddHours(-1) }));

        Assert.Equal("ConnectUrlExpired", finding.Id);
        Assert.Contains("2015-08-30 12:36:01Z", finding.Message, StringComparison.Ordinal);
        Assert.Contains("ten seconds", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_rule_states_itself_in_a_sentence()
    {
        RuleClass[] rules = [.. typeof(ConnectionRules).Assembly.GetTypes()
            .Where(t => !t.IsAbstract && typeof(RuleClass<ConnectionDiagnosis>).IsAssignableFrom(t))
            .Select(t => (RuleClass)Activator.CreateInstance(t)!)];

        Assert.InRange(rules.Length, 29, 60);
        Assert.All(rules, rule => Assert.Matches(@"\A\P{Cc}+\.\z", rule.Statement));
        Assert.Equal(rules.Length, rules.Select(r => r.Statement).Distinct().Count());
    }

    [Fact]
    public void A_url_tells_what_the_rules_need()
    {
        ConnectionDiagnosis diagnosis = ConnectionDiagnosis.Of(
            "wss://v-1.kinesisvideo.us-west-2.amazonaws.com/?X-Amz-ChannelARN=arn%3Aaws&X-Amz-ClientId=c%31&X-Amz-Credential=ASIA1%2F20260101%2Fus-west-2%2Fkinesisvideo%2Faws4_request"
                + "&X-Amz-Date=20260101T000000Z&X-Amz-Expires=299&X-Amz-Security-Token=canary&X-Amz-Signature=canary",
            new ConnectionResult(),
            Known.Time);

        Assert.Equal("kinesisvideo", diagnosis.Service);
        Assert.Equal("us-west-2", diagnosis.Region);
        Assert.Equal("ASIA1", diagnosis.AccessKeyId);
        Assert.Equal("v-1.kinesisvideo.us-west-2.amazonaws.com", diagnosis.Host);
        Assert.Equal(443, diagnosis.Port);
        Assert.Equal(KvsRole.Viewer, diagnosis.KvsRole);
        Assert.Equal("c1", diagnosis.ClientId);
        Assert.Equal("arn:aws", diagnosis.ResourceArn);
        Assert.True(diagnosis.HasSessionToken);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 4, 59, TimeSpan.Zero), diagnosis.ExpiresAt);
        Assert.DoesNotContain("canary", diagnosis.ToString(), StringComparison.Ordinal);
    }

    private static void Only(ConnectionResult result, string id)
    {
        IReadOnlyList<Finding> findings = ConnectionRules.Check(new ConnectionDiagnosis(result) { Host = "host.example", Service = "chime" });
        Finding finding = Assert.Single(findings);
        Assert.Equal(id, finding.Id);
        Assert.Equal(FindingSeverity.Error, finding.Severity);
        Found.CheckWords(finding);
    }
}
