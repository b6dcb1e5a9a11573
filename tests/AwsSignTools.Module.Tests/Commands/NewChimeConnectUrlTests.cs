using System;
using System.Collections.Generic;
using System.Linq;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Commands;

/// <summary>New-ChimeConnectUrl as its users call it.</summary>
public sealed class NewChimeConnectUrlTests : IDisposable
{
    private readonly PowerShellSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void The_url_has_the_parameters_of_the_published_request()
    {
        string url = _session.Single(
            $"{Sample.ConnectUrl} -SessionId 7f2a3e1e-demo -PrefetchOn Connect -PrefetchSortBy LastMessageTimestamp {Sample.Keys} -SigningTime 2020-08-01T15:32:41-07:00").ToString();

        Assert.StartsWith($"wss://{Sample.ChimeEndpoint}/connect?X-Amz-Algorithm=", url, StringComparison.Ordinal);
        IReadOnlyDictionary<string, string> query = SigV4Verifier.Query(url);
        Assert.Equal(
            ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-Signature", "X-Amz-SignedHeaders", "prefetch-on", "prefetch-sort-by", "sessionId", "userArn"],
            query.Keys.Order(StringComparer.Ordinal));

        // 15:32:41 at -07:00 is 22:32:41 in UTC; the published page dropped the offset.
        Assert.Equal("20200801T223241Z", query["X-Amz-Date"]);
        Assert.Equal("10", query["X-Amz-Expires"]);
        Assert.Equal(Sample.AccessKey + "/20200801/us-east-1/chime/aws4_request", query["X-Amz-Credential"]);
        Assert.Equal("connect", query["prefetch-on"]);
        Assert.Equal("last-message-timestamp", query["prefetch-sort-by"]);
        Assert.Equal(Sample.UserArn, query["userArn"]);

        // '-' stays as it is: RFC 3986 forbids to encode an unreserved character, which the published page does.
        Assert.Contains("app-instance%2F4d2b9a3e-1a2b-4c3d-8e9f-a1b2c3d4e5f6%2Fuser%2Fme", url, StringComparison.Ordinal);
        Assert.True(SigV4Verifier.IsSignedBy(url, Sample.SecretKey));
    }

    [Fact]
    public void Each_url_has_a_new_session_id_unless_one_is_given()
    {
        string[] ids = [.. _session.Output($"1..3 | ForEach-Object {{ {Sample.ConnectUrl} {Sample.Keys} }}").Select(o => SigV4Verifier.Query(o.ToString())["sessionId"])];

        Assert.Equal(3, ids.Distinct().Count());
        Assert.All(ids, id => Assert.True(Guid.TryParseExact(id, "D", out _)));
    }

    [Theory]
    [InlineData("'node001.ue1.ws-messaging.chime.aws'")]
    [InlineData("[pscustomobject]@{ Url = 'node001.ue1.ws-messaging.chime.aws' }")]
    [InlineData("[pscustomobject]@{ Endpoint = 'wss://node001.ue1.ws-messaging.chime.aws/connect' }")]
    [InlineData("[pscustomobject]@{ Endpoint = [pscustomobject]@{ Url = 'wss://node001.ue1.ws-messaging.chime.aws' } }")]
    public void The_endpoint_comes_down_the_pipeline_in_each_of_its_shapes(string input)
    {
        string url = _session.Single($"{input} | New-ChimeConnectUrl -UserArn {Sample.UserArn} {Sample.Keys}").ToString();

        Assert.StartsWith($"wss://{Sample.ChimeEndpoint}/connect?", url, StringComparison.Ordinal);
        Assert.True(SigV4Verifier.IsSignedBy(url, Sample.SecretKey));
    }

    [Fact]
    public void A_bot_may_connect()
    {
        string arn = Sample.UserArn.Replace("/user/", "/bot/", StringComparison.Ordinal);

        string url = _session.Single($"New-ChimeConnectUrl {Sample.ChimeEndpoint} {arn} {Sample.Keys}").ToString();

        Assert.Equal(arn, SigV4Verifier.Query(url)["userArn"]);
    }

    [Fact]
    public void A_prefetch_order_without_prefetch_is_warned_of()
    {
        ScriptResult result = _session.Run($"{Sample.ConnectUrl} {Sample.Keys} -PrefetchSortBy Unread").WithoutErrors();

        Assert.Contains("-PrefetchOn", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Tab_completes_the_prefetch_order() =>
        Assert.Equal(["LastMessageTimestamp", "Unread"], _session.Complete("New-ChimeConnectUrl -PrefetchSortBy "));
}
