using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Diagnosis;
using AwsSignTools.Diagnosis.Inspect;
using AwsSignTools.Findings;
using AwsSignTools.Services.AuthTokens;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.Services.AuthTokens;

public class AuthTokenTests
{
    private const string Rds = "mydb.123456789012.us-west-2.rds.amazonaws.com";
    private const string Dsql = "4iaabtc3aybk5f2vbnfjk2ifre.dsql.us-west-2.on.aws";
    private const string Scope = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-west-2%2F";
    private const string Until = "%2Faws4_request&X-Amz-Date=20150830T123600Z&X-Amz-Expires=";
    private const string Token = "&X-Amz-Security-Token=to%2Fken%3D%3D";

    private static readonly AwsCredential Temporary = new(Known.AccessKeyId, Known.SecretKey, "to/ken==");

    // Made by botocore 1.43.11 (generate_db_auth_token, generate_db_connect_auth_token, generate_presigned_url) and the AWS CLI 1.45.11 (eks get-token)
    // at this time. @aws-sdk/rds-signer, @aws-sdk/dsql-signer and aws-msk-iam-sasl-signer-js 1.0.3 make the same signatures, in another order.
    public static TheoryData<string, bool, string> Answers => new()
    {
        { "rds", false, $"{Rds}:3306/?Action=connect&DBUser=jane%20doe%2B1%40x&{Scope}rds-db{Until}900&X-Amz-SignedHeaders=host&X-Amz-Signature=9be36b1f91a4563709e0087aedb380ce328041b8c6546925e026b160588a7460" },
        { "rds", true, $"{Rds}:3306/?Action=connect&DBUser=jane%20doe%2B1%40x&{Scope}rds-db{Until}900&X-Amz-SignedHeaders=host{Token}&X-Amz-Signature=599318cb6e59346a3ee23001f1b59fb85597919507a327134f36b8907a7e2764" },
        { "dsql", false, $"{Dsql}/?Action=DbConnect&{Scope}dsql{Until}900&X-Amz-SignedHeaders=host&X-Amz-Signature=749a3a8370c79a3bf8508091b5f9f6e728914206e0814809f864338144525d7e" },
        { "dsql", true, $"{Dsql}/?Action=DbConnect&{Scope}dsql{Until}900&X-Amz-SignedHeaders=host{Token}&X-Amz-Signature=d7c09fead30c54f226c92154f456755cf7d525ed83849abd1e6aac452816afab" },
        { "dsql -Admin", false, $"{Dsql}/?Action=DbConnectAdmin&{Scope}dsql{Until}900&X-Amz-SignedHeaders=host&X-Amz-Signature=65a4d6086ae9152f1452260cb170a66f214a383860dc85b62a2f07973655eeec" },
        { "dsql -Admin", true, $"{Dsql}/?Action=DbConnectAdmin&{Scope}dsql{Until}900&X-Amz-SignedHeaders=host{Token}&X-Amz-Signature=45e3986b67794a2483eb2eab2e17ed1c1f61a0fcc2772b8a246a304eba0e8459" },
        { "elasticache", false, $"my-cache/?Action=connect&User=iam-user-01&{Scope}elasticache{Until}900&X-Amz-SignedHeaders=host&X-Amz-Signature=740724d88e0e696fa6f957b45cfe6fd69c1fd7c01f9abe58e478b10254afca4d" },
        { "elasticache", true, $"my-cache/?Action=connect&User=iam-user-01&{Scope}elasticache{Until}900&X-Amz-SignedHeaders=host{Token}&X-Amz-Signature=a1e9c3ae7d0dfdf47bdcf100b57eff85282d129c35e2ce2167bc6c01fa587616" },
        { "memorydb", false, $"my-cluster/?Action=connect&User=iam-user-01&{Scope}memorydb{Until}900&X-Amz-SignedHeaders=host&X-Amz-Signature=05e65c8d1778f3e4791f49b61489d670c7d518128284b3322b88763954b5aa2f" },
        { "memorydb", true, $"my-cluster/?Action=connect&User=iam-user-01&{Scope}memorydb{Until}900&X-Amz-SignedHeaders=host{Token}&X-Amz-Signature=b4ee0935b124ffc1b2ec4ac7fb959f103d72cef644ceba7fef8c266ba40381bb" },
        { "eks", false, $"https://sts.us-west-2.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15&{Scope}sts{Until}60&X-Amz-SignedHeaders=host%3Bx-k8s-aws-id&X-Amz-Signature=0e4640b17bc8d5103084241685a7c907b51396a7fd5f6e6181358d0df4f37e9d" },
        { "eks", true, $"https://sts.us-west-2.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15&{Scope}sts{Until}60&X-Amz-SignedHeaders=host%3Bx-k8s-aws-id{Token}&X-Amz-Signature=04a54d8b0499487839e88cffd9bb113f81ab704dcb2fca2a403af927a5b5230b" },
        { "msk", false, $"https://kafka.us-west-2.amazonaws.com/?Action=kafka-cluster%3AConnect&{Scope}kafka-cluster{Until}900&X-Amz-SignedHeaders=host&X-Amz-Signature=2c973e9d100edda2e1a67fdf713430733a1cf411f2d934b92e799a208550d79f&User-Agent=aws-msk-iam-sasl-signer-js%2F1.0.3" },
        { "msk", true, $"https://kafka.us-west-2.amazonaws.com/?Action=kafka-cluster%3AConnect&{Scope}kafka-cluster{Until}900&X-Amz-SignedHeaders=host{Token}&X-Amz-Signature=3095760d098646d3c78577b20f7e4cfa0cfbf8192af67a0e2e961a3ab3dd750f&User-Agent=aws-msk-iam-sasl-signer-js%2F1.0.3" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void A_token_is_that_of_the_official_signer(string service, bool isTemporary, string expected)
    {
        AwsCredential credential = isTemporary ? Temporary : Known.Credential;
        AwsAuthToken token = Sign(RequestOf(service), credential);

        Assert.Equal(expected, Decode(token.Token));
        Assert.Equal(token.Token, token.ToString());
        Assert.Equal(token.Token, new System.Net.NetworkCredential(string.Empty, token.ToSecureString()).Password);
        Found.Nothing(token.Findings);
        SignedUrlReport report = Inspect(token.Token, credential, service == "eks" ? "my-cluster" : null);
        Found.Nothing(report.Findings);
        Assert.True(report.SignatureValid);
        Assert.True(SignedUrlInspector.Inspect(token, new InspectionOptions(Known.Time) { Credential = credential }).SignatureValid);
    }

    // The signatures of the AWS SDK for JavaScript stand in their sorted place, and its User-Agent among the parameters.
    [Fact]
    public void A_token_of_another_official_signer_is_right()
    {
        const string Msk = "aHR0cHM6Ly9rYWZrYS51cy13ZXN0LTIuYW1hem9uYXdzLmNvbS8_QWN0aW9uPWthZmthLWNsdXN0ZXIlM0FDb25uZWN0JlVzZXItQWdlbnQ9YXdzLW1zay1pYW0tc2FzbC1zaWduZXItanMlMkYxLjAuMyZYLUFtei1BbGdvcml0aG09QVdTNC1ITUFDLVNIQTI1NiZYLUFtei1DcmVkZW50aWFsPUFLSURFWEFNUExFJTJGMjAxNTA4MzAlMkZ1cy13ZXN0LTIlMkZrYWZrYS1jbHVzdGVyJTJGYXdzNF9yZXF1ZXN0JlgtQW16LURhdGU9MjAxNTA4MzBUMTIzNjAwWiZYLUFtei1FeHBpcmVzPTkwMCZYLUFtei1TaWduYXR1cmU9MmM5NzNlOWQxMDBlZGRhMmUxYTY3ZmRmNzEzNDMwNzMzYTFjZjQxMWYyZDkzNGI5MmU3OTlhMjA4NTUwZDc5ZiZYLUFtei1TaWduZWRIZWFkZXJzPWhvc3Q";
        const string Database = $"{Rds}:3306/?Action=connect&DBUser=jane%20doe%2B1%40x&{Scope}rds-db{Until}900{Token}&X-Amz-Signature=599318cb6e59346a3ee23001f1b59fb85597919507a327134f36b8907a7e2764&X-Amz-SignedHeaders=host";
        foreach (string token in new[] { Msk, Database })
        {
            SignedUrlReport report = Inspect(token, token == Msk ? Known.Credential : Temporary);

            Found.Nothing(report.Findings);
            Assert.True(report.SignatureValid);
        }
    }

    // The order of the sample code of ElastiCache; the signature is botocore's.
    [Fact]
    public void A_serverless_cache_has_a_resource_type()
    {
        AwsAuthToken token = Sign(new AuthTokenRequest("ElastiCache") { ClusterName = "my-serverless", User = "iam-user-01", Region = "us-west-2", Serverless = true });

        Assert.StartsWith("my-serverless/?Action=connect&ResourceType=ServerlessCache&User=iam-user-01&X-Amz-", token.Token, StringComparison.Ordinal);
        Assert.EndsWith("&X-Amz-Signature=a56516029ddb099d88c4fee21e306ee7221e7db893f09c61346b5609e34d283f", token.Token, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_has_the_parts_that_identify_it()
    {
        AwsCredential credential = new(Known.AccessKeyId, Known.SecretKey, "t", Known.Time.AddMinutes(3));
        AwsAuthToken token = Sign(RequestOf("rds") with { ExpiresIn = TimeSpan.FromSeconds(600) }, credential);

        Assert.Equal(("rds-db", "us-west-2", Rds + ":3306", "jane doe+1@x", null), (token.Service, token.Region, token.Host, token.User, token.ClusterName));
        Assert.Equal((Known.Time, Known.Time.AddMinutes(10), Known.Time.AddMinutes(3)), (token.SignedAt, token.ExpiresAt, token.EffectiveExpiresAt));
        Assert.Contains("\nhost:" + Rds + ":3306\n", token.CanonicalRequest, StringComparison.Ordinal);
        Assert.StartsWith("AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-west-2/rds-db/aws4_request\n", token.StringToSign, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_of_eks_is_accepted_for_fifteen_minutes()
    {
        AwsAuthToken token = Sign(RequestOf("eks"));

        Assert.Equal(Known.Time.AddMinutes(15), token.ExpiresAt);
        Assert.Equal(token.ExpiresAt, token.EffectiveExpiresAt);
        Assert.Equal("my-cluster", token.ClusterName);
        Assert.Equal("Valid", Inspect(token.Token, null, minutes: 14).ToString());
        Assert.Equal("Invalid: UrlExpired", Inspect(token.Token, null, minutes: 15).ToString());
    }

    [Theory]
    [InlineData(null, "2015-08-30T12:50:00Z")]
    [InlineData(5, "2015-08-30T12:41:00Z")]
    public void Kubectl_is_answered_with_the_token_and_its_end(int? minutes, string end)
    {
        AwsCredential credential = new(Known.AccessKeyId, Known.SecretKey, "t", minutes is { } m ? Known.Time.AddMinutes(m) : null);
        AwsAuthToken token = Sign(RequestOf("eks"), credential);

        Assert.Equal(
            $$$"""{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1beta1","spec":{},"status":{"expirationTimestamp":"{{{end}}}","token":"{{{token.Token}}}"}}""",
            token.ToExecCredential());
        Assert.Contains("\"client.authentication.k8s.io/v1\"", token.ToExecCredential("client.authentication.k8s.io/v1"), StringComparison.Ordinal);
        _ = Refused.As("AuthTokenNotForKubernetes", "rds", () => Sign(RequestOf("rds")).ToExecCredential());
    }

    [Theory]
    [InlineData("rds", null, "cn-north-1", "mydb.123456789012.rds.cn-north-1.amazonaws.com.cn:5432", "mydb.123456789012.rds.cn-north-1.amazonaws.com.cn:5432")]
    [InlineData("aurora", 5432, "eu-west-1", "https://mydb.cluster-123.eu-west-1.rds.amazonaws.com/", "mydb.cluster-123.eu-west-1.rds.amazonaws.com:5432")]
    [InlineData("dsql", null, "us-west-2", Dsql + ":5432", Dsql)]
    [InlineData("kafka", null, "us-east-1", "b-1.demo.a1b2c3.c2.kafka.us-east-1.amazonaws.com:9098", "kafka.us-east-1.amazonaws.com")]
    [InlineData("eks", null, "cn-north-1", "https://A1B2.gr7.cn-north-1.eks.amazonaws.com.cn", "sts.cn-north-1.amazonaws.com.cn")]
    public void The_endpoint_has_the_region_and_the_host(string service, int? port, string region, string endpoint, string host)
    {
        AuthTokenRequest request = new(service, endpoint) { Port = port, User = service is "rds" or "aurora" ? "u" : null, ClusterName = service == "eks" ? "c_1" : null };
        AwsAuthToken token = Sign(request);

        Assert.Equal((region, host), (token.Region, token.Host));
        Found.Nothing(token.Findings);
    }

    public static TheoryData<AuthTokenRequest, string, object?> Refusals => new()
    {
        { new("rds") { User = "u", Region = "us-west-2" }, "AuthTokenEndpointMissing", "rds" },
        { new("dsql") { Region = "us-west-2" }, "AuthTokenEndpointMissing", "dsql" },
        { new("rds", Rds) { User = "u" }, "AuthTokenPortMissing", Rds },
        { new("rds", Rds + ":3306") { User = "u", Port = 5432 }, "AuthTokenPortAmbiguous", 5432 },
        { new("rds", Rds + ":3306"), "AuthTokenUserMissing", "rds" },
        { new("rds", Rds + ":3306") { User = " " }, "AuthTokenUserMissing", "rds" },
        { new("rds", Rds + ":3306") { User = "u", Region = "eu-west-1" }, "AuthTokenRegionMismatch", "eu-west-1" },
        { new("rds", Rds + ":3306/mydb") { User = "u" }, "AuthTokenEndpointInvalid", Rds },
        { new("rds", Rds + ":3306?x=1") { User = "u" }, "AuthTokenEndpointInvalid", Rds },
        { new("rds", Dsql + ":5432") { User = "u" }, "AuthTokenEndpointInvalid", Dsql },
        { new("dsql", Rds), "AuthTokenEndpointInvalid", Rds },
        { new("rds", Rds + ":3306") { User = "u", ExpiresIn = TimeSpan.FromSeconds(901) }, "AuthTokenLifeTooLong", TimeSpan.FromSeconds(901) },
        { new("rds", Rds + ":3306") { User = "u", ClusterName = "c" }, "AuthTokenParameterUnused", "c" },
        { new("rds", Rds + ":3306") { User = "u", Admin = true }, "AuthTokenParameterUnused", "rds" },
        { new("rds", Rds + ":3306") { User = "u", Serverless = true }, "AuthTokenParameterUnused", "rds" },
        { new("dsql", Dsql) { User = "me", Admin = true }, "AuthTokenAdminMismatch", "me" },
        { new("elasticache") { User = "u", Region = "us-west-2" }, "AuthTokenClusterNameMissing", "elasticache" },
        { new("elasticache") { User = "u", Region = "us-west-2", ClusterName = "my-cache.abc.0001.usw2.cache.amazonaws.com" }, "AuthTokenClusterNameInvalid", "my-cache.abc.0001.usw2.cache.amazonaws.com" },
        { new("memorydb", "clustercfg.my-cluster.abc.memorydb.us-west-2.amazonaws.com") { User = "u", ClusterName = "my-cluster" }, "AuthTokenParameterUnused", "clustercfg.my-cluster.abc.memorydb.us-west-2.amazonaws.com" },
        { new("memorydb") { User = "u", Region = "us-west-2", ClusterName = "c", Port = 6379 }, "AuthTokenParameterUnused", 6379 },
        { new("msk") { User = "u", Region = "us-west-2" }, "AuthTokenParameterUnused", "u" },
        { new("msk"), "RegionMissing", "msk" },
        { new("msk") { Region = "us west" }, "RegionInvalid", "us west" },
        { new("eks") { Region = "us-west-2" }, "AuthTokenClusterNameMissing", "eks" },
        { new("eks") { Region = "us-west-2", ClusterName = "arn:aws:eks:us-west-2:1:cluster/c" }, "AuthTokenClusterNameInvalid", "arn:aws:eks:us-west-2:1:cluster/c" },
        { new("eks") { Region = "us-west-2", ClusterName = "c", ExpiresIn = TimeSpan.FromSeconds(901) }, "AuthTokenLifeTooLong", TimeSpan.FromSeconds(901) },
        { new("dsql", Dsql) { ExpiresIn = TimeSpan.FromDays(8) }, "AuthTokenLifeTooLong", TimeSpan.FromDays(8) },
    };

    [Theory]
    [MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public void What_the_service_refuses_is_not_signed(AuthTokenRequest request, string id, object? target)
    {
        Finding finding = Refused.As(id, target, () => Sign(request));

        Assert.Equal(id is "AuthTokenLifeTooLong" ? FindingCategory.LimitsExceeded : FindingCategory.InvalidArgument, finding.Category);
    }

    [Fact]
    public void An_unknown_service_is_refused()
    {
        Finding finding = Refused.As("AuthTokenServiceUnknown", "redshift", () => new AuthTokenRequest("redshift"));

        Assert.Contains("rds, dsql, elasticache, memorydb, msk, eks", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_is_not_known_is_signed_with_a_warning()
    {
        AwsAuthToken token = Sign(new AuthTokenRequest("rds", "db.example.com:3306") { User = "u", Region = "us-west-2" });

        Found.Warning(token.Findings, "AuthTokenHostUnknown", "db.example.com");
    }

    [Theory]
    [InlineData("admin", false)]
    [InlineData("admin", true)]
    [InlineData(null, true)]
    public void The_administrator_of_dsql_has_an_action_of_its_own(string? user, bool admin) =>
        Assert.Contains("/?Action=DbConnectAdmin&", Sign(new AuthTokenRequest("dsql", Dsql) { User = user, Admin = admin }).Token, StringComparison.Ordinal);

    // What others sign wrongly.
    [Theory]
    [InlineData("https://" + Rds + ":3306/?Action=connect&DBUser=u", "rds-db", 900, "AuthTokenSchemePresent")]
    [InlineData("https://" + Rds + ":3306/?Action=connect", "rds-db", 900, "AuthTokenUserMissing")]
    [InlineData("https://" + Rds + ":3306/?Action=connect&dbuser=u", "rds-db", 900, "AuthTokenUserMissing")]
    [InlineData("https://" + Rds + ":3306/?Action=Connect&DBUser=u", "rds-db", 900, "AuthTokenActionInvalid")]
    [InlineData("https://" + Rds + ":3306/?DBUser=u", "rds-db", 900, "AuthTokenActionInvalid")]
    [InlineData("https://" + Rds + "/?Action=connect&DBUser=u", "rds-db", 900, "AuthTokenPortMissing")]
    [InlineData("https://" + Rds + ":3306/?Action=connect&DBUser=u", "rds", 900, "HostServiceMismatch")]
    [InlineData("https://db.example.com:3306/?Action=connect&DBUser=u", "rds", 900, "AuthTokenServiceWrong")]
    [InlineData("https://" + Rds + ":3306/?Action=connect&DBUser=u", "rds-db", 901, "UrlLifeLong")]
    [InlineData("https://my-cache/?Action=connect", "elasticache", 900, "AuthTokenUserMissing")]
    [InlineData("https://my-cache/?Action=connect&User=u", "elasticache", 1000, "AuthTokenLifeTooLong")]
    [InlineData("https://" + Dsql + "/?Action=dbconnect", "dsql", 900, "AuthTokenActionInvalid")]
    public void A_wrong_token_is_explained(string url, string service, int seconds, string id)
    {
        SignedUrl signed = new SigV4Presigner(service).Presign(
            new SignableRequest("GET", RequestUri.Parse(url).Endpoint, "/", QueryParameter.ParseQuery(url.Split('?')[1])), Known.Credential, "us-west-2", Known.Time, TimeSpan.FromSeconds(seconds));
        string text = id == "AuthTokenSchemePresent" ? signed.Url : signed.Url["https://".Length..];

        SignedUrlReport report = Inspect(text, Known.Credential);

        Assert.Equal(id, Assert.Single(report.Findings, static f => f.Id != "AuthTokenHostUnknown").Id);
        Found.CheckWords(report.Findings[0]);
        Assert.True(report.SignatureValid);
    }

    [Fact]
    public void A_wrong_encoding_is_explained()
    {
        string eks = Sign(RequestOf("eks")).Token;
        string msk = Sign(RequestOf("msk") with { UserAgent = "a" }).Token;
        string rds = Sign(RequestOf("rds")).Token;

        Assert.Equal(["AuthTokenEncodingInvalid"], Ids(eks + "=", "my-cluster"));
        Assert.Equal(["AuthTokenPrefixInvalid"], Ids(eks["k8s-aws-v1.".Length..], "my-cluster"));
        Assert.Equal(["AuthTokenEncodingInvalid"], Ids(Decode(eks), "my-cluster"));
        Assert.Equal(["AuthTokenPrefixInvalid"], Ids("k8s-aws-v1." + msk));
        Assert.Equal(["AuthTokenEncodingInvalid"], Ids(Convert.ToBase64String(Encoding.ASCII.GetBytes("https://" + rds)).TrimEnd('=')));
        Assert.Equal(["UrlInvalid"], Ids("k8s-aws-v1.aHR0cHM6Ly9zdHM*"));
        Assert.Equal(["UrlInvalid"], Ids("my-cache/?a=b"));
    }

    [Fact]
    public void A_token_of_eks_without_a_cluster_is_explained()
    {
        SignedUrl signed = new SigV4Presigner("sts").Presign(
            new SignableRequest("GET", Known.EndpointOf("https://sts.us-west-2.amazonaws.com"), "/", [new("Action", "GetCallerIdentity")]),
            Known.Credential, "us-west-2", Known.Time, TimeSpan.FromSeconds(60));

        Assert.Equal(
            ["AuthTokenClusterNameMissing", "AuthTokenParameterMissing"],
            Ids("k8s-aws-v1." + System.Buffers.Text.Base64Url.EncodeToString(Encoding.ASCII.GetBytes(signed.Url))));
        Assert.Empty(Ids(signed.Url));
    }

    [Fact]
    public void Without_the_name_of_the_cluster_the_signature_is_not_checked()
    {
        SignedUrlReport report = Inspect(Sign(RequestOf("eks")).Token, Known.Credential);

        Assert.Null(report.SignatureValid);
        Found.Error(report.Findings, "SignedHeaderValuesMissing", "host;x-k8s-aws-id");
    }

    [Fact]
    public void A_presigned_url_of_the_same_service_is_no_token()
    {
        foreach ((string url, string service) in new[] { ("https://elasticache.us-west-2.amazonaws.com/?Action=DescribeUsers", "elasticache"), ("https://sts.us-west-2.amazonaws.com/?Action=GetSessionToken", "sts") })
        {
            SignedUrl signed = new SigV4Presigner(service).Presign(
                new SignableRequest("GET", RequestUri.Parse(url).Endpoint, "/", QueryParameter.ParseQuery(url.Split('?')[1])), Known.Credential, "us-west-2", Known.Time, TimeSpan.FromHours(2));

            Assert.Empty(Ids(signed.Url));
        }
    }

    [Fact]
    public void A_null_argument_is_named()
    {
        Assert.Throws<ArgumentNullException>("service", () => new AuthTokenRequest(null!));
        Assert.Throws<ArgumentNullException>("request", () => AuthTokenRules.Check(null!));
        Assert.Throws<ArgumentNullException>("request", () => AuthTokenSigner.Sign(null!, Known.Credential, Known.Time));
        Assert.Throws<ArgumentNullException>("credential", () => AuthTokenSigner.Sign(RequestOf("rds"), null!, Known.Time));
        Assert.Throws<ArgumentNullException>("token", () => SignedUrlInspector.Inspect((AwsAuthToken)null!, new InspectionOptions(Known.Time)));
    }

    private static AuthTokenRequest RequestOf(string service) => service switch
    {
        "rds" => new("rds", Rds + ":3306") { User = "jane doe+1@x" },
        "dsql" => new("dsql", Dsql),
        "dsql -Admin" => new("dsql", Dsql) { Admin = true },
        "elasticache" => new("elasticache") { ClusterName = "my-cache", User = "iam-user-01", Region = "us-west-2" },
        "memorydb" => new("memorydb") { ClusterName = "my-cluster", User = "iam-user-01", Region = "us-west-2" },
        "eks" => new("eks") { ClusterName = "my-cluster", Region = "us-west-2" },
        _ => new("msk") { Region = "us-west-2", UserAgent = "aws-msk-iam-sasl-signer-js/1.0.3" },
    };

    private static AwsAuthToken Sign(AuthTokenRequest request, AwsCredential? credential = null) => AuthTokenSigner.Sign(request, credential ?? Known.Credential, Known.Time);

    private static string Decode(string token)
    {
        string text = token.StartsWith("k8s-aws-v1.", StringComparison.Ordinal) ? token["k8s-aws-v1.".Length..] : token;
        return text.Contains('?', StringComparison.Ordinal) ? text : Encoding.ASCII.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(text));
    }

    private static IEnumerable<string> Ids(string token, string? cluster = null) => Inspect(token, Known.Credential, cluster).Findings.Select(static f => f.Id);

    private static SignedUrlReport Inspect(string token, AwsCredential? credential, string? cluster = null, int minutes = 0) => SignedUrlInspector.Inspect(
        token,
        new InspectionOptions(Known.Time.AddMinutes(minutes)) { Credential = credential, Headers = cluster is null ? [] : [new("X-K8s-Aws-Id", cluster)] });
}
