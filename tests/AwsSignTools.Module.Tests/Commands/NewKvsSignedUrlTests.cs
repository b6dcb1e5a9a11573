using System;
using System.Collections.Generic;
using System.Linq;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Commands;

/// <summary>New-KvsSignedUrl as its users call it.</summary>
public sealed class NewKvsSignedUrlTests : IDisposable
{
    private const string Whole =
        Sample.ViewerEndpoint + "/?X-Amz-ChannelARN=arn%3Aaws%3Akinesisvideo%3Aus-west-2%3A123456789012%3Achannel%2Fdemo-channel%2F1234567890123&X-Amz-ClientId=" + Sample.ClientId;

    private readonly PowerShellSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_viewers_url_is_signed_over_exactly_the_parameters_of_a_viewer()
    {
        string url = _session.Single($"{Sample.ViewerUrl} {Sample.Keys} -SigningTime 2026-01-02T03:04:05.678Z").ToString();

        Assert.StartsWith(Sample.ViewerEndpoint + "/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-ChannelARN=arn%3Aaws%3Akinesisvideo", url, StringComparison.Ordinal);
        IReadOnlyDictionary<string, string> query = SigV4Verifier.Query(url);
        Assert.Equal(
            ["X-Amz-Algorithm", "X-Amz-ChannelARN", "X-Amz-ClientId", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-Signature", "X-Amz-SignedHeaders"],
            query.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Sample.ChannelArn, query["X-Amz-ChannelARN"]);
        Assert.Equal(Sample.ClientId, query["X-Amz-ClientId"]);
        Assert.Equal("20260102T030405Z", query["X-Amz-Date"]);
        Assert.Equal("299", query["X-Amz-Expires"]);
        Assert.Equal(Sample.AccessKey + "/20260102/us-west-2/kinesisvideo/aws4_request", query["X-Amz-Credential"]);
        Assert.True(SigV4Verifier.IsSignedBy(url, Sample.SecretKey));
        Assert.False(SigV4Verifier.IsSignedBy(url, "AnotherKey"));
    }

    [Fact]
    public void A_masters_url_has_no_client_id()
    {
        string url = _session.Single($"New-KvsSignedUrl -Endpoint {Sample.MasterEndpoint} -ChannelArn {Sample.ChannelArn} -Role Master {Sample.Keys}").ToString();

        Assert.DoesNotContain("X-Amz-ClientId", url, StringComparison.Ordinal);
        Assert.True(SigV4Verifier.IsSignedBy(url, Sample.SecretKey));
    }

    [Fact]
    public void By_parts_by_whole_by_position_and_down_the_pipeline_the_url_is_the_same()
    {
        const string Rest = Sample.Keys + " -SigningTime 20260102T030405Z";

        string[] urls =
        [
            .. _session.Output($"{Sample.ViewerUrl} {Rest}").Select(o => o.ToString()),
            .. _session.Output($"New-KvsSignedUrl {Sample.ViewerEndpoint} -ChannelArn {Sample.ChannelArn} -ClientId {Sample.ClientId} {Rest}").Select(o => o.ToString()),
            .. _session.Output($"New-KvsSignedUrl -Uri '{Whole}' {Rest}").Select(o => o.ToString()),
            .. _session.Output($"New-KvsSignedUrl '{Whole}' {Rest}").Select(o => o.ToString()),
            .. _session.Output($"'{Whole}', [uri]'{Whole}', ([pscustomobject]@{{ Uri = '{Whole}' }}) | New-KvsSignedUrl {Rest}").Select(o => o.ToString()),
            .. _session.Output($"[pscustomobject]@{{ Protocol = 'WSS'; ResourceEndpoint = '{Sample.ViewerEndpoint}' }} | New-KvsSignedUrl -ChannelArn {Sample.ChannelArn} -ClientId {Sample.ClientId} {Rest}").Select(o => o.ToString()),
            .. _session.Output($"[pscustomobject]@{{ WssUri = '{Sample.ViewerEndpoint}'; ChannelARN = '{Sample.ChannelArn}'; ClientId = '{Sample.ClientId}' }} | New-KvsSignedUrl {Rest}").Select(o => o.ToString()),
            .. _session.Output($"New-KvsSignedUrl v-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com -ChannelArn {Sample.ChannelArn} -ClientId {Sample.ClientId} {Rest}").Select(o => o.ToString()),
        ];

        Assert.Equal(10, urls.Length);
        Assert.Single(urls.Distinct());
    }

    [Fact]
    public void The_records_of_an_endpoint_for_other_protocols_are_passed_over_with_a_word()
    {
        ScriptResult result = _session.Run(
            "[pscustomobject]@{ Protocol = 'HTTPS'; ResourceEndpoint = 'https://r-1.kinesisvideo.us-west-2.amazonaws.com' },"
            + $"[pscustomobject]@{{ Protocol = 'WSS'; ResourceEndpoint = '{Sample.MasterEndpoint}' }},"
            + "[pscustomobject]@{ Protocol = 'WEBRTC'; ResourceEndpoint = 'https://w-1.kinesisvideo.us-west-2.amazonaws.com' }"
            + $" | New-KvsSignedUrl -ChannelArn {Sample.ChannelArn} {Sample.Keys} -Verbose").WithoutErrors();

        Assert.StartsWith(Sample.MasterEndpoint, Assert.Single(result.Output).ToString(), StringComparison.Ordinal);
        Assert.Equal(2, result.Verbose.Count);
        Assert.Contains("HTTPS", result.Verbose[0], StringComparison.Ordinal);
        Assert.Contains("WEBRTC", result.Verbose[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_output_says_what_was_signed()
    {
        OutputObject url = new(_session.Single($"{Sample.ViewerUrl} {Sample.Keys} -SigningTime 20260102T030405Z -ExpiresIn 00:04:00"));

        Assert.Equal("kinesisvideo", url.Text("Service"));
        Assert.Equal("us-west-2", url.Text("Region"));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), url.Moment("SignedAt"));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 8, 5, TimeSpan.Zero), url.Moment("ExpiresAt"));
        Assert.Equal(url.Moment("ExpiresAt"), url.Moment("EffectiveExpiresAt"));
        Assert.Equal(SigV4Verifier.Query(url.Text("Url"))["X-Amz-Signature"], url.Text("Signature"));
        Assert.StartsWith("GET\n/\nX-Amz-Algorithm=", url.Text("CanonicalRequest"), StringComparison.Ordinal);
        Assert.StartsWith("AWS4-HMAC-SHA256\n20260102T030405Z\n20260102/us-west-2/kinesisvideo/aws4_request\n", url.Text("StringToSign"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_url_ends_with_the_credential_that_signed_it()
    {
        OutputObject url = new(_session.Single(
            $"{Sample.ViewerUrl} -SigningTime 20260102T030405Z -Credential @{{ AccessKeyId = 'ASIAIOSFODNN7EXAMPLE'; SecretAccessKey = '{Sample.SecretKey}'; SessionToken = 'token+/='; Expiration = '2026-01-02T03:05:00Z' }}"));

        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 5, 0, TimeSpan.Zero), url.Moment("EffectiveExpiresAt"));
        Assert.Equal("token+/=", SigV4Verifier.Query(url.Text("Url"))["X-Amz-Security-Token"]);
        Assert.True(SigV4Verifier.IsSignedBy(url.Text("Url"), Sample.SecretKey));
    }

    [Theory]
    [InlineData("-ExpiresIn 301", "five minutes")]
    [InlineData("-ExpiresIn 300", null)]
    [InlineData("-ExpiresIn ([timespan]::FromMinutes(6))", "five minutes")]
    public void A_life_over_five_minutes_is_warned_of(string parameters, string? warning)
    {
        ScriptResult result = _session.Run($"{Sample.ViewerUrl} {Sample.Keys} {parameters}").WithoutErrors();

        _ = Assert.Single(result.Output);
        Assert.Equal(warning is null ? 0 : 1, result.Warnings.Count);
        Assert.All(result.Warnings, w => Assert.Contains(warning!, w, StringComparison.Ordinal));
    }

    [Fact]
    public void One_bad_record_is_one_error_and_the_others_are_signed()
    {
        ScriptResult result = _session.Run(
            "'good-1', 'AWS_bad', 'good-2', 'sp ace', 'good-3' | ForEach-Object { [pscustomobject]@{ ClientId = $_; Endpoint = '" + Sample.ViewerEndpoint + "' } }"
            + $" | New-KvsSignedUrl -ChannelArn {Sample.ChannelArn} {Sample.Keys}");

        Assert.Null(result.Terminating);
        Assert.Equal(["good-1", "good-2", "good-3"], result.Output.Select(o => SigV4Verifier.Query(o.ToString())["X-Amz-ClientId"]));
        Assert.Equal(["AWS_bad", "sp ace"], result.Errors.Select(e => e.TargetObject));
        Assert.All(result.Errors, e => Assert.StartsWith("KvsClientIdInvalid,", e.FullyQualifiedErrorId, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("New-KvsSignedUrl -Role M", "Master")]
    [InlineData("New-KvsSignedUrl -Region us-w", "us-west-1", "us-west-2")]
    public void Tab_completes(string line, params string[] expected) => Assert.Equal(expected, _session.Complete(line));
}
