using System;
using System.Linq;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Diagnosis;
using AwsSignTools.Diagnosis.Inspect;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.Diagnosis;

/// <summary>Each known mistake, made to a URL that is right: the report names exactly that mistake first.</summary>
public class SignedUrlCorpusTests
{
    private const string Channel = "arn:aws:kinesisvideo:us-west-2:123456789012:channel/demo/1234567890123";
    private const string Jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln";
    private const string User = "arn:aws:chime:us-east-1:123456789012:app-instance/a1/user/u1";

    private static readonly FaultySigner Right = new();
    private static readonly FaultySigner Chime = new()
    {
        Host = "node001.ue1.ws-messaging.chime.aws",
        Path = "/connect",
        Service = "chime",
        Region = "us-east-1",
        Expires = "10",
        Query = [("sessionId", "s1"), ("userArn", User), ("prefetch-on", "connect")],
    };

    private static readonly FaultySigner Transcribe = new()
    {
        Host = "transcribestreaming.us-west-2.amazonaws.com:8443",
        Path = "/stream-transcription-websocket",
        Service = "transcribe",
        Expires = "300",
        Query = [("language-code", "en-US"), ("media-encoding", "pcm"), ("sample-rate", "16000")],
    };

    private static readonly FaultySigner Odd = Right with { Query = [.. Right.Query, ("x", "a b+c!'()*~-_.d/e:f")] };

    /// <summary>Mistakes that can be seen without a credential: name, URL, first finding, its severity.</summary>
    public static TheoryData<string, string, string, FindingSeverity> Seen()
    {
        string url = Right.Sign();
        string client = "&X-Amz-ClientId=viewer-1";
        return new()
        {
            { "html", url.Replace("&", "&amp;"), "UrlEscapedAsText", FindingSeverity.Error },
            { "json", url.Replace("&", "\\u0026"), "UrlEscapedAsText", FindingSeverity.Error },
            { "wrapped", url.Insert(90, "\r\n  "), "UrlBroken", FindingSeverity.Error },
            { "fragment", url + "#top", "UrlFragment", FindingSeverity.Error },
            { "no scheme", url["wss://".Length..], "UrlInvalid", FindingSeverity.Error },
            { "ftp", "ftp" + url[3..], "UrlInvalid", FindingSeverity.Error },
            { "user name", url.Replace("://", "://me:secret@"), "UrlInvalid", FindingSeverity.Error },
            { "empty", " ", "UrlInvalid", FindingSeverity.Error },
            { "unsigned", $"wss://{Right.Host}/?X-Amz-ChannelARN=a", "UrlNotSigned", FindingSeverity.Error },
            { "v2", "https://b.s3.amazonaws.com/k?AWSAccessKeyId=A&Expires=1&Signature=s", "UrlNotSigned", FindingSeverity.Error },
            { "token", "https://a.live-video.net/x.m3u8?token=e.e.e", "UrlNotSigned", FindingSeverity.Error },
            { "cut at the shell's &", url[..url.IndexOf('&')], "SigningParameterMissing", FindingSeverity.Error },
            { "no signature", url[..url.IndexOf("&X-Amz-Signature", StringComparison.Ordinal)], "SigningParameterMissing", FindingSeverity.Error },
            { "no expires", url.Replace("&X-Amz-Expires=299", string.Empty), "ExpiresMissing", FindingSeverity.Error },
            { "no & at all", url.Replace("&", string.Empty), "QuerySeparatorLost", FindingSeverity.Error },
            { "semicolons", url.Replace("&", ";"), "QuerySeparatorLost", FindingSeverity.Error },
            { "one & lost", url.Replace("&X-Amz-Expires", "X-Amz-Expires"), "QuerySeparatorLost", FindingSeverity.Error },
            { "decoded &", url.Replace("&X-Amz-SignedHeaders", "%26X-Amz-SignedHeaders"), "QuerySeparatorLost", FindingSeverity.Error },
            { "behind a command", $"curl '{url}'", "UrlInvalid", FindingSeverity.Error },
            { "lower-case name", url.Replace("X-Amz-Date", "x-amz-date"), "SigningParameterNameInvalid", FindingSeverity.Error },
            { "twice", url + "&X-Amz-Expires=300", "SigningParameterDuplicate", FindingSeverity.Error },
            { "signed twice", url + "&" + url[(url.IndexOf('?') + 1)..], "SigningParameterDuplicate", FindingSeverity.Error },
            { "bad escape", url.Replace("%3A", "%3", StringComparison.Ordinal), "QueryEscapeMalformed", FindingSeverity.Error },
            { "not UTF-8", url + "&x=%FF", "QueryEscapeMalformed", FindingSeverity.Error },
            { "space", url + "&x=a b", "QueryCharacterInvalid", FindingSeverity.Error },
            { "umlaut", url + "&x=ä", "QueryCharacterInvalid", FindingSeverity.Error },
            { "double encoding", url.Replace("%", "%25"), "QueryDoubleEncoded", FindingSeverity.Error },
            { "double encoding elsewhere", (Right with { Query = [.. Right.Query, ("x", "a%3Ab")] }).Sign(), "QueryDoubleEncoded", FindingSeverity.Warning },
            { "sigv4a", url.Replace("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"), "AlgorithmUnknown", FindingSeverity.Error },
            { "no algorithm", url.Replace("AWS4-HMAC-SHA256", "HMAC"), "AlgorithmUnknown", FindingSeverity.Error },
            { "scope cut", url.Replace("%2Faws4_request", string.Empty), "CredentialMalformed", FindingSeverity.Error },
            { "scope ends otherwise", url.Replace("aws4_request", "aws4"), "CredentialMalformed", FindingSeverity.Error },
            { "empty key", url.Replace("AKIDEXAMPLE", string.Empty), "CredentialMalformed", FindingSeverity.Error },
            { "date with dashes", url.Replace("X-Amz-Date=20261123T093000Z", "X-Amz-Date=2026-11-23T09%3A30%3A00Z"), "DateMalformed", FindingSeverity.Error },
            { "a date that is none", url.Replace("X-Amz-Date=20261123T093000Z", "X-Amz-Date=20261341T093000Z"), "DateMalformed", FindingSeverity.Error },
            { "Buddhist year", url.Replace("X-Amz-Date=2026", "X-Amz-Date=2569"), "ScopeDateMismatch", FindingSeverity.Error },
            { "scope of yesterday", (Right with { ScopeDate = "20261122" }).Sign(), "ScopeDateMismatch", FindingSeverity.Error },
            { "expires zero", (Right with { Expires = "0" }).Sign(), "ExpiresOutOfRange", FindingSeverity.Error },
            { "expires over", (Right with { Expires = "604801" }).Sign(), "ExpiresOutOfRange", FindingSeverity.Error },
            { "expires as a moment", (Right with { Expires = "1795426499" }).Sign(), "ExpiresOutOfRange", FindingSeverity.Error },
            { "expires in words", (Right with { Expires = "5m" }).Sign(), "ExpiresMalformed", FindingSeverity.Error },
            { "expires beyond a long", (Right with { Expires = "99999999999999999999" }).Sign(), "ExpiresMalformed", FindingSeverity.Error },
            { "expires negative", (Right with { Expires = "-1" }).Sign(), "ExpiresMalformed", FindingSeverity.Error },
            { "host unsigned", (Right with { SignedHeaders = "x-amz-date" }).Sign(), "HostNotSigned", FindingSeverity.Error },
            { "headers unsorted", (Right with { SignedHeaders = "host;date" }).Sign(), "SignedHeadersMalformed", FindingSeverity.Error },
            { "headers in upper case", (Right with { SignedHeaders = "Date;host" }).Sign(), "SignedHeadersMalformed", FindingSeverity.Error },
            { "signature cut", url[..^1], "SignatureMalformed", FindingSeverity.Error },
            { "signature in upper case", url[..^64] + url[^64..].ToUpperInvariant(), "SignatureMalformed", FindingSeverity.Error },
            { "something behind", url + "&x=1", "ParameterAddedAfterSigning", FindingSeverity.Warning },
            { "another service", (Right with { Service = "kinesis" }).Sign(), "HostServiceMismatch", FindingSeverity.Error },
            { "another region", (Transcribe with { Region = "us-east-1" }).Sign(), "HostRegionMismatch", FindingSeverity.Error },
            { "no TLS", "ws" + url[3..], "SchemeNotSecure", FindingSeverity.Error },
            { "expired", (Right with { Date = "20261123T092500Z" }).Sign(), "UrlExpired", FindingSeverity.Error },
            { "not yet", (Right with { Date = "20261123T093501Z" }).Sign(), "UrlNotYetValid", FindingSeverity.Error },
            { "local time", (Right with { Date = "20261123T103000Z" }).Sign(), "UrlNotYetValid", FindingSeverity.Error },
            { "no token", (Right with { AccessKey = "ASIAEXAMPLE" }).Sign(), "TemporaryKeyWithoutToken", FindingSeverity.Warning },
            { "JWT", (Right with { AccessKey = "ASIAEXAMPLE", Token = Jwt }).Sign(), "SessionTokenIsJwt", FindingSeverity.Warning },
            { "plus", Odd.Sign().Replace("a%20b", "a+b"), "QueryPlusForSpace", FindingSeverity.Warning },
            { "lower-case escapes", url.Replace("%3A", "%3a"), "QueryEscapeLowerCase", FindingSeverity.Warning },
            { "encodeURIComponent", Odd.Sign().Replace("%21%27%28%29%2A", "!'()*"), "QueryReservedRaw", FindingSeverity.Warning },
            { "as legal as can be", url.Replace("%3A", ":").Replace("%2F", "/"), "QueryReservedRaw", FindingSeverity.Information },

            { "https", "https" + url[3..], "KvsEndpointInvalid", FindingSeverity.Error },
            { "a path", (Right with { Path = "/a" }).Sign(), "KvsEndpointInvalid", FindingSeverity.Error },
            { "no channel", (Right with { Query = [("X-Amz-ClientId", "v")] }).Sign(), "KvsChannelArnMissing", FindingSeverity.Error },
            { "channel misspelt", url.Replace("ChannelARN", "ChannelArn"), "KvsParameterNameInvalid", FindingSeverity.Error },
            { "two clients", (Right with { Query = [.. Right.Query, ("X-Amz-ClientId", "b")] }).Sign(), "KvsParameterDuplicate", FindingSeverity.Error },
            { "a stream's ARN", (Right with { Query = [("X-Amz-ChannelARN", Channel.Replace("channel/", "stream/")), ("X-Amz-ClientId", "v")] }).Sign(), "KvsChannelArnInvalid", FindingSeverity.Error },
            { "a reserved client", url.Replace(client, "&X-Amz-ClientId=aws_1"), "KvsClientIdInvalid", FindingSeverity.Error },
            { "an empty client", url.Replace(client, "&X-Amz-ClientId="), "KvsClientIdInvalid", FindingSeverity.Error },
            { "a viewer without a client", (Right with { Query = [("X-Amz-ChannelARN", Channel)] }).Sign(), "KvsEndpointRoleMismatch", FindingSeverity.Error },
            { "a master with a client", (Right with { Host = "m-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com" }).Sign(), "KvsEndpointRoleMismatch", FindingSeverity.Error },
            { "channel elsewhere", (Right with { Query = [("X-Amz-ChannelARN", Channel.Replace("us-west-2", "eu-west-1")), ("X-Amz-ClientId", "v")] }).Sign(), "KvsRegionMismatch", FindingSeverity.Error },
            { "signed elsewhere", (Right with { Region = "eu-west-1" }).Sign(), "KvsRegionMismatch", FindingSeverity.Error },
            { "too long a life", (Right with { Expires = "301" }).Sign(), "KvsExpiresLong", FindingSeverity.Information },
            { "another host of the service", (Right with { Host = "kinesisvideo.us-west-2.amazonaws.com" }).Sign(), "KvsEndpointUnknown", FindingSeverity.Warning },

            { "chime without a path", (Chime with { Path = "/" }).Sign(), "ChimePathMissing", FindingSeverity.Error },
            { "chime with another path", (Chime with { Path = "/x" }).Sign(), "ChimeEndpointInvalid", FindingSeverity.Error },
            { "chime without a user", (Chime with { Query = [("sessionId", "s")] }).Sign(), "ChimeUserArnMissing", FindingSeverity.Error },
            { "chime without a session", (Chime with { Query = [("userArn", User)] }).Sign(), "ChimeSessionIdMissing", FindingSeverity.Error },
            { "chime's app instance", (Chime with { Query = [("sessionId", "s"), ("userArn", User[..User.LastIndexOf("/user", StringComparison.Ordinal)])] }).Sign(), "ChimeUserArnInvalid", FindingSeverity.Error },
            { "chime's user elsewhere", (Chime with { Query = [("sessionId", "s"), ("userArn", User.Replace("us-east-1", "eu-central-1"))] }).Sign(), "ChimeRegionMismatch", FindingSeverity.Error },
            { "chime's host elsewhere", (Chime with { Host = "node001.ec1.ws-messaging.chime.aws" }).Sign(), "HostRegionMismatch", FindingSeverity.Error },
            { "chime's prefetch", (Chime with { Query = [("sessionId", "s"), ("userArn", User), ("prefetch-on", "yes")] }).Sign(), "ChimePrefetchInvalid", FindingSeverity.Warning },
            { "chime's order", (Chime with { Query = [("sessionId", "s"), ("userArn", User), ("prefetch-sort-by", "unread")] }).Sign(), "ChimePrefetchSortUnused", FindingSeverity.Warning },
            { "transcribe's port", (Transcribe with { Host = "transcribestreaming.us-west-2.amazonaws.com" }).Sign(), "WebSocketPortUnknown", FindingSeverity.Error },
            { "transcribe's life", (Transcribe with { Expires = "301" }).Sign(), "UrlLifeLong", FindingSeverity.Warning },
            { "transcribe without a rate", (Transcribe with { Query = [.. Transcribe.Query.Take(2)] }).Sign(), "TranscribeParameterMissing", FindingSeverity.Warning },
        };
    }

    /// <summary>Mistakes of signing that only the signature tells: name, URL, first finding.</summary>
    public static TheoryData<string, string, string> Proved()
    {
        FaultySigner withToken = Right with { AccessKey = "ASIAEXAMPLE", Token = "IQoJb3JpZ2luX2VjEXAMPLE//w+==" };
        FaultySigner spaced = Odd with { SentEncoding = FaultySigner.Encode };
        FaultySigner s3 = new() { Scheme = "https", Host = "b.s3.us-west-2.amazonaws.com", Path = "/a%20b", Service = "s3", PayloadHash = "UNSIGNED-PAYLOAD", Query = [] };
        FaultySigner api = new() { Scheme = "https", Host = "a1.execute-api.us-west-2.amazonaws.com", Path = "/a%20b", Service = "execute-api", Query = [] };
        return new()
        {
            { "added", Right.Sign() + "&x=1", "ParameterAddedAfterSigning" },
            { "added in sorted place", Right.Sign().Replace("&X-Amz-ClientId", "&X-Amz-Channel=1&X-Amz-ClientId"), "ParameterAddedAfterSigning" },
            { "two added", Right.Sign() + "&x=1&y=2", "ParameterAddedAfterSigning" },
            { "ten added", Right.Sign() + "&a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8&i=9&j=0", "ParameterAddedAfterSigning" },
            { "client added", (Right with { Query = [Right.Query[0]] }).Sign() + "&X-Amz-ClientId=viewer-1", "ParameterAddedAfterSigning" },
            { "token appended", (withToken with { SignsToken = false }).Sign(), "SessionTokenUnsigned" },
            { "token taken away", Without(withToken.Sign(), "X-Amz-Security-Token"), "SessionTokenRemoved" },
            { "token signed for IoT", (withToken with { Host = "a1-ats.iot.us-west-2.amazonaws.com", Path = "/mqtt", Service = "iotdevicegateway", Query = [] }).Sign(), "SessionTokenSigned" },
            { "plus for a space", (spaced with { SignedEncoding = static t => FaultySigner.Encode(t).Replace("%20", "+") }).Sign(), "QueryPlusForSpace" },
            { "plus meant as a space", Odd.Sign().Replace("a%20b", "a+b"), "QueryPlusForSpace" },
            { "lower-case escapes", (spaced with { SignedEncoding = Lower }).Sign(), "QueryEscapeLowerCase" },
            { "lower-case escapes, sent so", (Odd with { SignedEncoding = Lower }).Sign(), "QueryEscapeLowerCase" },
            { "encodeURIComponent", (Odd with { SignedEncoding = Raw("!'()*") }).Sign(), "QueryReservedRaw" },
            { "python's quote", (spaced with { SignedEncoding = Raw("/") }).Sign(), "QueryReservedRaw" },
            { "nothing legal encoded", (spaced with { SignedEncoding = Raw("/:@,;$?[]!'()*") }).Sign(), "QueryReservedRaw" },
            { "double encoding", (spaced with { SignedEncoding = static t => FaultySigner.Encode(FaultySigner.Encode(t)) }).Sign(), "QueryDoubleEncoded" },
            { "double encoding in the URL", Right.Sign().Replace("arn%3Aaws%3A", "arn%253Aaws%253A"), "QueryDoubleEncoded" },
            { "dashes encoded", (spaced with { SignedEncoding = static t => FaultySigner.Encode(t).Replace("-", "%2D") }).Sign(), "QueryOverEncoded" },
            { "tilde encoded", (spaced with { SignedEncoding = static t => FaultySigner.Encode(t).Replace("~", "%7E") }).Sign(), "QueryOverEncoded" },
            { "URLEncoder", (spaced with { SignedEncoding = static t => Raw("*")(t).Replace("%20", "+").Replace("~", "%7E") }).Sign(), "QueryPlusForSpace" },
            { "case ignored in order", (Right with { Query = [("x", "1"), ("ab", "2"), ("B", "3")], Host = "h.example", Service = "demo", Order = static q => q.OrderBy(static p => p.Name, StringComparer.OrdinalIgnoreCase) }).Sign(), "QueryUnsorted" },
            { "not sorted", (Right with { Order = static q => q }).Sign(), "QueryUnsorted" },
            { "key of another region", (Right with { KeyRegion = "us-east-1" }).Sign(), "SignedForAnotherRegion" },
            { "region changed after", (Right with { Region = "us-east-1" }).Sign().Replace("us-east-1", "us-west-2"), "SignedForAnotherRegion" },
            { "key of another service", (Right with { KeyService = "kinesis" }).Sign(), "SignedForAnotherService" },
            { "service changed after", (Right with { Service = "kinesisvideosignaling" }).Sign().Replace("%2Fkinesisvideosignaling", "%2Fkinesisvideo"), "SignedForAnotherService" },
            { "key of yesterday", (Right with { KeyDate = "20261122" }).Sign(), "SignedForAnotherDay" },
            { "host without its port", (Transcribe with { SignedHost = "transcribestreaming.us-west-2.amazonaws.com" }).Sign(), "SignedForAnotherHost" },
            { "host with its own port", (Right with { SignedHost = Right.Host + ":443" }).Sign(), "SignedForAnotherHost" },
            { "host in capitals", (Right with { Host = "V-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com" }).Sign(), "SignedForAnotherHost" },
            { "the master's host", (Right with { SignedHost = "m-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com" }).Sign(), "SignedForAnotherHost" },
            { "no path signed", (Chime with { SignedPath = "/" }).Sign(), "SignedForAnotherPath" },
            { "s3's path twice", (s3 with { SignedPath = "/a%2520b" }).Sign(), "SignedForAnotherPath" },
            { "another's path once", api.Sign(), "SignedForAnotherPath" },
            { "s3's payload", (s3 with { PayloadHash = Right.PayloadHash }).Sign(), "SignedForAnotherPayload" },
            { "a payload unsigned", (Right with { PayloadHash = "UNSIGNED-PAYLOAD" }).Sign(), "SignedForAnotherPayload" },
            { "for PUT", (s3 with { Method = "PUT" }).Sign(), "SignedForAnotherMethod" },
            { "a longer life", Right.Sign().Replace("Expires=299", "Expires=298"), "ExpiresChanged" },
            { "secret with a line end", (Right with { Secret = Right.Secret + "\n" }).Sign(), "SecretKeyHasWhiteSpace" },
            { "secret with CRLF", (Right with { Secret = Right.Secret + "\r\n" }).Sign(), "SecretKeyHasWhiteSpace" },
            { "secret with a space before", (Right with { Secret = " " + Right.Secret }).Sign(), "SecretKeyHasWhiteSpace" },
            { "secret in quotes", (Right with { Secret = $"\"{Right.Secret}\"" }).Sign(), "SecretKeyQuoted" },
            { "secret escaped", (Right with { Secret = Right.Secret.Replace("/", "%2F") }).Sign(), "SecretKeyEscaped" },
            { "secret with a mark", (Right with { Secret = "\ufeff" + Right.Secret }).Sign(), "SecretKeyHasMark" },
            { "another secret", (Right with { Secret = "another" }).Sign(), "SignatureMismatch" },
        };
    }

    [Fact]
    public void Urls_that_are_right_have_no_findings_and_their_signature_is()
    {
        foreach (FaultySigner signer in (FaultySigner[])[Right, Chime, Transcribe])
        {
            SignedUrlReport report = Inspect(signer.Sign(), Known.Credential);

            Found.Nothing(report.Findings);
            Assert.True(report.Valid);
            Assert.True(report.SignatureValid);
            Assert.Equal(signer.Service, report.Service);
            Assert.Equal(signer.Region, report.Region);
            Assert.Equal(signer.Host, report.Host);
            Assert.Equal("AKIDEXAMPLE", report.AccessKeyId);
            Assert.Equal(FaultySigner.Time, report.SignedAt);
            Assert.Equal(TimeSpan.FromSeconds(int.Parse(signer.Expires, null)), report.TimeLeft);
            Assert.Equal("Valid", report.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Seen))]
    public void A_mistake_that_can_be_seen_is_named_first(string mistake, string url, string id, FindingSeverity severity)
    {
        SignedUrlReport report = Inspect(url, null);

        Assert.True(report.Findings.Count > 0, $"{mistake}: nothing found");
        Assert.True(id == report.Findings[0].Id, $"{mistake}: {string.Join("\n", report.Findings)}");
        Assert.Equal(severity, report.Findings[0].Severity);
        Assert.Equal(severity != FindingSeverity.Error, report.Valid);
        Assert.Null(report.SignatureValid);
        foreach (Finding finding in report.Findings)
        {
            Found.CheckWords(finding);
        }
    }

    [Theory]
    [MemberData(nameof(Proved))]
    public void A_mistake_that_the_signature_proves_is_named_first(string mistake, string url, string id)
    {
        string key = url.Contains("ASIAEXAMPLE", StringComparison.Ordinal) ? "ASIAEXAMPLE" : Known.AccessKeyId;
        SignedUrlReport report = Inspect(url, new AwsCredential(key, Known.SecretKey, key[0..2] == "AS" ? "IQoJb3JpZ2luX2VjEXAMPLE//w+==" : null));

        Assert.True(id == report.Findings[0].Id, $"{mistake}: {string.Join("\n", report.Findings)}");
        Assert.Equal(FindingSeverity.Error, report.Findings[0].Severity);
        Assert.False(report.SignatureValid);
        Assert.False(report.Valid);
        Assert.Contains(report.Findings, static f => f.Id == "SignatureMismatch");
        foreach (Finding finding in report.Findings)
        {
            Found.CheckWords(finding);
            Assert.DoesNotContain(Known.SecretKey, finding.ToString() + finding.Target, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("&", "")]
    [InlineData("&", ";")]
    [InlineData("&X-Amz-Expires", "X-Amz-Expires")]
    [InlineData("&X-Amz-Security-Token", "X-Amz-Security-Token")]
    [InlineData("&X-Amz-Security-Token", "%2FX-Amz-Security-Token")]
    public void Where_parameters_run_together_no_finding_has_the_token(string joint, string instead)
    {
        const string Mark = "CanaryTokenMark";
        foreach (FaultySigner signer in (FaultySigner[])[Right, Right with { SignedHeaders = "date;host" }, Right with { Query = [] }])
        {
            SignedUrlReport report = Inspect((signer with { AccessKey = "ASIAEXAMPLE", Token = Mark }).Sign().Replace(joint, instead), Known.Credential);

            Assert.False(report.Valid);
            Assert.All(report.Findings, static f => Assert.DoesNotContain(Mark, f + f.Rule + f.Target, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("&amp;")]
    [InlineData("&amp;amp;")]
    [InlineData("\\u0026")]
    [InlineData("\\u0026amp;")]
    [InlineData("\\\\u0026")]
    [InlineData("^&")]
    [InlineData("^^&")]
    [InlineData("^\\u0026")]
    public void A_url_that_is_escaped_as_text_is_repaired_whole(string ampersand)
    {
        string url = Right.Sign();

        SignedUrlReport report = Inspect(url.Replace("&", ampersand), Known.Credential);

        Assert.Equal(url, report.Url);
        Assert.True(report.SignatureValid);
        Assert.Equal("UrlEscapedAsText", Assert.Single(report.Findings).Id);
    }

    [Fact]
    public void Half_a_surrogate_pair_makes_no_url()
    {
        // Not in the theory: its data goes through UTF-8.
        SignedUrlReport report = Inspect(Right.Sign() + "\ud800", Known.Credential);

        Assert.Equal("UrlInvalid", Assert.Single(report.Findings).Id);
    }

    [Fact]
    public void What_two_mistakes_hide_is_no_false_explanation()
    {
        SignedUrlReport report = Inspect((Right with { Secret = "another", KeyRegion = "us-east-1" }).Sign(), Known.Credential);

        Assert.Equal("SignatureMismatch", report.Findings[0].Id);
    }

    private static SignedUrlReport Inspect(string url, AwsCredential? credential) =>
        SignedUrlInspector.Inspect(url, new InspectionOptions(FaultySigner.Time) { Credential = credential });

    private static string Lower(string text)
    {
        string encoded = FaultySigner.Encode(text);
        return string.Concat(encoded.Select((c, i) => (i > 0 && encoded[i - 1] == '%') || (i > 1 && encoded[i - 2] == '%') ? char.ToLowerInvariant(c) : c));
    }

    private static Func<string, string> Raw(string kept) => text =>
    {
        string encoded = FaultySigner.Encode(text);
        foreach (char c in kept)
        {
            encoded = encoded.Replace($"%{(int)c:X2}", c.ToString());
        }

        return encoded;
    };

    private static string Without(string url, string name) =>
        string.Join('&', url.Split('&').Where(p => !p.StartsWith(name + "=", StringComparison.Ordinal)));
}
