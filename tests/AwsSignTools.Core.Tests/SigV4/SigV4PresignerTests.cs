using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.SigV4;

public class SigV4PresignerTests
{
    private static readonly SigV4Presigner Presigner = new("service");

    // awslabs/amazon-kinesis-video-streams-webrtc-sdk-js, SigV4RequestSigner.spec.ts.
    [Theory]
    [InlineData("FakeSessionToken", "fc268038be276315822b4f73eafd28ee3a5632a2a35fdb0a88db9a42b13d6c92")]
    [InlineData(null, "be1e78950d956a8a9a1997417099ddbd7455619f3d08c4ad20e1e272179ca695")]
    public void A_signaling_url_is_signed_as_by_the_official_javascript_client(string? sessionToken, string signature)
    {
        SignableRequest request = new(
            "GET", Known.EndpointOf("wss://kvs.awsamazon.com"), "", [new("X-Amz-TestParam", "test-param-value")]);
        SignedUrl url = new SigV4Presigner("kinesisvideo").Presign(
            request,
            new AwsCredential("AKIA4F7WJQR7FMMWMNXI", "FakeSecretKey", sessionToken),
            "us-west-2",
            new DateTimeOffset(2019, 12, 1, 0, 0, 0, TimeSpan.Zero),
            TimeSpan.FromSeconds(299));

        string token = sessionToken is null ? "" : "X-Amz-Security-Token=FakeSessionToken&";
        Assert.Equal(signature, url.Signature);
        Assert.Equal(
            "wss://kvs.awsamazon.com/?X-Amz-Algorithm=AWS4-HMAC-SHA256"
            + "&X-Amz-Credential=AKIA4F7WJQR7FMMWMNXI%2F20191201%2Fus-west-2%2Fkinesisvideo%2Faws4_request"
            + $"&X-Amz-Date=20191201T000000Z&X-Amz-Expires=299&{token}X-Amz-SignedHeaders=host&X-Amz-TestParam=test-param-value"
            + "&X-Amz-Signature=" + signature,
            url.Url);
        Assert.Equal(url.Url, url.ToString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(604_800)]
    public void A_life_inside_the_limits_is_signed(int seconds)
    {
        SignedUrl url = Presigner.Presign(Known.Get(), Known.Credential, "us-east-1", Known.Time, TimeSpan.FromSeconds(seconds));

        Assert.Contains($"&X-Amz-Expires={seconds}&", url.Url, StringComparison.Ordinal);
        Assert.Equal(Known.Time.AddSeconds(seconds), url.ExpiresAt);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(604_801)]
    public void A_life_outside_the_limits_is_refused(int seconds)
    {
        TimeSpan life = TimeSpan.FromSeconds(seconds);

        _ = Refused.As(
            "ExpiresOutOfRange", life, () => Presigner.Presign(Known.Get(), Known.Credential, "us-east-1", Known.Time, life));
    }

    [Fact]
    public void A_life_is_truncated_to_whole_seconds_before_the_limits_are_looked_at()
    {
        SignedUrl longest = Presign(TimeSpan.FromSeconds(604_800.9));
        Assert.Contains("&X-Amz-Expires=604800&", longest.Url, StringComparison.Ordinal);
        Assert.Equal(Known.Time.AddSeconds(604_800), longest.ExpiresAt);

        _ = Refused.As("ExpiresOutOfRange", () => Presign(TimeSpan.FromMilliseconds(999)));
        _ = Refused.As("ExpiresOutOfRange", () => Presign(TimeSpan.MaxValue));
        _ = Refused.As("ExpiresOutOfRange", () => Presign(TimeSpan.MinValue));

        static SignedUrl Presign(TimeSpan life) => Presigner.Presign(Known.Get(), Known.Credential, "us-east-1", Known.Time, life);
    }

    [Fact]
    public void A_life_that_would_end_beyond_the_year_9999_is_refused() => _ = Refused.As(
        "ExpiresOutOfRange",
        () => Presigner.Presign(Known.Get(), Known.Credential, "us-east-1", DateTimeOffset.MaxValue, TimeSpan.FromSeconds(10)));

    [Fact]
    public void The_signing_time_is_utc_and_truncated_to_seconds()
    {
        // 22:32:41.999 at -07:00 is the next day in UTC (Chime's page adds the offset the wrong way).
        DateTimeOffset time = new DateTimeOffset(2020, 7, 31, 22, 32, 41, TimeSpan.FromHours(-7)).AddMilliseconds(999);
        SignedUrl url = Presigner.Presign(Known.Get(), Known.Credential, "us-east-1", time, TimeSpan.FromSeconds(10));

        Assert.Contains("&X-Amz-Date=20200801T053241Z&", url.Url, StringComparison.Ordinal);
        Assert.Contains("%2F20200801%2Fus-east-1%2F", url.Url, StringComparison.Ordinal);
        Assert.Equal(new DateTimeOffset(2020, 8, 1, 5, 32, 41, TimeSpan.Zero), url.SignedAt);
        Assert.Equal(TimeSpan.Zero, url.SignedAt.Offset);
        Assert.Equal(url.SignedAt.AddSeconds(10), url.ExpiresAt);
    }

    [Fact]
    public void A_url_ends_with_its_temporary_credential()
    {
        Assert.Equal(Known.Time.AddSeconds(20), ExpiryWith(Known.Time.AddSeconds(20).ToOffset(TimeSpan.FromHours(9))));
        Assert.Equal(Known.Time.AddSeconds(60), ExpiryWith(Known.Time.AddSeconds(60)));
        Assert.Equal(Known.Time.AddSeconds(60), ExpiryWith(Known.Time.AddSeconds(61)));
        Assert.Equal(Known.Time.AddSeconds(60), ExpiryWith(null));

        static DateTimeOffset ExpiryWith(DateTimeOffset? end)
        {
            AwsCredential credential = new(Known.AccessKeyId, Known.SecretKey, "token", end);
            SignedUrl url = Presigner.Presign(Known.Get(), credential, "us-east-1", Known.Time, TimeSpan.FromSeconds(60));
            Assert.Equal(TimeSpan.Zero, url.EffectiveExpiresAt.Offset);
            return url.EffectiveExpiresAt;
        }
    }

    [Fact]
    public void The_session_token_is_signed_or_appended_as_the_settings_say()
    {
        AwsCredential credential = new(Known.AccessKeyId, Known.SecretKey, "to/ken==");
        SignerSettings settings = new() { SessionTokenMode = SessionTokenMode.Appended };
        SignedUrl signed = Presigner.Presign(Known.Get(), credential, "us-east-1", Known.Time, TimeSpan.FromSeconds(60));
        SignedUrl appended = new SigV4Presigner("service", settings)
            .Presign(Known.Get(), credential, "us-east-1", Known.Time, TimeSpan.FromSeconds(60));
        SignedUrl without = Presigner.Presign(Known.Get(), Known.Credential, "us-east-1", Known.Time, TimeSpan.FromSeconds(60));

        Assert.Contains("&X-Amz-Security-Token=to%2Fken%3D%3D&", signed.Url, StringComparison.Ordinal);
        Assert.EndsWith("&X-Amz-Signature=" + signed.Signature, signed.Url, StringComparison.Ordinal);
        Assert.EndsWith($"&X-Amz-Signature={without.Signature}&X-Amz-Security-Token=to%2Fken%3D%3D", appended.Url, StringComparison.Ordinal);
        Assert.Equal(without.Signature, appended.Signature);
        Assert.NotEqual(without.Signature, signed.Signature);
    }

    [Theory]
    [InlineData("X-Amz-Signature")]
    [InlineData("x-amz-signature")]
    [InlineData("X-AMZ-DATE")]
    [InlineData("X-Amz-Algorithm")]
    [InlineData("X-Amz-Credential")]
    [InlineData("X-Amz-Security-Token")]
    [InlineData("X-Amz-SignedHeaders")]
    public void A_url_that_was_signed_before_is_refused(string name) => _ = Refused.As(
        "UrlAlreadySigned",
        name,
        () => Presigner.Presign(
            Known.Get("/", new QueryParameter(name, "1")), Known.Credential, "us-east-1", Known.Time, TimeSpan.FromSeconds(60)));

    [Theory]
    [InlineData("a.example", "b.example")]
    [InlineData("")]
    [InlineData("b.example/evil?x")]
    [InlineData("user@b.example")]
    public void A_host_that_is_none_or_several_is_refused(params string[] hosts) => _ = Refused.As(
        "HeaderInvalid",
        "host",
        () => Presigner.Presign(
            new SignableRequest("GET", Known.Endpoint, "/", headers: [.. System.Linq.Enumerable.Select(hosts, static h => new System.Collections.Generic.KeyValuePair<string, string>("Host", h))]),
            Known.Credential,
            "us-east-1",
            Known.Time,
            TimeSpan.FromSeconds(60)));

    // The pool gives arrays to anybody in the process.
    [Fact]
    public void No_canonical_text_is_left_in_the_pool()
    {
        AwsCredential credential = new("ASIDEXAMPLE", "secret", string.Concat(System.Linq.Enumerable.Repeat("TheCanaryOfThePool", 200)));
        byte[] canary = "TheCanaryOfThePool"u8.ToArray();

        _ = Presigner.Presign(Known.Get("/"), credential, "us-east-1", Known.Time, TimeSpan.FromSeconds(60));
        _ = new SigV4HeaderSigner("service").Sign(Known.Get("/"), credential, "us-east-1", Known.Time);

        foreach (int size in (int[])[256, 512, 1024, 2048, 4096, 8192, 16_384])
        {
            for (int i = 0; i < 16; i++)
            {
                Assert.True(System.Buffers.ArrayPool<byte>.Shared.Rent(size).AsSpan().IndexOf(canary) < 0, $"{size}");
            }
        }
    }

    [Fact]
    public void An_expiry_in_the_url_alone_does_not_mean_that_it_was_signed_before()
    {
        static SignedUrl Sign(params QueryParameter[] query) =>
            Presigner.Presign(Known.Get("/", query), Known.Credential, "us-east-1", Known.Time, TimeSpan.FromSeconds(60));

        Assert.Contains("-ExpiresIn", Refused.As("UrlExpiryGiven", "X-Amz-Expires", () => Sign(new QueryParameter("X-Amz-Expires", "299"))).Remedy, StringComparison.Ordinal);
        _ = Refused.As("UrlAlreadySigned", "X-Amz-Expires", () => Sign(new("X-Amz-Expires", "299"), new("X-Amz-Signature", "00")));
        _ = Refused.As("UrlAlreadySigned", "X-Amz-Credential", () => Sign(new("X-Amz-Credential", "299"), new("X-Amz-Expires", "00")));
    }

    [Theory]
    [InlineData("X-Amz-ChannelARN")]
    [InlineData("X-Amz-Datee")]
    [InlineData("X-Amz-")]
    [InlineData("XAmzDate")]
    public void Other_parameters_with_that_prefix_are_the_services_own(string name)
    {
        SignedUrl url = Presigner.Presign(
            Known.Get("/", new QueryParameter(name, "1")), Known.Credential, "us-east-1", Known.Time, TimeSpan.FromSeconds(60));

        Assert.Contains(name + "=1", url.Url, StringComparison.Ordinal);
    }

    [Fact]
    public void The_query_is_ordered_by_encoded_names_and_then_by_encoded_values()
    {
        // By UTF-16 "é" comes after "z", and "%" before "A"; encoded it is the other way round. "a-" comes before "a" with "=".
        QueryParameter[] query =
        [
            new("z", "1"), new("é", "1"), new("a", "é"), new("a", "z"), new("a", ""), new("a-", "0"), new("A", "~"), new("%", "1"), new("B", "1"),
        ];
        SignedUrl url = Presigner.Presign(Known.Get("/", query), Known.Credential, "us-east-1", Known.Time, TimeSpan.FromSeconds(60));

        string[] own = [.. url.CanonicalRequest.Split('\n')[2].Split('&').Where(static p => !p.StartsWith("X-", StringComparison.Ordinal))];
        Assert.Equal(["%25=1", "%C3%A9=1", "A=~", "B=1", "a=", "a=%C3%A9", "a=z", "a-=0", "z=1"], own);
    }

    [Fact]
    public void More_parameters_than_a_pooled_array_holds_are_all_signed_in_order()
    {
        QueryParameter[] query = [.. Enumerable.Range(0, 1000).Select(static i => new QueryParameter($"p{(i * 7919) % 1000:d4}", "v"))];
        SignedUrl url = Presigner.Presign(Known.Get("/", query), Known.Credential, "us-east-1", Known.Time, TimeSpan.FromSeconds(60));

        string[] own = [.. url.CanonicalRequest.Split('\n')[2].Split('&').Where(static p => p[0] == 'p')];
        Assert.Equal([.. Enumerable.Range(0, 1000).Select(static i => $"p{i:d4}=v")], own);
    }

    [Theory]
    [InlineData("https://example.amazonaws.com:443", "example.amazonaws.com")]
    [InlineData("wss://example.amazonaws.com:443", "example.amazonaws.com")]
    [InlineData("http://example.amazonaws.com:80", "example.amazonaws.com")]
    [InlineData("https://example.amazonaws.com:80", "example.amazonaws.com:80")]
    [InlineData("wss://Example.AmazonAWS.com:8443", "example.amazonaws.com:8443")]
    public void The_signed_host_has_its_port_unless_it_is_the_schemes_own(string endpoint, string host)
    {
        SignedUrl url = Presigner.Presign(
            new SignableRequest("GET", Known.EndpointOf(endpoint), "/"), Known.Credential, "us-east-1", Known.Time, TimeSpan.FromSeconds(60));

        Assert.Equal("host:" + host, url.CanonicalRequest.Split('\n')[3]);
        Assert.Contains($"://{host}/?", url.Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    [InlineData("tr-TR")]
    [InlineData("fa-IR")]
    public void The_culture_of_the_machine_changes_nothing(string culture)
    {
        string expected = Sign();
        string invariantDate = Known.Time.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        try
        {
            // The culture must be one that would have been a trap: another calendar, or a dotless i.
            Assert.True(
                Known.Time.ToString("yyyyMMdd", CultureInfo.CurrentCulture) != invariantDate
                || CultureInfo.CurrentCulture.TextInfo.ToLower('I') != 'i',
                $"{culture} formats as the invariant culture does here, so it shows nothing.");
            Assert.Equal(expected, Sign());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        static string Sign()
        {
            SignableRequest request = new(
                "GET", Known.EndpointOf("WSS://INI.EXAMPLE.COM:8443"), "/I/i", [new("I", "İı")], [new("X-INI", "I")]);
            SignedUrl url = new SigV4Presigner("service").Presign(request, Known.Credential, "us-east-1", Known.Time, TimeSpan.FromSeconds(1234));
            return url.Url + url.CanonicalRequest + url.StringToSign;
        }
    }

    [Fact]
    public void Signing_from_many_threads_gives_the_same_urls_as_signing_from_one()
    {
        string[] expected = [.. Enumerable.Range(0, 500).Select(Sign)];
        string[] actual = new string[expected.Length];

        _ = Parallel.For(0, actual.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => actual[i] = Sign(i));

        Assert.Equal(expected, actual);

        // More scopes and secrets than the shared key cache holds.
        static string Sign(int i) => Presigner.Presign(
            Known.Get("/" + i, new QueryParameter("n", i.ToString(CultureInfo.InvariantCulture))),
            new AwsCredential(Known.AccessKeyId, Known.SecretKey + (i % 5)),
            "us-east-" + (i % 11),
            Known.Time.AddDays(i % 3),
            TimeSpan.FromSeconds(60)).Url;
    }

    [Fact]
    public void The_string_to_sign_and_the_canonical_request_can_be_read_again()
    {
        SignedUrl url = Presigner.Presign(
            Known.Get("/a b", new QueryParameter("k", "v w")), Known.Credential, "us-east-1", Known.Time, TimeSpan.FromSeconds(60));

        Assert.StartsWith("GET\n/a%2520b\nX-Amz-Algorithm=", url.CanonicalRequest, StringComparison.Ordinal);
        Assert.StartsWith(
            "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/service/aws4_request\n", url.StringToSign, StringComparison.Ordinal);
        Assert.Equal(4, url.StringToSign.Split('\n').Length);
        Assert.Equal("service", url.Service);
        Assert.Equal("us-east-1", url.Region);
        Assert.Empty(url.Findings);
    }

    [Fact]
    public void Headers_given_to_a_presigner_are_signed_and_named_in_order()
    {
        SignableRequest request = new(
            "GET", Known.Endpoint, "/", headers: [new("X-Zebra", "1"), new("Accept", "2"), new("x-zebra", "3")]);
        SignedUrl url = Presigner.Presign(request, Known.Credential, "us-east-1", Known.Time, TimeSpan.FromSeconds(60));

        Assert.Contains("&X-Amz-SignedHeaders=accept%3Bhost%3Bx-zebra&", url.Url, StringComparison.Ordinal);
        Assert.Contains("\naccept:2\nhost:example.amazonaws.com\nx-zebra:1,3\n\naccept;host;x-zebra\n", url.CanonicalRequest, StringComparison.Ordinal);
    }

    [Fact]
    public void Null_arguments_are_named()
    {
        Assert.Throws<ArgumentNullException>("service", () => new SigV4Presigner(null!));
        Assert.Throws<ArgumentNullException>(
            "request", () => Presigner.Presign(null!, Known.Credential, "us-east-1", Known.Time, TimeSpan.FromSeconds(60)));
        Assert.Throws<ArgumentNullException>(
            "credential", () => Presigner.Presign(Known.Get(), null!, "us-east-1", Known.Time, TimeSpan.FromSeconds(60)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("us east")]
    [InlineData("us/east")]
    [InlineData("us-east-1\n")]
    public void A_region_that_would_break_the_scope_is_refused(string? region) => _ = Refused.As(
        "RegionInvalid",
        region,
        () => Presigner.Presign(Known.Get(), Known.Credential, region!, Known.Time, TimeSpan.FromSeconds(60)));

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("s3 ")]
    public void A_service_that_would_break_the_scope_is_refused(string service) => _ = Refused.As(
        "ServiceInvalid",
        service,
        () => new SigV4Presigner(service).Presign(Known.Get(), Known.Credential, "us-east-1", Known.Time, TimeSpan.FromSeconds(60)));

    [Fact]
    public void A_url_can_be_read_from_a_list_of_any_kind()
    {
        List<QueryParameter> query = [new("a", "1")];
        SignableRequest request = new("GET", Known.Endpoint, "/", query);
        SignedUrl first = Presigner.Presign(request, Known.Credential, "us-east-1", Known.Time, TimeSpan.FromSeconds(60));

        query.Add(new("b", "2"));

        // What was signed does not change with the list it was made from.
        Assert.DoesNotContain("b=2", first.CanonicalRequest, StringComparison.Ordinal);
        Assert.Contains("a=1", first.CanonicalRequest, StringComparison.Ordinal);
    }
}
