using System;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using AwsSignTools.Module.Tests.Engine;
using AwsSignTools.Module.Tests.Help;
using Xunit;

namespace AwsSignTools.Module.Tests.Commands;

/// <summary>New-AwsSignedUrl as its users call it; what it signs is checked by code that shares nothing with it.</summary>
public sealed class NewAwsSignedUrlTests : IDisposable
{
    private const string Token = "FwoGZXIvYXdzEXAMPLE//token==";
    private const string Bucket = "https://bucket.s3.us-west-2.amazonaws.com/key";
    private const string Api = "https://abc.execute-api.us-west-2.amazonaws.com/prod";
    private const string Mqtt = "wss://a1b2c3-ats.iot.us-west-2.amazonaws.com/mqtt";
    private const string Transcribe = "wss://transcribestreaming.us-west-2.amazonaws.com/stream-transcription-websocket?language-code=en-US&media-encoding=pcm&sample-rate=16000";
    private const string Unsigned = "UNSIGNED-PAYLOAD";

    private readonly PowerShellSession _session = new();

    public void Dispose() => _session.Dispose();

    // "Authenticating requests: using query parameters", Amazon S3 API reference.
    [Fact]
    public void A_download_is_signed_as_in_the_documentation_of_S3()
    {
        PSObject url = _session.Single(
            "New-AwsSignedUrl https://examplebucket.s3.amazonaws.com/test.txt -Region us-east-1 -ExpiresIn 86400 -SigningTime 20130524T000000Z"
            + " -AccessKey AKIAIOSFODNN7EXAMPLE -SecretKey wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");

        OutputObject output = new(url);
        Assert.Equal("AwsSignTools.SigV4.SignedUrl", url.BaseObject.GetType().FullName);
        Assert.Equal("aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404", output.Text("Signature"));
        Assert.Equal(("s3", "us-east-1", "GET"), (output.Text("Service"), output.Text("Region"), output.Text("Method")));
        Assert.Equal(new DateTimeOffset(2013, 5, 25, 0, 0, 0, TimeSpan.Zero), output.Moment("ExpiresAt"));
        Assert.Equal(output.Text("Url"), url.ToString());
        Assert.Empty((OrderedDictionary)url.Properties["Headers"].Value);
    }

    [Theory]
    [InlineData(Bucket, "s3", "us-west-2", 900)]
    [InlineData(Api, "execute-api", "us-west-2", 900)]
    [InlineData(Mqtt, "iotdevicegateway", "us-west-2", 900)]
    [InlineData(Transcribe, "transcribe", "us-west-2", 300)]
    [InlineData(Sample.ViewerEndpoint + "/?X-Amz-ChannelARN=" + Sample.ChannelArn + "&X-Amz-ClientId=me", "kinesisvideo", "us-west-2", 299)]
    [InlineData("wss://" + Sample.ChimeEndpoint + "/connect?sessionId=1&userArn=" + Sample.UserArn, "chime", "us-east-1", 10)]
    [InlineData("https://sts.us-west-2.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15", "sts", "us-west-2", 900)]
    public void The_host_tells_the_service_and_the_service_its_settings(string uri, string service, string region, int seconds)
    {
        ScriptResult result = Run("param($url) New-AwsSignedUrl $url " + Sample.Keys, uri);

        PSObject url = Assert.Single(result.Output);
        OutputObject output = new(url);
        Assert.Equal((service, region), (output.Text("Service"), output.Text("Region")));
        Assert.Equal(seconds.ToString(CultureInfo.InvariantCulture), SigV4Verifier.Query(output.Text("Url"))["X-Amz-Expires"]);
        Assert.True(SigV4Verifier.IsSignedBy(output.Text("Url"), Sample.SecretKey, payloadHash: service == "s3" ? Unsigned : null), output.Text("Url"));
        Assert.Empty(result.Warnings);
    }

    [Theory]
    [InlineData("-Service sts -Region eu-west-1", "sts", "eu-west-1")]
    [InlineData("-Service sts -RegionToCall eu-west-1", "sts", "eu-west-1")]
    [InlineData("-Service sts", "sts", "eu-north-1")]
    public void Where_the_host_tells_nothing_the_parameters_and_the_environment_do(string parameters, string service, string region)
    {
        using EnvironmentScope environment = EnvironmentScope.WithoutCredentials(("AWS_REGION", "eu-north-1"));

        OutputObject output = new(_session.Single($"New-AwsSignedUrl https://localhost:8080/ {parameters} {Sample.Keys}"));

        Assert.Equal((service, region), (output.Text("Service"), output.Text("Region")));
        Assert.True(SigV4Verifier.IsSignedBy(output.Text("Url"), Sample.SecretKey));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("put")]
    [InlineData("DELETE")]
    public void A_url_is_good_for_its_method_and_its_headers(string method)
    {
        PSObject url = _session.Single(
            $"New-AwsSignedUrl {Bucket} -Method {method} {Sample.Keys} -Headers ([ordered]@{{ 'Content-Type' = ' text/plain '; 'X-Amz-Meta-N' = 5; 'User-Agent' = 'me'; 'X-Null' = $null }})");

        OutputObject output = new(url);
        OrderedDictionary headers = (OrderedDictionary)url.Properties["Headers"].Value;
        Assert.Equal(method.ToUpperInvariant(), output.Text("Method"));
        Assert.Equal(["Content-Type", "X-Amz-Meta-N", "User-Agent"], headers.Keys.Cast<string>());
        Assert.Equal("content-type;host;x-amz-meta-n", SigV4Verifier.Query(output.Text("Url"))["X-Amz-SignedHeaders"]);
        Assert.True(SigV4Verifier.IsSignedBy(
            output.Text("Url"),
            Sample.SecretKey,
            method.ToUpperInvariant(),
            new Dictionary<string, string> { ["content-type"] = "text/plain", ["x-amz-meta-n"] = "5" },
            Unsigned));
    }

    [Theory]
    [InlineData(Api, "", null)]
    [InlineData(Api, "-UnsignedPayload", Unsigned)]
    [InlineData(Api, "-PayloadHash 44CE7DD67C959E0D3524FFAC1771DFBBA87D2B6B4B4E99E42034A8B803F8B072", "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072")]
    [InlineData(Bucket, "", Unsigned)]
    [InlineData(Bucket, "-PayloadHash 44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072", "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072")]
    public void The_hash_line_is_the_services_or_the_one_that_is_given(string uri, string parameters, string? line) =>
        Assert.True(SigV4Verifier.IsSignedBy(_session.Single($"New-AwsSignedUrl '{uri}' {Sample.Keys} {parameters}").ToString(), Sample.SecretKey, payloadHash: line));

    [Fact]
    public void Parameters_of_the_query_are_added_encoded_once_and_in_every_culture_alike()
    {
        string url = _session.Single(
            $"New-AwsSignedUrl '{Api}?b=x%20y&a=1' {Sample.Keys} -QueryParameter ([ordered]@{{ z = 'ü &=+%20'; a = 2, 0; n = 1.5; flag = $true; none = $null; wrapped = [psobject]::AsPSObject('w'); empty = '' }})").ToString();

        Assert.Equal(
            ["a=0", "a=1", "a=2", "b=x%20y", "empty=", "flag=true", "n=1.5", "wrapped=w", "z=%C3%BC%20%26%3D%2B%2520"],
            url.Split('?')[1].Split('&').Where(p => !p.StartsWith("X-Amz-", StringComparison.Ordinal)));
        Assert.Contains("/prod?", url, StringComparison.Ordinal);
        Everywhere.SameInCulture("de-DE", Urls);
        Everywhere.SameInCulture("th-TH", Urls);
        Everywhere.SameInCulture("tr-TR", Urls);
        Everywhere.SameInCulture("ar-SA", Urls);

        string[] Urls() => [.. _session.Output(
            $"New-AwsSignedUrl '{Api}/I/i?I=i' {Sample.Keys} -Method initiate -QueryParameter @{{ I = 1.5 }} -Headers @{{ 'X-I' = 1.5 }} -SigningTime 20260101T000000Z -ExpiresIn '3600.5'").Select(u => u.ToString())];
    }

    [Theory]
    [InlineData("-ExpiresIn 60", 60)]
    [InlineData("-Expires 60", 60)]
    [InlineData("-ExpiresIn 00:02:00", 120)]
    [InlineData("-ExpiresIn ([timespan]::FromDays(7))", 604800)]
    [InlineData("-ExpiresAt 2026-01-02T04:04:05Z", 3600)]
    [InlineData("-ExpiresAt 20260102T040405Z", 3600)]
    [InlineData("-Expire ([datetime]::new(2026, 1, 2, 4, 4, 5, [System.DateTimeKind]::Utc))", 3600)]
    [InlineData("-Expire ([datetimeoffset]'2026-01-02T05:04:05.9+01:00')", 3600)]
    [InlineData("", 900)]
    public void A_url_ends_when_it_is_told_to(string parameters, int seconds)
    {
        string url = _session.Single($"New-AwsSignedUrl {Bucket} {Sample.Keys} -SigningTime 2026-01-02T03:04:05.678Z {parameters}").ToString();

        Assert.Equal(
            (seconds.ToString(CultureInfo.InvariantCulture), "20260102T030405Z"), (SigV4Verifier.Query(url)["X-Amz-Expires"], SigV4Verifier.Query(url)["X-Amz-Date"]));
    }

    [Theory]
    [InlineData(Transcribe, "wss://transcribestreaming.us-west-2.amazonaws.com:8443/", true, null)]
    [InlineData("wss://transcribestreaming.us-west-2.amazonaws.com:8443/x", "wss://transcribestreaming.us-west-2.amazonaws.com:8443/", false, null)]
    [InlineData("wss://transcribestreaming.us-west-2.amazonaws.com:443/x", "wss://transcribestreaming.us-west-2.amazonaws.com/", false, "8443")]
    [InlineData("wss://transcribestreaming.us-west-2.amazonaws.com:444/x", "wss://transcribestreaming.us-west-2.amazonaws.com:444/", false, "8443")]
    [InlineData("https://transcribestreaming.us-west-2.amazonaws.com/x", "https://transcribestreaming.us-west-2.amazonaws.com/", false, null)]
    public void A_WebSocket_of_Transcribe_goes_to_its_port(string uri, string start, bool tells, string? warning)
    {
        ScriptResult result = Run($"New-AwsSignedUrl '{uri}' {Sample.Keys} -Verbose");

        string url = Assert.Single(result.Output).ToString();
        Assert.StartsWith(start, url, StringComparison.Ordinal);
        Assert.True(SigV4Verifier.IsSignedBy(url, Sample.SecretKey), url);
        Assert.Equal(tells, result.Verbose.Any(v => v.Contains(":8443", StringComparison.Ordinal)));
        Assert.Equal(warning is not null, Assert.Single(result.Warnings.DefaultIfEmpty(string.Empty)).Contains(warning ?? "no", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Mqtt, "", false)]
    [InlineData(Mqtt, "-SessionTokenMode InSignature", true)]
    [InlineData(Api, "", true)]
    [InlineData(Api, "-SessionTokenMode Appended", false)]
    public void A_session_token_goes_where_the_service_or_the_user_wants_it(string uri, string parameters, bool isSigned)
    {
        string url = _session.Single($"New-AwsSignedUrl '{uri}' {Sample.Keys} -SessionToken {Token} {parameters}").ToString();

        Assert.Equal(Token, SigV4Verifier.Query(url)["X-Amz-Security-Token"]);
        Assert.Equal(!isSigned, url.EndsWith("&X-Amz-Security-Token=" + Uri.EscapeDataString(Token), StringComparison.Ordinal));
        Assert.True(SigV4Verifier.IsSignedBy(url, Sample.SecretKey, signsToken: isSigned), url);
    }

    [Theory]
    [InlineData("s3", "", "/a%20b//../c%2Fd", "/a%20b//../c%2Fd")]
    [InlineData("s3", "-PathEncoding Twice", "/a%20b//../c%2Fd", "/a%2520b//../c%252Fd")]
    [InlineData("s3", "-NormalizePath $true", "/a%20b//../c%2Fd", "/c%2Fd")]
    [InlineData("execute-api", "", "/a%20b//../c%2Fd", "/c%252Fd")]
    [InlineData("execute-api", "-PathEncoding Once", "/a%20b//../c%2Fd", "/c%2Fd")]
    [InlineData("execute-api", "-NormalizePath $false", "/a%20b//../c%2Fd", "/a%2520b//../c%252Fd")]
    [InlineData("execute-api", "-NormalizePath $false -PathEncoding Once", "/a%20b//../c%2Fd", "/a%20b//../c%2Fd")]
    [InlineData("execute-api", "-NormalizePath $false -PathEncoding None", "/a%20b//../c%2fd", "/a%20b//../c%2fd", "/a%20b//../c%2fd")]
    public void A_path_is_signed_as_the_service_or_the_user_wants_it(string service, string parameters, string inUrl, string canonical, string path = "/a b//../c%2fd")
    {
        PSObject url = _session.Single(
            $"param($url) New-AwsSignedUrl $url -Service {service} -Region us-east-1 {Sample.Keys} {parameters}", "https://example.com" + path);

        Assert.StartsWith($"https://example.com{inUrl}?", url.ToString(), StringComparison.Ordinal);
        Assert.Equal(canonical, new OutputObject(url).Text("CanonicalRequest").Split('\n')[1]);
    }

    [Theory]
    [InlineData($"'{Bucket}?a=%2F'")]
    [InlineData($"[uri]'{Bucket}?a=%2F'")]
    [InlineData($"[pscustomobject]@{{ Uri = '{Bucket}?a=%2F' }}")]
    [InlineData($"[pscustomobject]@{{ Url = '{Bucket}?a=%2F'; Service = 's3'; Region = 'us-west-2'; Method = 'GET'; ExpiresAt = [datetimeoffset]'2026-01-01T00:10:00Z' }}")]
    public void A_url_comes_down_the_pipeline_in_each_of_its_shapes(string input)
    {
        string url = _session.Single($"{input} | New-AwsSignedUrl {Sample.Keys} -SigningTime 20260101T000000Z").ToString();

        Assert.StartsWith(Bucket + "?X-Amz-Algorithm=", url, StringComparison.Ordinal);
        Assert.Contains("&a=%2F&", url, StringComparison.Ordinal);
        Assert.True(SigV4Verifier.IsSignedBy(url, Sample.SecretKey, payloadHash: Unsigned));
        Assert.Equal(input.Contains("ExpiresAt", StringComparison.Ordinal) ? "600" : "900", SigV4Verifier.Query(url)["X-Amz-Expires"]);
    }

    [Fact]
    public void Many_urls_are_signed_and_a_bad_one_costs_no_other()
    {
        ScriptResult result = _session.Run(
            $"& {{ foreach ($i in 1..500) {{ \"{Bucket}/$i\" }}; 'no url'; 'https://example.com/'; '{Bucket}/last' }} | New-AwsSignedUrl {Sample.Keys}");

        Assert.Null(result.Terminating);
        Assert.Equal(["EndpointInvalid", "ServiceMissing"], result.Errors.Select(e => e.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Equal([.. Enumerable.Range(1, 500).Select(i => $"/key/{i}"), "/key/last"], result.Output.Select(u => new Uri(u.ToString()).AbsolutePath));
        Assert.All(result.Output, u => Assert.True(SigV4Verifier.IsSignedBy(u.ToString(), Sample.SecretKey, payloadHash: Unsigned)));
    }

    [Theory]
    [InlineData(Bucket, "-Service S3", "HostServiceMismatch", "give s3")]
    [InlineData(Bucket, "-Region eu-west-1", "HostRegionMismatch", "Leave -Region out")]
    [InlineData(Transcribe, "-ExpiresIn 301", "UrlLifeLong", "Leave -ExpiresIn out")]
    [InlineData("wss://transcribestreaming.us-west-2.amazonaws.com:443/", "", "WebSocketPortUnknown", "8443")]
    [InlineData(Sample.MasterEndpoint, "", "KvsChannelArnMissing", "New-KvsSignedUrl")]
    [InlineData("wss://" + Sample.ChimeEndpoint + "/connect?sessionId=1", "-Region us-east-1", "ChimeUserArnMissing", "New-ChimeConnectUrl")]
    public void What_the_service_would_refuse_is_signed_and_warned_of(string uri, string parameters, string id, string remedy)
    {
        ScriptResult result = Run($"New-AwsSignedUrl '{uri}' {Sample.Keys} {parameters}");

        PSObject finding = PSObject.AsPSObject(Assert.Single(((System.Collections.IEnumerable)Assert.Single(result.Output).Properties["Findings"].Value).Cast<object>()));
        Assert.Equal((id, "Warning"), (finding.Properties["Id"].Value, finding.Properties["Severity"].Value.ToString()));
        Assert.Equal($"{finding.Properties["Message"].Value} {finding.Properties["Remedy"].Value}", Assert.Single(result.Warnings));
        Assert.Contains(remedy, Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bucket.s3.us-west-2.amazonaws.com/", "", "EndpointInvalid", "InvalidArgument", "bucket.s3.us-west-2.amazonaws.com/")]
    [InlineData("ftp://x/", "", "EndpointInvalid", "InvalidArgument", "ftp://x/")]
    [InlineData("https://x/#y", "", "EndpointInvalid", "InvalidArgument", "https://x/#…")]
    [InlineData("https://user:password@x/", "", "EndpointInvalid", "InvalidArgument", null)]
    [InlineData("https://example.com/?password", "-Region r", "ServiceMissing", "InvalidArgument", "example.com")]
    [InlineData(Api + "/%zz", "", "UriEscapeInvalid", "InvalidArgument", null)]
    [InlineData(Api + "?a=%zz", "", "UriEscapeInvalid", "InvalidArgument", "a")]
    [InlineData(Api + "?X-Amz-Signature=00", "", "UrlAlreadySigned", "InvalidArgument", "X-Amz-Signature")]
    [InlineData(Api, "-QueryParameter @{ 'x-amz-date' = 1 }", "UrlAlreadySigned", "InvalidArgument", "x-amz-date")]
    [InlineData(Api, "-QueryParameter @{ a = @{ b = 'password' } }", "QueryParameterInvalid", "InvalidArgument", "a")]
    [InlineData(Api, "-QueryParameter @{ a = [pscustomobject]@{ b = 'password' } }", "QueryParameterInvalid", "InvalidArgument", "a")]
    [InlineData(Api, "-QueryParameter @{ '' = 1 }", "QueryParameterInvalid", "InvalidArgument", null)]
    [InlineData(Api, "-QueryParameter @{ a = [string][char]0xD800 }", "TextInvalid", "InvalidArgument", null)]
    [InlineData(Api, "-Method 'GE T'", "MethodInvalid", "InvalidArgument", "GE T")]
    [InlineData(Api, "-Headers @{ 'a b' = 1 }", "HeaderInvalid", "InvalidArgument", "a b")]
    [InlineData(Api, "-Headers @{ a = \"b`nc\" }", "HeaderInvalid", "InvalidArgument", "a")]
    [InlineData(Api, "-Headers @{ a = @{ b = 1 } }", "HeaderInvalid", "InvalidArgument", "a")]
    [InlineData(Api, "-Headers @{ Authorization = 'password' }", "RequestAlreadySigned", "InvalidArgument", "Authorization")]
    [InlineData(Api, "-UnsignedPayload -Headers @{ 'X-Amz-Content-Sha256' = '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072' }", "PayloadHashInvalid", "InvalidArgument", Unsigned)]
    [InlineData(Api, "-PayloadHash abc", "PayloadHashInvalid", "InvalidArgument", "abc")]
    [InlineData(Api, "-Region 'us east'", "RegionInvalid", "InvalidArgument", "us east")]
    [InlineData(Api, "-Service 'a/b'", "ServiceInvalid", "InvalidArgument", "a/b")]
    [InlineData(Api + "/a b", "-PathEncoding None", "PathInvalid", "InvalidArgument", "/prod/a b")]
    [InlineData(Api, "-ExpiresIn 0", "ExpiresOutOfRange", "LimitsExceeded", null)]
    [InlineData(Api, "-ExpiresIn 604801", "ExpiresOutOfRange", "LimitsExceeded", null)]
    [InlineData(Api, "-ExpiresAt 2025-12-31T23:59:59Z", "ExpiresOutOfRange", "LimitsExceeded", null)]
    [InlineData(Api, "-ExpiresAt 2026-01-09T00:00:00Z", "ExpiresOutOfRange", "LimitsExceeded", null)]
    [InlineData(Api, "-ExpiresAt 2026-01-01T01:00:00Z -ExpiresIn 60", "UrlExpiryAmbiguous", "InvalidArgument", null)]
    public void A_bad_url_is_an_error_that_says_what_to_do(string uri, string parameters, string id, string category, string? target)
    {
        ScriptResult result = _session.Run($"param($url) New-AwsSignedUrl $url -SigningTime 20260101T000000Z {Sample.Keys} {parameters}; 'went on'", uri);

        Assert.Null(result.Terminating);
        Assert.Equal("went on", Assert.Single(result.Output).ToString());
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith(id + ",AwsSignTools.Commands.NewAwsSignedUrlCommand", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(category, error.CategoryInfo.Category.ToString());
        if (target is not null)
        {
            Assert.Equal(target, error.TargetObject);
        }

        Assert.EndsWith(".", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("password", error.ToString() + error.Exception + error.TargetObject, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Service sts", "CredentialNotFound", "AuthenticationError")]
    [InlineData("-Service sts -AccessKey x", "CredentialIncomplete", "AuthenticationError")]
    [InlineData("-Service sts " + Sample.Keys, "RegionMissing", "InvalidArgument")]
    public void Without_a_credential_or_a_region_the_pipeline_ends(string parameters, string id, string category)
    {
        using EnvironmentScope environment = EnvironmentScope.WithoutCredentials();

        ScriptResult result = _session.Run("try { 'https://localhost/', 'https://localhost/' | New-AwsSignedUrl " + parameters + "; 'went on' } catch { $_ }");

        ErrorRecord error = Assert.IsType<ErrorRecord>(Assert.Single(result.Output).BaseObject);
        Assert.StartsWith(id + ",AwsSignTools.Commands.", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(category, error.CategoryInfo.Category.ToString());
        Assert.EndsWith(".", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void The_view_shows_the_method_and_the_names_of_headers_where_there_are_any()
    {
        TextHost host = new();
        using PowerShellSession session = new(host);

        _ = session.Run($"New-AwsSignedUrl {Bucket} {Sample.Keys} | Out-Host").WithoutErrors();
        Assert.Equal(["Url", "Service", "Region", "SignedAt", "ExpiresAt"], Labels(host.TakeText()));

        _ = session.Run($"New-AwsSignedUrl {Bucket} {Sample.Keys} -Method PUT -Headers @{{ 'X-Secret' = 'hidden' }} | Out-Host").WithoutErrors();
        string text = host.TakeText();
        Assert.Equal(["Method", "Url", "Headers", "Service", "Region", "SignedAt", "ExpiresAt"], Labels(text));
        Assert.DoesNotContain("hidden", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Sample.SecretKey, text, StringComparison.Ordinal);

        static IEnumerable<string> Labels(string text) => text.Split('\n').Select(line => line.Split(' ')[0]).Where(word => word.Length > 0);
    }

    [Fact]
    public void Tab_completes_what_can_be_completed()
    {
        Assert.Equal(["transcribe"], _session.Complete("New-AwsSignedUrl https://x/ -Service tr"));
        Assert.Contains("us-west-2", _session.Complete("New-AwsSignedUrl https://x/ -Region us-w"));
        Assert.Equal(["PUT", "POST", "PATCH"], _session.Complete("New-AwsSignedUrl https://x/ -Method p"));
        Assert.Equal(["DELETE"], _session.Complete("New-AwsSignedRequest https://x/ -Method d"));
        Assert.Equal(["None", "Once", "Twice"], _session.Complete("New-AwsSignedUrl https://x/ -PathEncoding "));
        Assert.Equal(["Appended"], _session.Complete("New-AwsSignedUrl https://x/ -SessionTokenMode A"));
    }

    [Fact]
    public void No_secret_is_in_any_stream()
    {
        ScriptResult result = _session.Run(
            $"param($secret) New-AwsSignedUrl {Mqtt} -AccessKey AKIA -SecretKey $secret -SessionToken {Token} -Verbose -Debug; New-AwsSignedUrl {Bucket} -AccessKey AKIA -SecretKey $secret -Method 'a b'",
            Sample.SecretKey);

        Assert.Empty(SecretSearch.Find(Assert.Single(result.Output), Sample.SecretKey));
        Assert.All(result.Errors, e => Assert.Empty(SecretSearch.Find(e, Sample.SecretKey)));
        Assert.All([.. result.Verbose, .. result.Debug, .. result.Warnings], t => Assert.DoesNotContain(Sample.SecretKey, t, StringComparison.Ordinal));
    }

    // Where there is no region, one that the machine has must not stand in.
    private ScriptResult Run(string script, params object?[] arguments)
    {
        using EnvironmentScope environment = EnvironmentScope.WithoutCredentials();
        return _session.Run(script, arguments).WithoutErrors();
    }
}
