using System;
using System.Linq;
using AwsSignTools.Aws;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Diagnosis;
using AwsSignTools.Diagnosis.Inspect;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;
using AwsSignTools.Urls;
using Xunit;

namespace AwsSignTools.Core.Tests.Diagnosis;

/// <summary>Verdicts about URLs whose service has rules of its own for a signature.</summary>
public class ServiceVerdictTests
{
    private const string Token = "the/session+token==";

    private static readonly FaultySigner Iot = new()
    {
        Host = "a1b2c3-ats.iot.us-west-2.amazonaws.com",
        Path = "/mqtt",
        Service = "iotdevicegateway",
        Query = [],
        Expires = "172800",
        AccessKey = "ASIDEXAMPLE",
        Token = Token,
        SignsToken = false,
    };

    private static readonly FaultySigner Api = new() { Scheme = "https", Host = "abc.execute-api.us-west-2.amazonaws.com", Path = "/prod", Service = "execute-api", Query = [] };

    [Fact]
    public void A_url_of_iot_dies_minutes_after_it_was_signed()
    {
        Assert.True(Inspect(Iot, minutes: 4).Valid);
        Assert.Equal(["UrlStale"], Errors(Inspect(Iot, minutes: 20)));
        Assert.Equal(["UrlStale"], Errors(Inspect(Iot with { Expires = string.Empty }, minutes: 20)));
        Assert.Equal(["UrlExpired"], Errors(Inspect(Iot with { Expires = "60" }, minutes: 20)));
        Assert.Empty(Errors(Inspect(Api with { Expires = "172800" }, minutes: 20)));
        Assert.Equal(["UrlStale"], Errors(Inspect(Api with { Expires = string.Empty }, minutes: 20)));
        Assert.True(Inspect(Api with { Expires = string.Empty }, minutes: 4).Valid);
    }

    [Theory]
    [InlineData("iotdevicegateway", FindingSeverity.Information)]
    [InlineData("execute-api", FindingSeverity.Information)]
    [InlineData("kinesisvideo", FindingSeverity.Error)]
    [InlineData("s3", FindingSeverity.Error)]
    public void A_url_without_its_life_is_accepted_by_some(string service, FindingSeverity severity)
    {
        FaultySigner signer = (service switch
        {
            "iotdevicegateway" => Iot,
            "execute-api" => Api,
            "s3" => Api with { Host = "bucket.s3.us-west-2.amazonaws.com", Service = "s3", PayloadHash = SignableRequest.UnsignedPayload },
            _ => new FaultySigner(),
        }) with
        { Expires = string.Empty };

        SignedUrlReport report = Inspect(signer);

        Assert.True(report.SignatureValid);
        Assert.Equal(severity, report.Findings.Single(static f => f.Id == "ExpiresMissing").Severity);
        Assert.Equal(severity != FindingSeverity.Error, report.Valid);
    }

    [Fact]
    public void A_token_that_no_signature_covers_is_compared()
    {
        Assert.Equal(["SessionTokenDiffers"], Errors(Inspect(Iot with { Token = Token + "x" })));
        Assert.Contains("SessionTokenLeftOut", Errors(Inspect(Iot with { Token = null })));
        Assert.Equal(["SessionTokenDiffers"], Errors(SignedUrlInspector.Inspect(
            Iot.Sign(), new InspectionOptions(FaultySigner.Time) { Credential = new AwsCredential(Iot.AccessKey, Iot.Secret) })));
        Assert.Empty(Errors(SignedUrlInspector.Inspect(
            (Iot with { AccessKey = "AKIDEXAMPLE", Token = null }).Sign(),
            new InspectionOptions(FaultySigner.Time) { Credential = new AwsCredential("AKIDEXAMPLE", Iot.Secret) })));
        SignedUrlReport report = Inspect(Iot with { Token = Token + "x" });
        Assert.True(report.SignatureValid);
        Assert.DoesNotContain(report.Findings, static f => f.ToString().Contains(Token, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/mqtt/")]
    [InlineData("/")]
    [InlineData("")]
    [InlineData("/MQTT")]
    public void A_web_socket_of_iot_has_one_path(string path)
    {
        UrlSigningRequest request = new(RequestUri.Parse("wss://a1b2c3-ats.iot.us-west-2.amazonaws.com" + path), "iotdevicegateway") { Region = "us-west-2" };

        Found.Warning(UrlSigner.Sign(request, Known.Credential, Known.Time).Findings, "IotPathInvalid", path);
        Assert.Contains("IotPathInvalid", Errors(Inspect(Iot with { Path = path, SignedPath = path.Length == 0 ? "/" : path })));
        Assert.Equal("iotdevicegateway", UrlFacts.FindService(request.Uri));
        Assert.Equal("iotdata", UrlFacts.FindService(RequestUri.Parse("https://a1b2c3-ats.iot.us-west-2.amazonaws.com/topics/t")));
    }

    [Theory]
    [InlineData("db.cluster-abc.us-west-2.neptune.amazonaws.com:8182", "neptune-db")]
    [InlineData("abc.execute-api.us-west-2.amazonaws.com:8443", "execute-api")]
    [InlineData("a1b2c3-ats.iot.us-west-2.amazonaws.com:8443", "iotdevicegateway")]
    public void A_port_that_nobody_declared_is_no_error(string host, string service) =>
        Assert.True(Inspect(Api with { Scheme = "wss", Host = host, Service = service, Path = service == "iotdevicegateway" ? "/mqtt" : "/" }).Valid);

    [Theory]
    [InlineData("wJalrXUtnFEMI/K7MDENG+bPxRfiCYzEXAMPLEKE")]
    [InlineData("wJalrXUtnFEMIxK7MDENGqbPxRfiCYzEXAMPLEKE")]
    public void A_secret_in_place_of_the_access_key_id_is_told_and_not_shown(string secret)
    {
        SignedUrlReport report = SignedUrlInspector.Inspect((new FaultySigner() with { AccessKey = secret }).Sign(), new InspectionOptions(FaultySigner.Time));

        Assert.Equal(["CredentialHasSecret"], Errors(report));
        Assert.DoesNotContain(secret, string.Concat(report.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_names_no_service_is_told() =>
        Assert.Equal(
            FindingSeverity.Information,
            Inspect(Api with { Host = "x.unheardof.us-west-2.amazonaws.com" }).Findings.Single(static f => f.Id == "HostServiceUnknown").Severity);

    [Theory]
    [InlineData("c.abc.use1.cache.amazonaws.com:6379", "elasticache", "Action=connect&User=u", "AuthTokenHostInvalid")]
    [InlineData("clustercfg.m.abc.memorydb.us-west-2.amazonaws.com", "memorydb", "Action=connect&User=u", "AuthTokenHostInvalid")]
    [InlineData("mycache:6379", "elasticache", "Action=connect&User=u", "AuthTokenHostInvalid")]
    [InlineData("abc.dsql.us-west-2.on.aws:5432", "dsql", "Action=DbConnect", "AuthTokenHostInvalid")]
    [InlineData("b-1.c.abc.c2.kafka.us-west-2.amazonaws.com", "kafka-cluster", "Action=kafka-cluster%3AConnect", "AuthTokenHostInvalid")]
    [InlineData("db.example.com:3306", "rds-db", "Action=connect&DBUser=u", "AuthTokenHostUnknown")]
    public void A_token_is_signed_for_the_host_that_its_service_expects(string host, string service, string query, string id)
    {
        FaultySigner signer = Api with { Host = host, Service = service, Path = "/", Query = [.. query.Split('&').Select(static p => (p.Split('=')[0], Uri.UnescapeDataString(p.Split('=')[1])))] };

        Assert.Contains(id, Inspect(signer).Findings.Select(static f => f.Id));
    }

    [Fact]
    public void A_token_is_judged_by_the_service_of_its_host()
    {
        FaultySigner signer = Api with { Host = "abc.dsql.us-west-2.on.aws", Service = "rds-db", Path = "/", Query = [("Action", "DbConnect")] };

        Assert.DoesNotContain(Errors(Inspect(signer)), static id => id is "AuthTokenActionInvalid" or "AuthTokenUserMissing" or "AuthTokenPortMissing");
        Assert.Contains("HostServiceMismatch", Errors(Inspect(signer)));
    }

    [Fact]
    public void A_url_of_iot_says_when_it_stops_working()
    {
        UrlSigningRequest request = new(RequestUri.Parse("wss://a1b2c3-ats.iot.us-west-2.amazonaws.com/mqtt"), "iotdevicegateway") { Region = "us-west-2", ExpiresIn = TimeSpan.FromDays(1) };

        SignedUrl url = UrlSigner.Sign(request, Known.Credential, Known.Time);

        Assert.Equal(TimeSpan.FromDays(1), url.ExpiresAt - url.SignedAt);
        Assert.Equal(TimeSpan.FromMinutes(5), url.EffectiveExpiresAt - url.SignedAt);
    }

    [Fact]
    public void A_url_can_be_made_without_its_life()
    {
        UrlSigningRequest request = new(RequestUri.Parse("wss://a1b2c3-ats.iot.us-west-2.amazonaws.com/mqtt"), "iotdevicegateway") { Region = "us-west-2", OmitsExpiry = true };

        SignedUrl url = UrlSigner.Sign(request, Known.Credential, Known.Time);

        Assert.DoesNotContain("X-Amz-Expires", url.Url, StringComparison.Ordinal);
        Assert.True(SignedUrlInspector.Inspect(url, new InspectionOptions(Known.Time) { Credential = Known.Credential }).Valid);
        UrlSigningRequest signaling = new(RequestUri.Parse("wss://v-x.kinesisvideo.us-west-2.amazonaws.com/"), "kinesisvideo") { Region = "us-west-2", OmitsExpiry = true };
        _ = Refused.As("UrlExpiryRequired", "kinesisvideo", () => UrlSigner.Sign(signaling, Known.Credential, Known.Time));
    }

    private static string[] Errors(SignedUrlReport report) => [.. report.Findings.Where(static f => f.Severity == FindingSeverity.Error).Select(static f => f.Id)];

    private static SignedUrlReport Inspect(FaultySigner signer, int minutes = 0) => SignedUrlInspector.Inspect(
        signer.Sign(), new InspectionOptions(FaultySigner.Time.AddMinutes(minutes)) { Credential = new AwsCredential(signer.AccessKey, signer.Secret, Iot.AccessKey == signer.AccessKey ? Token : null) });
}
