using System;
using System.Collections;
using System.Collections.Specialized;
using System.Linq;
using System.Management.Automation;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using AwsSignTools.Module.Tests.Engine;
using AwsSignTools.Module.Tests.Help;
using Xunit;

namespace AwsSignTools.Module.Tests.Commands;

/// <summary>New-AwsSignedRequest as its users call it; what it signs is checked by code that shares nothing with it.</summary>
public sealed class NewAwsSignedRequestTests : IDisposable
{
    private const string Token = "FwoGZXIvYXdzEXAMPLE//token==";
    private const string Sts = "New-AwsSignedRequest https://sts.us-west-2.amazonaws.com/ -Service sts " + Sample.Keys;
    private const string S3 = "New-AwsSignedRequest -Service s3 " + Sample.Keys;
    private const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private readonly PowerShellSession _session = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_request_says_all_that_it_is_made_of()
    {
        PSObject request = _session.Single(Sts + " -SigningTime 2026-01-02T03:04:05.678Z");

        OutputObject output = new(request);
        Assert.Equal("AwsSignTools.SigV4.SignedRequest", request.BaseObject.GetType().FullName);
        Assert.Equal("GET", output.Text("Method"));
        Assert.Equal("https://sts.us-west-2.amazonaws.com/", output.Text("Url"));
        Assert.Equal("sts", output.Text("Service"));
        Assert.Equal("us-west-2", output.Text("Region"));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), output.Moment("SignedAt"));
        Assert.Null(request.Properties["Body"].Value);
        Assert.Equal("GET https://sts.us-west-2.amazonaws.com/", request.ToString());
        Assert.Equal(["X-Amz-Date", "Authorization"], HeadersOf(request).Keys.Cast<string>());
        Assert.Equal("20260102T030405Z", HeadersOf(request)["x-amz-date"]);
        Assert.StartsWith(
            $"AWS4-HMAC-SHA256 Credential={Sample.AccessKey}/20260102/us-west-2/sts/aws4_request, SignedHeaders=host;x-amz-date, Signature=",
            (string)HeadersOf(request)["authorization"]!,
            StringComparison.Ordinal);
        Assert.EndsWith(output.Text("Signature"), (string)HeadersOf(request)["AUTHORIZATION"]!, StringComparison.Ordinal);
        string canonicalRequest = $"GET\n/\n\nhost:sts.us-west-2.amazonaws.com\nx-amz-date:20260102T030405Z\n\nhost;x-amz-date\n{EmptyHash}";
        Assert.Equal(canonicalRequest, output.Text("CanonicalRequest"));
        Assert.Equal(
            $"AWS4-HMAC-SHA256\n20260102T030405Z\n20260102/us-west-2/sts/aws4_request\n{Hash(Encoding.UTF8.GetBytes(canonicalRequest))}",
            output.Text("StringToSign"));
        AssertSigned(request, EmptyHash);
    }

    [Theory]
    [InlineData("-Body 'a=b&c=grüße'", "a=b&c=grüße")]
    [InlineData("-Body ''", "")]
    [InlineData("-Body ([System.Text.Encoding]::UTF8.GetBytes('bytes'))", "bytes")]
    [InlineData("-Body ([byte[]]::new(0))", "")]
    [InlineData("-Body ([psobject]::AsPSObject('wrapped'))", "wrapped")]
    [InlineData("-Body ([psobject]::AsPSObject([byte[]](65, 66)))", "AB")]
    public void A_body_is_signed_by_its_hash_and_comes_out_as_bytes(string parameters, string body)
    {
        PSObject request = _session.Single($"{Sts} -Method post {parameters}");

        Assert.Equal("POST", request.Properties["Method"].Value);
        Assert.Equal(Encoding.UTF8.GetBytes(body), request.Properties["Body"].Value);
        AssertSigned(request, Hash(Encoding.UTF8.GetBytes(body)));
    }

    [Fact]
    public void A_file_is_signed_by_its_hash_and_is_not_read_into_memory()
    {
        byte[] content = new byte[300_000];
        new Random(1).NextBytes(content);
        string path = _folder.Write("body.bin", content);

        PSObject request = _session.Single($"param($path) {Sts} -Method PUT -InFile $path", path);
        PSObject relative = _session.Single(
            $"param($folder) $null = $ExecutionContext.SessionState.Path.SetLocation($folder); {Sts} -Method PUT -InFile body.bin", _folder.Path);

        Assert.All([request, relative], r => AssertSigned(r, Hash(content)));
        Assert.Null(request.Properties["Body"].Value);
    }

    [Theory]
    [InlineData("44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072", "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072")]
    [InlineData("44CE7DD67C959E0D3524FFAC1771DFBBA87D2B6B4B4E99E42034A8B803F8B072", "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072")]
    [InlineData("STREAMING-UNSIGNED-PAYLOAD-TRAILER", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")]
    [InlineData("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")]
    public void A_hash_is_taken_as_Get_FileHash_writes_it_too(string given, string line)
    {
        PSObject request = _session.Single($"{S3} https://bucket.s3.us-west-2.amazonaws.com/key -Method PUT -PayloadHash {given}");

        Assert.Equal(line, HeadersOf(request)["x-amz-content-sha256"]);
        AssertSigned(request, line, encodePathTwice: false);
    }

    [Fact]
    public void A_payload_may_be_left_out_of_the_signature() =>
        AssertSigned(_session.Single(Sts + " -UnsignedPayload"), "UNSIGNED-PAYLOAD");

    [Fact]
    public void An_event_stream_is_begun()
    {
        PSObject request = _session.Single(
            $"New-AwsSignedRequest https://transcribestreaming.us-east-1.amazonaws.com/stream-transcription -Service transcribe -EventStream {Sample.Keys}"
            + " -Headers @{ 'x-amzn-transcribe-sample-rate' = 16000 }");

        OrderedDictionary headers = HeadersOf(request);
        Assert.Equal("POST", request.Properties["Method"].Value);
        Assert.Equal("application/vnd.amazon.eventstream", headers["content-type"]);
        Assert.Equal("STREAMING-AWS4-HMAC-SHA256-EVENTS", headers["x-amz-content-sha256"]);
        Assert.Equal("16000", headers["x-amzn-transcribe-sample-rate"]);
        Assert.Contains(
            "SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amzn-transcribe-sample-rate,", (string)headers["authorization"]!, StringComparison.Ordinal);
        AssertSigned(request, "STREAMING-AWS4-HMAC-SHA256-EVENTS");
    }

    [Fact]
    public void An_event_streams_method_and_content_type_are_taken_as_they_are_given()
    {
        PSObject request = _session.Single($"{Sts} -EventStream -Method PUT -Headers @{{ 'content-type' = 'application/vnd.amazon.eventstream;v=1' }}");

        Assert.Equal("PUT", request.Properties["Method"].Value);
        Assert.Equal("application/vnd.amazon.eventstream;v=1", HeadersOf(request)["Content-Type"]);
        AssertSigned(request, "STREAMING-AWS4-HMAC-SHA256-EVENTS");
    }

    [Theory]
    [InlineData("https://sts.us-west-2.amazonaws.com", "/")]
    [InlineData("https://sts.us-west-2.amazonaws.com/?b=2&a=1&a=0", "/?a=0&a=1&b=2")]
    [InlineData("https://sts.us-west-2.amazonaws.com/?a=x%20y&b=x+y&c=%c3%bc&d=ü", "/?a=x%20y&b=x%2By&c=%C3%BC&d=%C3%BC")]
    [InlineData("https://sts.us-west-2.amazonaws.com/?flag&empty=&=x", "/?=x&empty=&flag=")]
    [InlineData("https://sts.us-west-2.amazonaws.com/?arn=arn:aws:iam::1:role/x", "/?arn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fx")]
    [InlineData("https://sts.us-west-2.amazonaws.com/a b/ü/c%2Fd/e:f/~-_.", "/a%20b/%C3%BC/c%2Fd/e%3Af/~-_.")]
    [InlineData("https://STS.us-west-2.AMAZONAWS.com:443/A", "/A")]
    [InlineData("https://sts.us-west-2.amazonaws.com:8443/A", "/A")]
    [InlineData("wss://sts.us-west-2.amazonaws.com/A", "/A")]
    public void A_path_and_a_query_are_encoded_once_in_the_url_and_as_the_service_wants_in_the_signature(string url, string target)
    {
        PSObject request = _session.Single("param($url) New-AwsSignedRequest $url -Service sts " + Sample.Keys, url);

        string sent = new OutputObject(request).Text("Url");
        Assert.Equal(target, sent[sent.IndexOf('/', 8)..]);
        Assert.Equal(url.Contains(":8443", StringComparison.Ordinal) ? "sts.us-west-2.amazonaws.com:8443" : "sts.us-west-2.amazonaws.com", HostOf(sent));
        AssertSigned(request, EmptyHash);
    }

    [Fact]
    public void S3_has_its_path_encoded_once_and_gets_the_hash()
    {
        PSObject request = _session.Single(S3 + " 'https://bucket.s3.us-west-2.amazonaws.com/a b//../ü%2F/'");

        Assert.Equal("https://bucket.s3.us-west-2.amazonaws.com/a%20b//../%C3%BC%2F/", request.Properties["Url"].Value);
        Assert.Equal("/a%20b//../%C3%BC%2F/", new OutputObject(request).Text("CanonicalRequest").Split('\n')[1]);
        Assert.Equal(EmptyHash, HeadersOf(request)["x-amz-content-sha256"]);
        AssertSigned(request, EmptyHash, encodePathTwice: false);
    }

    [Theory]
    [InlineData("sts", "host;x-amz-date;x-amz-security-token")]
    [InlineData("iotdevicegateway", "host;x-amz-date")]
    public void A_session_token_is_sent_and_signed_but_for_IoTs_gateway(string service, string signedHeaders)
    {
        PSObject request = _session.Single($"New-AwsSignedRequest https://x.us-west-2.amazonaws.com/ -Service {service} {Sample.Keys} -SessionToken {Token}");

        Assert.Equal(Token, HeadersOf(request)["x-amz-security-token"]);
        Assert.Contains($"SignedHeaders={signedHeaders},", (string)HeadersOf(request)["authorization"]!, StringComparison.Ordinal);
        AssertSigned(request, EmptyHash);
    }

    [Theory]
    [InlineData("https://sts.us-west-2.amazonaws.com/", "", null, null, "us-west-2")]
    [InlineData("https://sts.us-west-2.amazonaws.com/", "", "eu-west-1", null, "us-west-2")]
    [InlineData("https://sts.us-west-2.amazonaws.com/", "-Region eu-west-1", null, null, "eu-west-1")]
    [InlineData("https://us-east-1.s3.eu-central-1.amazonaws.com/", "", null, null, "eu-central-1")]
    [InlineData("https://sts.cn-north-1.amazonaws.com.cn/", "", null, null, "cn-north-1")]
    [InlineData("https://sts.us-gov-west-1.amazonaws.com/", "", null, null, "us-gov-west-1")]
    [InlineData("https://abc.lambda-url.eu-north-1.on.aws/", "", null, null, "eu-north-1")]
    [InlineData("https://s3.dualstack.ap-southeast-7.amazonaws.com/", "", null, null, "ap-southeast-7")]
    [InlineData("https://localhost:8080/", "", "eu-west-1", "eu-west-2", "eu-west-1")]
    [InlineData("https://localhost:8080/", "", null, "eu-west-2", "eu-west-2")]
    [InlineData("https://us-west-2.example.com/", "", "eu-west-1", null, "eu-west-1")]
    public void The_region_is_that_of_the_parameter_the_host_or_the_environment(string url, string parameters, string? region, string? defaultRegion, string expected)
    {
        using EnvironmentScope environment = EnvironmentScope.WithoutCredentials(("AWS_REGION", region), ("AWS_DEFAULT_REGION", defaultRegion));

        PSObject request = _session.Single($"New-AwsSignedRequest {url} -Service sts {Sample.Keys} {parameters}");

        Assert.Equal(expected, request.Properties["Region"].Value);
        AssertSigned(request, EmptyHash);
    }

    [Fact]
    public void Headers_are_signed_but_for_those_that_change_on_the_way()
    {
        PSObject request = _session.Single(
            Sts + " -Headers ([ordered]@{ 'X-Custom' = '  a   b  '; Accept = 'text/plain', 'text/html'; 'User-Agent' = 'curl'; Expect = '100-continue'; 'X-Number' = 1.5; 'X-Empty' = ''; 'X-Null' = $null; 'X-Wrapped' = [psobject]::AsPSObject('w') })");

        OrderedDictionary headers = HeadersOf(request);
        Assert.Equal(
            ["X-Custom", "Accept", "User-Agent", "Expect", "X-Number", "X-Empty", "X-Wrapped", "X-Amz-Date", "Authorization"], headers.Keys.Cast<string>());
        Assert.All(headers.Values.Cast<object>(), value => Assert.IsType<string>(value));
        Assert.Equal("text/plain,text/html", headers["accept"]);
        Assert.Equal("1.5", headers["x-number"]);
        Assert.Contains(
            "SignedHeaders=accept;host;x-amz-date;x-custom;x-empty;x-number;x-wrapped,", (string)headers["authorization"]!, StringComparison.Ordinal);
        AssertSigned(request, EmptyHash);
    }

    [Fact]
    public void A_host_that_is_given_is_the_one_that_is_signed()
    {
        PSObject request = _session.Single(Sts.Replace("sts.us-west-2.amazonaws.com", "127.0.0.1:8080", StringComparison.Ordinal) + " -Region us-west-2 -Headers @{ Host = 'sts.us-west-2.amazonaws.com' }");

        Assert.Contains("\nhost:sts.us-west-2.amazonaws.com\n", new OutputObject(request).Text("CanonicalRequest"), StringComparison.Ordinal);
        AssertSigned(request, EmptyHash);
    }

    [Fact]
    public void The_headers_are_usable_with_HttpClient()
    {
        PSObject request = _session.Single($"{Sts} -Method POST -Body 'a=b' -SessionToken {Token} -Headers @{{ 'Content-Type' = 'application/x-www-form-urlencoded; charset=utf-8' }}");
        using HttpRequestMessage message = new(HttpMethod.Post, new OutputObject(request).Text("Url"))
        {
            Content = new ByteArrayContent((byte[])request.Properties["Body"].Value),
        };

        foreach (DictionaryEntry header in HeadersOf(request))
        {
            if (!message.Headers.TryAddWithoutValidation((string)header.Key, (string?)header.Value))
            {
                message.Content.Headers.Add((string)header.Key, (string?)header.Value);
            }
        }

        Assert.Equal((string?)HeadersOf(request)["Authorization"], message.Headers.NonValidated["Authorization"].ToString());
        Assert.Equal("application/x-www-form-urlencoded; charset=utf-8", message.Content.Headers.ContentType?.ToString());
        Assert.Null(AuthorizationVerifier.Problem(
            "POST",
            message.RequestUri!.PathAndQuery,
            name => name == "host" ? message.RequestUri.Authority
                : message.Headers.NonValidated.TryGetValues(name, out HeaderStringValues values) || message.Content.Headers.NonValidated.TryGetValues(name, out values) ? values.ToString() : null,
            Hash("a=b"u8.ToArray()),
            Sample.SecretKey));
    }

    [Fact]
    public void By_default_neither_the_token_nor_the_headers_values_are_shown()
    {
        TextHost host = new();
        using PowerShellSession session = new(host);

        _ = session.Run($"{Sts} -SigningTime 2026-01-02T03:04:05Z -SessionToken {Token} -Headers @{{ 'X-Secret' = 'hidden' }} | Out-Host").WithoutErrors();

        string text = host.TakeText();
        Assert.Equal(
            ["Method", "Url", "Service", "Region", "SignedAt", "Headers", "Signature"],
            text.Split('\n').Select(line => line.Split(' ')[0]).Where(word => word.Length > 0));
        Assert.Contains("X-Amz-Security-Token", text, StringComparison.Ordinal);
        Assert.Contains("2026-01-02 03:04:05 UTC", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, text, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Sample.SecretKey, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'https://sts.us-west-2.amazonaws.com/?Action=GetCallerIdentity'")]
    [InlineData("[uri]'https://sts.us-west-2.amazonaws.com/?Action=GetCallerIdentity'")]
    [InlineData("[pscustomobject]@{ Uri = 'https://sts.us-west-2.amazonaws.com/?Action=GetCallerIdentity' }")]
    [InlineData("[pscustomobject]@{ Url = 'https://sts.us-west-2.amazonaws.com/?Action=GetCallerIdentity'; Method = 'GET'; Service = 'sts' }")]
    public void A_url_comes_down_the_pipeline_in_each_of_its_shapes(string input)
    {
        PSObject request = _session.Single($"{input} | New-AwsSignedRequest {(input.Contains("Service", StringComparison.Ordinal) ? string.Empty : "-Service sts")} {Sample.Keys}");

        Assert.Equal("https://sts.us-west-2.amazonaws.com/?Action=GetCallerIdentity", request.Properties["Url"].Value);
        AssertSigned(request, EmptyHash);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Body 'x'")]
    [InlineData("-PayloadHash UNSIGNED-PAYLOAD")]
    [InlineData("-UnsignedPayload")]
    [InlineData("-EventStream")]
    public void A_bad_url_among_others_costs_no_other(string parameters)
    {
        ScriptResult result = _session.Run(
            $"'https://a.us-west-2.amazonaws.com/', 'no url', 'https://b.us-west-2.amazonaws.com/' | New-AwsSignedRequest -Service sts {Sample.Keys} {parameters}");

        Assert.Equal(["https://a.us-west-2.amazonaws.com/", "https://b.us-west-2.amazonaws.com/"], result.Output.Select(r => r.Properties["Url"].Value));
        Assert.StartsWith("EndpointInvalid,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sts.us-west-2.amazonaws.com/", "", "EndpointInvalid", "InvalidArgument", "sts.us-west-2.amazonaws.com/")]
    [InlineData("ftp://x/", "", "EndpointInvalid", "InvalidArgument", "ftp://x/")]
    [InlineData("https://x/#y", "", "EndpointInvalid", "InvalidArgument", "https://x/#…")]
    [InlineData("https://user:password@x/", "", "EndpointInvalid", "InvalidArgument", null)]
    [InlineData("https://x/%zz", "", "UriEscapeInvalid", "InvalidArgument", null)]
    [InlineData("https://x/?a=%zz", "", "UriEscapeInvalid", "InvalidArgument", "a")]
    [InlineData("https://x/?X-Amz-Signature=00", "", "UrlAlreadySigned", "InvalidArgument", "X-Amz-Signature")]
    [InlineData("https://x/?a=b&x-amz-algorithm=AWS4-HMAC-SHA256", "", "UrlAlreadySigned", "InvalidArgument", "x-amz-algorithm")]
    [InlineData("https://x/", "-Method 'GE T'", "MethodInvalid", "InvalidArgument", "GE T")]
    [InlineData("https://x/", "-Headers @{ 'a b' = 1 }", "HeaderInvalid", "InvalidArgument", "a b")]
    [InlineData("https://x/", "-Headers @{ '' = 1 }", "HeaderInvalid", "InvalidArgument", "")]
    [InlineData("https://x/", "-Headers @{ a = \"b`nc\" }", "HeaderInvalid", "InvalidArgument", "a")]
    [InlineData("https://x/", "-Headers @{ a = @{ b = 1 } }", "HeaderInvalid", "InvalidArgument", "a")]
    [InlineData("https://x/", "-Headers @{ a = [pscustomobject]@{ b = 1 } }", "HeaderInvalid", "InvalidArgument", "a")]
    [InlineData("https://x/", "-Headers @{ a = [byte[]](1, 2) }", "HeaderInvalid", "InvalidArgument", "a")]
    [InlineData("https://x/", "-Headers @{ Authorization = 'x' }", "RequestAlreadySigned", "InvalidArgument", "Authorization")]
    [InlineData("https://x/", "-Headers @{ 'x-amz-date' = 'x' }", "RequestAlreadySigned", "InvalidArgument", "x-amz-date")]
    [InlineData("https://x/", "-Headers @{ 'x-amz-security-token' = 'x' }", "RequestAlreadySigned", "InvalidArgument", "x-amz-security-token")]
    [InlineData("https://x/", "-Headers @{ 'x-amz-content-sha256' = 'UNSIGNED-PAYLOAD' }", "RequestAlreadySigned", "InvalidArgument", "x-amz-content-sha256")]
    [InlineData("https://x/", "-PayloadHash abc", "PayloadHashInvalid", "InvalidArgument", "abc")]
    [InlineData("https://x/", "-PayloadHash 'unsigned-payload'", "PayloadHashInvalid", "InvalidArgument", "unsigned-payload")]
    [InlineData("https://x/", "-PayloadHash 'a b'", "PayloadHashInvalid", "InvalidArgument", "a b")]
    [InlineData("https://x/", "-InFile /nowhere/at/all", "FileUnreadable", "ObjectNotFound", "/nowhere/at/all")]
    [InlineData("https://x/", "-InFile nodrive:/x", "FileUnreadable", "ObjectNotFound", "nodrive:/x")]
    [InlineData("https://x/", "-Body 5", "BodyInvalid", "InvalidArgument", "System.Int32")]
    [InlineData("https://x/", "-Body @{ a = 1 }", "BodyInvalid", "InvalidArgument", "System.Collections.Hashtable")]
    [InlineData("https://x/", "-Body ([string][char]0xD800)", "TextInvalid", "InvalidArgument", null)]
    [InlineData("https://x/", "-Region 'us east'", "RegionInvalid", "InvalidArgument", "us east")]
    [InlineData("https://x/", "-Service 'a/b'", "ServiceInvalid", "InvalidArgument", "a/b")]
    public void A_bad_request_is_an_error_that_says_what_to_do(string url, string parameters, string id, string category, string? target)
    {
        string service = parameters.Contains("-Service", StringComparison.Ordinal) ? string.Empty : "-Service sts";
        string region = parameters.Contains("-Region", StringComparison.Ordinal) ? string.Empty : "-Region us-west-2";
        ScriptResult result = _session.Run($"param($url) New-AwsSignedRequest $url {service} {region} {Sample.Keys} {parameters}; 'went on'", url);

        Assert.Null(result.Terminating);
        Assert.Equal("went on", Assert.Single(result.Output).ToString());
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith(id + ",AwsSignTools.Commands.NewAwsSignedRequestCommand", error.FullyQualifiedErrorId, StringComparison.Ordinal);
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
    [InlineData("", "CredentialNotFound", "AuthenticationError")]
    [InlineData("-AccessKey x", "CredentialIncomplete", "AuthenticationError")]
    [InlineData(Sample.Keys, "RegionMissing", "InvalidArgument")]
    public void Without_a_credential_or_a_region_the_pipeline_ends(string parameters, string id, string category)
    {
        using EnvironmentScope environment = EnvironmentScope.WithoutCredentials();

        ScriptResult result = _session.Run("try { 'https://localhost/', 'https://localhost/' | New-AwsSignedRequest -Service sts " + parameters + "; 'went on' } catch { $_ }");

        ErrorRecord error = Assert.IsType<ErrorRecord>(Assert.Single(result.Output).BaseObject);
        Assert.StartsWith(id + ",AwsSignTools.Commands.", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(category, error.CategoryInfo.Category.ToString());
        Assert.EndsWith(".", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Tab_completes_the_service_and_the_region()
    {
        Assert.Contains("transcribe", _session.Complete("New-AwsSignedRequest https://x/ -Service tr"));
        Assert.Contains("us-west-2", _session.Complete("New-AwsSignedRequest https://x/ -Region us-w"));
        Assert.Contains("transcribe", _session.Complete("ConvertFrom-EventStreamFrame -Service tr"));
    }

    // As a server would, from the URL and the headers.
    private static void AssertSigned(PSObject request, string payloadHash, bool encodePathTwice = true)
    {
        OrderedDictionary headers = HeadersOf(request);
        string url = new OutputObject(request).Text("Url");
        Assert.Null(AuthorizationVerifier.Problem(
            new OutputObject(request).Text("Method"),
            url[url.IndexOf('/', 8)..],
            name => (string?)headers[name] ?? (name == "host" ? HostOf(url) : null),
            payloadHash,
            Sample.SecretKey,
            encodePathTwice));
        string authorization = (string)headers["authorization"]!;
        Assert.Equal(
            (new OutputObject(request).Text("Region"), new OutputObject(request).Text("Service"), new OutputObject(request).Text("Signature")),
            AuthorizationVerifier.Parse(authorization) is { } parsed ? (parsed.Region, parsed.Service, parsed.Signature) : default);
    }

    private static string HostOf(string url) => url[(url.IndexOf("//", StringComparison.Ordinal) + 2)..].Split('/')[0];

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static OrderedDictionary HeadersOf(PSObject request) => (OrderedDictionary)request.Properties["Headers"].Value;
}
