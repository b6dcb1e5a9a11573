using System;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Diagnosis;
using AwsSignTools.Diagnosis.Inspect;
using AwsSignTools.Findings;
using AwsSignTools.Services.AgentCore;
using AwsSignTools.SigV4;
using AwsSignTools.Urls;
using Xunit;

namespace AwsSignTools.Core.Tests.Services.AgentCore;

public class AgentRuntimeUrlTests
{
    private const string Arn = "arn:aws:bedrock-agentcore:us-west-2:123456789012:runtime/my_agent-a1B2c3D4e5";
    private const string Encoded = "arn%3Aaws%3Abedrock-agentcore%3Aus-west-2%3A123456789012%3Aruntime%2Fmy_agent-a1B2c3D4e5";
    private const string Host = "wss://bedrock-agentcore.us-west-2.amazonaws.com";

    // Signed by botocore 1.43.11 (SigV4QueryAuth) at this time.
    [Fact]
    public void The_arn_is_encoded_once_and_signed_as_the_official_client_does()
    {
        SignedUrl url = Sign(AgentRuntimeUrl.Create(Arn) + "?qualifier=DEFAULT");

        Assert.StartsWith($"{Host}/runtimes/{Encoded}/ws?X-Amz-Algorithm=", url.Url, StringComparison.Ordinal);
        Assert.Contains("&X-Amz-Expires=300&", url.Url, StringComparison.Ordinal);
        Assert.Equal("e088e20b7059b300daf7f723482ec38a9661b2ae8cdbeeec1307e48f4bd04385", url.Signature);
        Found.Nothing(url.Findings);
        SignedUrlReport report = SignedUrlInspector.Inspect(url.Url, new InspectionOptions(Known.Time) { Credential = Known.Credential });
        Found.Nothing(report.Findings);
        Assert.True(report.SignatureValid);
    }

    [Theory]
    [InlineData("arn:aws-cn:bedrock-agentcore:cn-north-1:1:runtime/a", "wss://bedrock-agentcore.cn-north-1.amazonaws.com.cn/runtimes/arn%3Aaws-cn%3Abedrock-agentcore%3Acn-north-1%3A1%3Aruntime%2Fa/ws")]
    [InlineData(Arn, Host + "/runtimes/" + Encoded + "/ws")]
    public void The_host_is_that_of_the_region(string arn, string url) => Assert.Equal(url, AgentRuntimeUrl.Create(arn));

    [Theory]
    [InlineData("")]
    [InlineData("my_agent-a1B2c3D4e5")]
    [InlineData(Encoded)]
    [InlineData("arn:aws:bedrock-agentcore:us-west-2:123456789012:memory/a")]
    [InlineData("arn:aws:bedrock-agentcore:us-west-2:123456789012:runtime/a/runtime-endpoint/DEFAULT")]
    [InlineData("arn:aws:bedrock:us-west-2:123456789012:agent/a")]
    public void Another_arn_is_refused(string arn) => Refused.As("AgentRuntimeArnInvalid", arn, () => AgentRuntimeUrl.Create(arn));

    [Theory]
    [InlineData(Host + "/runtimes/" + Arn + "/ws", "us-west-2", "AgentRuntimePathInvalid")]
    [InlineData(Host + "/ws", "us-west-2", "AgentRuntimePathInvalid")]
    [InlineData(Host + "/runtimes/" + Encoded + "/invocations", "us-west-2", "AgentRuntimePathInvalid")]
    [InlineData(Host + "/runtimes/arn%253Aaws%253Abedrock-agentcore/ws", "us-west-2", "AgentRuntimeArnInvalid")]
    [InlineData("wss://localhost/runtimes/" + Encoded + "/ws", "us-east-1", "AgentRuntimeRegionMismatch")]
    public void A_wrong_url_is_signed_and_warned_of(string uri, string region, string id)
    {
        Finding finding = Assert.Single(Sign(uri, region).Findings);

        Assert.Equal((id, FindingSeverity.Warning), (finding.Id, finding.Severity));
        Found.CheckWords(finding);
    }

    [Fact]
    public void The_id_alone_is_accepted() => Found.Nothing(Sign(Host + "/runtimes/my_agent-a1B2c3D4e5/ws?accountId=123456789012").Findings);

    [Fact]
    public void More_than_five_minutes_is_warned_of() => Assert.Equal(
        "UrlLifeLong",
        Assert.Single(UrlSigner.Sign(
            new UrlSigningRequest(RequestUri.Parse(AgentRuntimeUrl.Create(Arn)), "bedrock-agentcore") { Region = "us-west-2", ExpiresIn = TimeSpan.FromSeconds(301) },
            Known.Credential,
            Known.Time).Findings).Id);

    private static SignedUrl Sign(string uri, string region = "us-west-2") => UrlSigner.Sign(
        new UrlSigningRequest(RequestUri.Parse(uri), "bedrock-agentcore") { Region = region }, Known.Credential, Known.Time);
}
