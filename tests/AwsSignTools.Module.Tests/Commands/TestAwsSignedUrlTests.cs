using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using AwsSignTools.Core.Tests.Diagnosis;
using AwsSignTools.Module.Tests.Engine;
using AwsSignTools.Module.Tests.Help;
using Xunit;

namespace AwsSignTools.Module.Tests.Commands;

/// <summary>Test-AwsSignedUrl as its users call it; the URLs are signed by a signer of the tests' own, which can make mistakes.</summary>
public sealed class TestAwsSignedUrlTests : IDisposable
{
    private const string Token = "IQoJb3JpZ2luX2VjEXAMPLE//w+==";
    private const string AtTheTime = " -SigningTime 20261123T093000Z ";
    private const string Bucket = "https://bucket.s3.us-west-2.amazonaws.com/key";
    private const string Hash = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072";

    private static readonly FaultySigner Right = new();
    private static readonly FaultySigner Temporary = Right with { AccessKey = "ASIAEXAMPLE", Token = Token };
    private static readonly string Keys = $"-AccessKey {Right.AccessKey} -SecretKey {Right.Secret}";
    private static readonly string TemporaryKeys = $"-AccessKey {Temporary.AccessKey} -SecretKey {Temporary.Secret} -SessionToken {Token}";

    private readonly PowerShellSession _session = new();

    /// <summary>Mistakes by their names: the URL, what proves or shows it, and whether the key is a temporary one.</summary>
    public static TheoryData<string, string, string, bool> Mistakes() => new()
    {
        { "a parameter is added", Right.Sign() + "&x=1", "ParameterAddedAfterSigning", false },
        { "the life is changed", Right.Sign().Replace("Expires=299", "Expires=298", StringComparison.Ordinal), "ExpiresChanged", false },
        { "lower-case escapes are signed", (Right with { SignedEncoding = static t => FaultySigner.Encode(t).Replace("%3A", "%3a", StringComparison.Ordinal).Replace("%2F", "%2f", StringComparison.Ordinal) }).Sign(), "QueryEscapeLowerCase", false },
        { "slashes are signed as they are", (Right with { SignedEncoding = static t => FaultySigner.Encode(t).Replace("%2F", "/", StringComparison.Ordinal) }).Sign(), "QueryReservedRaw", false },
        { "the query is not sorted", (Right with { Order = static q => q }).Sign(), "QueryUnsorted", false },
        { "the key is another region's", (Right with { KeyRegion = "us-east-1" }).Sign(), "SignedForAnotherRegion", false },
        { "the key is another service's", (Right with { KeyService = "kinesis" }).Sign(), "SignedForAnotherService", false },
        { "the key is yesterday's", (Right with { KeyDate = "20261122" }).Sign(), "SignedForAnotherDay", false },
        { "the host has its port", (Right with { SignedHost = Right.Host + ":443" }).Sign(), "SignedForAnotherHost", false },
        { "the body is not signed", (Right with { PayloadHash = "UNSIGNED-PAYLOAD" }).Sign(), "SignedForAnotherPayload", false },
        { "the secret ends a line", (Right with { Secret = Right.Secret + "\n" }).Sign(), "SecretKeyHasWhiteSpace", false },
        { "the secret is quoted", (Right with { Secret = $"'{Right.Secret}'" }).Sign(), "SecretKeyQuoted", false },
        { "the secret is another", (Right with { Secret = "another" }).Sign(), "SignatureMismatch", false },
        { "the token is appended", (Temporary with { SignsToken = false }).Sign(), "SessionTokenUnsigned", true },
        { "the token is taken away", (Temporary with { Token = null }).Sign()[..^64] + Temporary.Sign()[^64..], "SessionTokenRemoved", true },
    };

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_url_that_is_right_is_taken_apart_and_nothing_is_found()
    {
        PSObject report = Test(Right.Sign(), Keys);

        OutputObject output = new(report);
        Assert.Equal("AwsSignTools.Diagnosis.SignedUrlReport", report.BaseObject.GetType().FullName);
        Assert.Equal(true, report.Properties["Valid"].Value);
        Assert.Equal(true, report.Properties["SignatureValid"].Value);
        Assert.Equal((Right.Sign(), Right.Host, "GET"), (output.Text("Url"), output.Text("Host"), output.Text("Method")));
        Assert.Equal(("kinesisvideo", "us-west-2", "AKIDEXAMPLE"), (output.Text("Service"), output.Text("Region"), output.Text("AccessKeyId")));
        Assert.Equal((FaultySigner.Time, FaultySigner.Time.AddSeconds(299)), (output.Moment("SignedAt"), output.Moment("ExpiresAt")));
        Assert.Equal(TimeSpan.FromSeconds(299), report.Properties["TimeLeft"].Value);
        Assert.StartsWith("GET\n/\nX-Amz-Algorithm=", output.Text("CanonicalRequest"), StringComparison.Ordinal);
        Assert.StartsWith("AWS4-HMAC-SHA256\n20261123T093000Z\n20261123/us-west-2/kinesisvideo/aws4_request\n", output.Text("StringToSign"), StringComparison.Ordinal);
        Assert.Null(report.Properties["Connection"].Value);
        Assert.Empty(Ids(report));
        Assert.Equal("Valid", report.ToString());
    }

    [Theory]
    [InlineData("Test-AwsSignedUrl $url")]
    [InlineData("Test-AwsSignedUrl -Url $url")]
    [InlineData("Test-AwsSignedUrl -Uri ([uri]$url)")]
    [InlineData("$url | Test-AwsSignedUrl")]
    [InlineData("[uri]$url | Test-AwsSignedUrl")]
    [InlineData("[pscustomobject]@{ Url = $url; Method = 'PUT' } | Test-AwsSignedUrl")]
    [InlineData("[pscustomobject]@{ Uri = [uri]$url } | Test-AwsSignedUrl")]
    [InlineData("Test-AwsSignedUrl ([pscustomobject]@{ Url = $url })")]
    [InlineData("[pscustomobject]@{ SignedUrl = $url } | Test-AwsSignedUrl")]
    [InlineData("\"  '$url'`r`n\" | Test-AwsSignedUrl")]
    public void A_url_is_taken_in_each_of_its_shapes(string call)
    {
        // The escapes that a Uri changes in its other forms are those of the path.
        string url = (Right with { Query = [.. Right.Query, ("x", "a~b/é")] }).Sign();

        PSObject report = _session.Single($"param($url) {call} {Keys} {AtTheTime}", url);

        Assert.Equal(url, new OutputObject(report).Text("Url"));
        Assert.Equal(true, report.Properties["SignatureValid"].Value);
    }

    [Fact]
    public void A_signed_url_tells_its_method_headers_and_payload_itself()
    {
        const string Signed = $"New-AwsSignedUrl {Bucket} -Method PUT -Headers @{{ 'Content-Type' = 'text/plain'; 'X-Amz-Meta-N' = 5 }} -PayloadHash {Hash} {Sample.Keys}";

        PSObject report = _session.Single($"{Signed} | Test-AwsSignedUrl {Sample.Keys}");

        Assert.Equal((true, "PUT"), (report.Properties["SignatureValid"].Value, new OutputObject(report).Text("Method")));
        Assert.Empty(Ids(report));
        Assert.Equal(true, _session.Single($"Test-AwsSignedUrl ({Signed}) {Sample.Keys}").Properties["Valid"].Value);
        Assert.Equal(true, _session.Single($"[psobject]::AsPSObject(({Signed})) | Test-AwsSignedUrl {Sample.Keys} -Method DELETE -Quiet").BaseObject);
    }

    [Theory]
    [InlineData("", false, "SignedHeaderValuesMissing")]
    [InlineData("-Headers @{ 'content-type' = 'text/plain'; 'X-AMZ-META-N' = 5 }", false, "SignedForAnotherMethod")]
    [InlineData("-Headers @{ 'content-type' = 'text/plain'; 'X-AMZ-META-N' = 6 } -Method put -PayloadHash " + Hash, false, "SignatureMismatch")]
    [InlineData("-Headers @{ 'content-type' = 'text/plain'; 'X-AMZ-META-N' = 5 } -Method put -PayloadHash " + Hash, true, null)]
    [InlineData("-Header @{ 'Content-Type' = ' text/plain '; 'X-Amz-Meta-N' = '5'; Other = 'x' } -Method PUT -PayloadHash " + Hash, true, null)]
    public void Of_a_url_that_is_text_they_are_given(string parameters, bool valid, string? id)
    {
        // The method can be told from the signature where the payload is the usual one.
        string hash = id == "SignedForAnotherMethod" ? string.Empty : "-PayloadHash " + Hash;
        string url = _session.Single($"New-AwsSignedUrl {Bucket} -Method PUT -Headers @{{ 'Content-Type' = 'text/plain'; 'X-Amz-Meta-N' = 5 }} {hash} {Sample.Keys}").ToString();

        PSObject report = _session.Single($"param($url) Test-AwsSignedUrl $url {Sample.Keys} {parameters}", url);

        Assert.Equal(valid, report.Properties["Valid"].Value);
        Assert.Equal(id, Ids(report).FirstOrDefault());
        Assert.Equal(id == "SignedHeaderValuesMissing" ? null : valid, report.Properties["SignatureValid"].Value);
    }

    [Fact]
    public void Many_are_judged_one_after_another_and_none_is_an_error()
    {
        string[] urls = [Right.Sign(), Right.Sign() + "&x=1", "no url", "https://example.com/", (Right with { Host = "m-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com" }).Sign(), Right.Sign()];

        ScriptResult result = _session.Run($"param($urls) $urls | Test-AwsSignedUrl {Keys} {AtTheTime}", (object)urls).WithoutErrors();

        Assert.Equal(
            ["Valid", "Invalid: ParameterAddedAfterSigning, SignatureMismatch", "Invalid: UrlInvalid", "Invalid: UrlNotSigned", "Invalid: KvsEndpointRoleMismatch", "Valid"],
            result.Output.Select(r => r.ToString()));
        Assert.Equal(urls, result.Output.Select(r => new OutputObject(r).Text("Url")));
        Assert.Empty(result.Warnings);
    }

    [Theory]
    [InlineData("20261123T093000Z", null, 299)]
    [InlineData("20261123T093458Z", null, 1)]
    [InlineData("20261123T093459Z", "UrlExpired", 0)]
    [InlineData("2026-11-23T09:25:00Z", null, 599)]
    [InlineData("2026-11-23T10:24:59+01:00", "UrlNotYetValid", 600)]
    public void It_is_judged_by_the_moment_that_is_given(string moment, string? id, int seconds)
    {
        PSObject report = _session.Single($"param($url) Test-AwsSignedUrl $url {Keys} -SigningTime {moment}", Right.Sign());

        Assert.Equal(id, Ids(report).SingleOrDefault());
        Assert.Equal((id is null, true), (report.Properties["Valid"].Value, report.Properties["SignatureValid"].Value));
        Assert.Equal(TimeSpan.FromSeconds(seconds), report.Properties["TimeLeft"].Value);
    }

    [Fact]
    public void Without_a_moment_it_is_judged_by_now()
    {
        Assert.Equal(["UrlExpired"], Ids(_session.Single($"{Sample.ViewerUrl} {Sample.Keys} -SigningTime 2020-01-01T00:00:00Z | Test-AwsSignedUrl")));
        Assert.Empty(Ids(_session.Single($"{Sample.ViewerUrl} {Sample.Keys} | Test-AwsSignedUrl")));
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void The_cause_of_a_wrong_signature_is_named_first(string mistake, string url, string id, bool isTemporary)
    {
        PSObject report = Test(url, isTemporary ? TemporaryKeys : Keys);

        Assert.True(id == Ids(report)[0], $"{mistake}: {report}");
        Assert.Contains("SignatureMismatch", Ids(report));
        Assert.Equal((false, false), (report.Properties["Valid"].Value, report.Properties["SignatureValid"].Value));
        Assert.StartsWith("Invalid: " + id, report.ToString(), StringComparison.Ordinal);
        Assert.Equal(false, _session.Single($"param($url) Test-AwsSignedUrl $url -Quiet {(isTemporary ? TemporaryKeys : Keys)} {AtTheTime}", url).BaseObject);
    }

    [Theory]
    [InlineData("", null, null)]
    [InlineData("-AccessKey AKIDOTHER -SecretKey x", "CredentialDiffers", null)]
    public void Without_the_key_that_signed_the_signature_is_neither_right_nor_wrong(string parameters, string? id, bool? valid)
    {
        // A key that the machine has is not asked for.
        using EnvironmentScope environment = EnvironmentScope.WithoutCredentials(("AWS_ACCESS_KEY_ID", Right.AccessKey), ("AWS_SECRET_ACCESS_KEY", "another"));

        PSObject report = Test(Right.Sign(), parameters);

        Assert.Equal(id, Ids(report).SingleOrDefault());
        Assert.Equal(valid, report.Properties["SignatureValid"].Value);
        Assert.Equal(id is null, report.Properties["Valid"].Value);
    }

    [Theory]
    [InlineData("-ProfileName dev")]
    [InlineData("-StoredCredentials dev")]
    [InlineData("-Credential @{ AccessKeyId = 'AKIDEXAMPLE'; SecretAccessKey = $secret }")]
    [InlineData("-Credential ([pscustomobject]@{ AccessKeyId = 'AKIDEXAMPLE'; SecretAccessKey = $secret; SessionToken = $null })")]
    [InlineData("-Credential ('{ \"AccessKeyId\": \"AKIDEXAMPLE\", \"SecretAccessKey\": \"' + $secret + '\" }')")]
    [InlineData("-Credential ([pscredential]::new('AKIDEXAMPLE', $secure))")]
    [InlineData("-AK AKIDEXAMPLE -SK $secure")]
    public void The_key_comes_from_where_every_cmdlet_takes_it(string parameters)
    {
        using TestMachine machine = new();
        machine.Credentials = $"[dev]\naws_access_key_id = {Right.AccessKey}\naws_secret_access_key = {Right.Secret}\n";
        const string Script = "param($url, $secret) $secure = [securestring]::new(); $secret.ToCharArray() | ForEach-Object { $secure.AppendChar($_) }; ";

        PSObject report = machine.Session.Single($"{Script} Test-AwsSignedUrl $url {parameters} {AtTheTime}", Right.Sign(), Right.Secret);

        Assert.Equal((true, true), (report.Properties["SignatureValid"].Value, report.Properties["Valid"].Value));
    }

    [Theory]
    [InlineData("20261123T093100Z", "CredentialExpired")]
    [InlineData("20261123T093600Z", "UrlExpired")]
    [InlineData("20261123T092900Z", null)]
    public void A_credential_that_has_ended_still_checks(string moment, string? id)
    {
        ScriptResult result = _session.Run(
            $"param($url, $secret) Test-AwsSignedUrl $url -SigningTime {moment} -Credential @{{ AccessKeyId = 'ASIAEXAMPLE'; SecretAccessKey = $secret; SessionToken = '{Token}'; Expiration = [datetimeoffset]'2026-11-23T09:30:30Z' }}",
            Temporary.Sign(),
            Temporary.Secret).WithoutErrors();

        PSObject report = Assert.Single(result.Output);
        Assert.Equal(true, report.Properties["SignatureValid"].Value);
        Assert.Equal(id, Ids(report).SingleOrDefault());
        Assert.Empty(result.Warnings);
    }

    [Theory]
    [InlineData("", "UrlInvalid", "wss://")]
    [InlineData("$url", "UrlInvalid", "wss://")]
    [InlineData("https://bucket.s3.us-west-2.amazonaws.com/key", "UrlNotSigned", "New-AwsSignedUrl")]
    [InlineData("https://a1.us-west-2.playback.live-video.net/x.m3u8?token=e.e.e", "UrlNotSigned", "Test-IvsPlaybackToken")]
    [InlineData("https://d1.cloudfront.net/x?Expires=1&Signature=s&Key-Pair-Id=K", "UrlNotSigned", "key group")]
    [InlineData("wss://v-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com/?X-Amz-Algorithm=AWS4-HMAC-SHA256", "SigningParameterMissing", "in quotes")]
    public void What_is_no_signed_url_is_a_report_that_says_what_to_do(string url, string id, string remedy)
    {
        PSObject report = Test(url.Length == 0 ? " " : url, Keys);

        Assert.Equal(id, Ids(report)[0]);
        Assert.Contains(remedy, Findings(report)[0].Properties["Remedy"].Value.ToString(), StringComparison.Ordinal);
        Assert.Null(report.Properties["SignatureValid"].Value);
        Assert.Equal(false, report.Properties["Valid"].Value);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(61)]
    [InlineData(65)]
    public void A_signature_that_is_cut_off_is_told_as_that_and_nothing_more(int length)
    {
        PSObject report = Test(Right.Sign()[..^64] + new string('0', length), Keys);

        Assert.Equal(["SignatureMalformed"], Ids(report));
        Assert.Equal(false, report.Properties["SignatureValid"].Value);
    }

    [Theory]
    [InlineData("-Headers @{ 'x-amz-a' = @{ b = 1 } }", "HeaderInvalid", "InvalidArgument", "x-amz-a")]
    [InlineData("-Headers @{ 'x-amz-a' = [pscustomobject]@{ b = 'Sesame' } }", "HeaderInvalid", "InvalidArgument", "x-amz-a")]
    [InlineData("-PayloadHash abc", "PayloadHashInvalid", "InvalidArgument", "abc")]
    public void What_cannot_be_judged_by_is_an_error_and_the_pipeline_goes_on(string parameters, string id, string category, string target)
    {
        ScriptResult result = _session.Run($"param($url) $url | Test-AwsSignedUrl {Keys} {parameters}; 'went on'", Right.Sign());

        Assert.Null(result.Terminating);
        Assert.Equal("went on", Assert.Single(result.Output).ToString());
        AssertError(Assert.Single(result.Errors), id, category, target);
    }

    [Theory]
    [InlineData("-AccessKey x", "CredentialIncomplete", "AuthenticationError")]
    [InlineData("-SecretKey x", "CredentialIncomplete", "AuthenticationError")]
    [InlineData("-AccessKey x -SecretKey \"x`n \"", "SecretKeyInvalid", "InvalidArgument")]
    [InlineData("-ProfileName nobody", "ProfileNotFound", "AuthenticationError")]
    [InlineData("-Credential 5", "CredentialObjectInvalid", "AuthenticationError")]
    public void A_credential_that_cannot_be_used_ends_the_pipeline(string parameters, string id, string category)
    {
        using TestMachine machine = new();
        machine.Credentials = "[dev]\naws_access_key_id = a\naws_secret_access_key = s\n";

        ScriptResult result = machine.Session.Run($"param($url) try {{ $url, $url | Test-AwsSignedUrl {parameters}; 'went on' }} catch {{ $_ }}", Right.Sign());

        AssertError(Assert.IsType<ErrorRecord>(Assert.Single(result.Output).BaseObject), id, category, null);
    }

    [Theory]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    [InlineData("tr-TR")]
    public void In_every_culture_the_report_is_the_same(string culture)
    {
        TextHost host = new();
        using PowerShellSession session = new(host);

        Everywhere.SameInCulture(culture, () => Described(session, host));
    }

    [Fact]
    public async Task Side_by_side_the_reports_are_the_same() => await Everywhere.SameSideBySide(3, () =>
    {
        TextHost host = new();
        using PowerShellSession session = new(host);
        return Described(session, host);
    });

    [Fact]
    public void The_view_shows_the_verdict_and_what_to_do_and_nothing_secret()
    {
        TextHost host = new();
        using PowerShellSession session = new(host);

        _ = session.Run($"param($url) Test-AwsSignedUrl ($url + '&x=1') {TemporaryKeys} {AtTheTime} | Out-Host", Temporary.Sign()).WithoutErrors();

        string text = host.TakeText();
        Assert.Equal(
            ["Valid", "Host", "Service", "Region", "AccessKeyId", "SignedAt", "ExpiresAt", "SignatureValid", "Findings"],
            text.Split('\n').Where(l => l.Length > 0 && l[0] != ' ').Select(l => l.Split(' ')[0]));
        Assert.Contains("SignedAt       : 2026-11-23 09:30:00 UTC\n", text, StringComparison.Ordinal);
        Assert.Contains("ExpiresAt      : 2026-11-23 09:34:59 UTC (in 00:04:59)\n", text, StringComparison.Ordinal);
        Assert.Contains("SignatureValid : False\n", text, StringComparison.Ordinal);
        Assert.Contains("Findings       : Error ParameterAddedAfterSigning\n                   The signature is wrong: ", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Temporary.Secret, text, StringComparison.Ordinal);
        Assert.DoesNotContain("IQoJb3", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Temporary.Sign()[^64..], text, StringComparison.Ordinal);

        _ = session.Run($"param($url) Test-AwsSignedUrl $url -SigningTime 20261124T093000Z | Out-Host; Test-AwsSignedUrl nowhere | Out-Host", Right.Sign()).WithoutErrors();
        text = host.TakeText();
        Assert.Contains("ExpiresAt      : 2026-11-23 09:34:59 UTC (ended)\n", text, StringComparison.Ordinal);
        Assert.Contains("SignatureValid : not checked\n", text, StringComparison.Ordinal);
        Assert.Contains("Findings       : Error UrlInvalid\n                   'nowhere' is not an absolute URL: it has no scheme.\n                   > Give the whole URL", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_finding_shows_its_rule_and_its_remedy()
    {
        TextHost host = new();
        using PowerShellSession session = new(host);

        _ = session.Run($"param($url) (Test-AwsSignedUrl $url -SigningTime 20261124T093000Z).Findings | Out-Host", Right.Sign()).WithoutErrors();

        Assert.Equal(["Severity", "Id", "Message", "Rule", "Remedy"], host.TakeText().Split('\n').Where(l => l.Length > 0 && l[0] != ' ').Select(l => l.Split(' ')[0]));
    }

    [Theory]
    [InlineData("$url")]
    [InlineData("($url + '&x=1')")]
    [InlineData("($url.Replace('X-Amz-Date', 'x-amz-date'))")]
    [InlineData("$url.Substring(0, $url.Length - 10)")]
    [InlineData("($url.Replace('wss', 'ftp'))")]
    [InlineData("($url.Replace('%2F', '%2'))")]
    [InlineData("($url.Replace('%', '%25'))")]
    [InlineData("($url.Replace('/?', '/#'))")]
    [InlineData("($url.Replace('AWS4-HMAC-SHA256', 'HMAC'))")]
    [InlineData("$url -Headers @{ a = @{ b = $secret } }")]
    [InlineData("$url -PayloadHash $secret")]
    public void No_secret_is_in_any_stream_but_the_token_where_it_is_a_part_of_the_url(string arguments)
    {
        const string Marked = "CanaryTokenMark";
        FaultySigner signer = Temporary with { Token = Marked, Secret = "CanarySecretMark" };

        ScriptResult result = _session.Run(
            $"param($url, $secret, $token) Test-AwsSignedUrl {arguments} -AccessKey ASIAEXAMPLE -SecretKey $secret -SessionToken $token -Verbose -Debug {AtTheTime}",
            signer.Sign(),
            signer.Secret,
            Marked);

        string[] isPart = ["Url", "CanonicalRequest"];
        Assert.Empty(SecretSearch.Find(result.Output, Marked, isPart));
        Assert.Empty(SecretSearch.Find(result.Output, arguments.Contains("-PayloadHash", StringComparison.Ordinal) ? "nothing" : signer.Secret));
        Assert.Empty(SecretSearch.Find(new object?[] { result.Errors, result.Terminating, result.Warnings, result.Verbose, result.Debug, result.Progress }, Marked));
    }

    [Theory]
    [InlineData("-TimeoutSec 0")]
    [InlineData("-TimeoutSec 301")]
    [InlineData("-Method ''")]
    [InlineData("-Proxy $null")]
    public void Parameters_out_of_range_are_refused_before_anything_is_done(string parameters)
    {
        ScriptResult result = _session.Run($"param($url) Test-AwsSignedUrl $url {parameters}", Right.Sign());

        Assert.StartsWith("ParameterArgumentValidationError", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Tab_completes_what_can_be_completed()
    {
        Assert.Equal(["DELETE"], _session.Complete("Test-AwsSignedUrl x -Method d"));
        Assert.Contains("us-west-2", _session.Complete("Test-AwsSignedUrl x -Region us-w"));
    }

    private static void AssertError(ErrorRecord error, string id, string category, object? target)
    {
        Assert.Equal(id + ",AwsSignTools.Commands.TestAwsSignedUrlCommand", error.FullyQualifiedErrorId);
        Assert.Equal(category, error.CategoryInfo.Category.ToString());
        Assert.EndsWith(".", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("Sesame", error.ToString() + error.Exception + error.TargetObject, StringComparison.Ordinal);
        if (target is not null)
        {
            Assert.Equal(target, error.TargetObject);
        }
    }

    private static string[] Described(PowerShellSession session, TextHost host)
    {
        string[] urls = [Right.Sign(), (Right with { Date = "20261123T092500Z" }).Sign(), Right.Sign() + "&I=i", (Right with { Expires = "İ" }).Sign(), (Right with { Method = "INITIATE" }).Sign()];
        string[] reports = [.. session.Output($"param($urls) $urls | Test-AwsSignedUrl {Keys} -Method initiate {AtTheTime}", (object)urls)
            .Select(r => $"{r} {r.Properties["TimeLeft"].Value} {string.Join(";", Findings(r).Select(f => $"{f.Properties["Message"].Value} {f.Properties["Remedy"].Value}"))}")];
        _ = session.Run($"param($urls) $urls | Test-AwsSignedUrl {Keys} {AtTheTime} | Out-Host", (object)urls).WithoutErrors();
        return [.. reports, host.TakeText()];
    }

    private static PSObject[] Findings(PSObject report) => [.. ((IEnumerable)report.Properties["Findings"].Value).Cast<object>().Select(PSObject.AsPSObject)];

    private static string[] Ids(PSObject report) => [.. Findings(report).Select(f => (string)f.Properties["Id"].Value)];

    private PSObject Test(string url, string parameters) => _session.Single($"param($url) Test-AwsSignedUrl $url {parameters} {AtTheTime}", url);
}
