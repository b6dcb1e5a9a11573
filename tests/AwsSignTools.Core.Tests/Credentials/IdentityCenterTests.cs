using System;
using System.IO;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Aws;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Credentials.Services;
using AwsSignTools.Module.Tests.Services;
using Xunit;

namespace AwsSignTools.Core.Tests.Credentials;

/// <summary>The login in the cache of the AWS CLI: what is read, when it is renewed and what is written back.</summary>
public sealed class IdentityCenterTests : IDisposable
{
    private readonly Surroundings _machine = new();
    private readonly Center _center = new();

    public void Dispose()
    {
        _center.Dispose();
        _machine.Dispose();
    }

    [Theory]
    [InlineData("2015-08-30T13:36:00Z")]
    [InlineData("2015-08-30T13:36:00UTC")]
    [InlineData("2015-08-30T15:36:00+02:00")]
    public async Task A_login_is_read_in_each_form_of_its_time(string end)
    {
        Write($$"""{"startUrl":"x","region":"r","accessToken":"canary-old","expiresAt":"{{end}}"}""");

        Assert.Equal("ASIASSO", (await Get()).Credential.AccessKeyId);
        Assert.Equal("canary-old", Assert.Single(_center.Requests).Header("x-amz-sso_bearer_token"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("""{"accessToken":"canary"}""")]
    [InlineData("""{"accessToken":"canary","expiresAt":"soon"}""")]
    [InlineData("""{"accessToken":5,"expiresAt":"2015-08-30T13:36:00Z"}""")]
    [InlineData("""{"accessToken":"canary","expiresAt":"2015-08-30T12:35:59Z"}""")]
    [InlineData("""{"accessToken":"canary","expiresAt":"2015-08-30T12:35:59Z","refreshToken":"x","clientId":"x"}""")]
    [InlineData("""{"accessToken":"canary","expiresAt":"2015-08-30T12:35:59Z","refreshToken":"x","clientId":"x","clientSecret":"x","registrationExpiresAt":"2015-08-30T12:35:59Z"}""")]
    public async Task What_is_no_login_or_has_ended_for_good_asks_to_sign_in(string text)
    {
        Write(text);

        _ = await Assert.ThrowsAsync<LoginRequiredException>(Get);
        Assert.Empty(_center.Requests);
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_no_login()
    {
        Write($$"""{"accessToken":"canary","expiresAt":"2015-08-30T13:36:00Z","x":"{{new string('x', 64 * 1024)}}"}""");

        _ = await Assert.ThrowsAsync<LoginRequiredException>(Get);
    }

    [Fact]
    public async Task A_renewed_login_keeps_all_that_it_had_and_is_its_owners_alone()
    {
        Write(Renewable("2015-08-30T12:40:00Z", """ "list":[1,"a",{"b":null}],"n":-1.5e3,"t":true,"text":"ä\"\\\n" """));
        _center.Renewal = """{"accessToken":"canary-new","expiresIn":3600,"refreshToken":"canary-refresh-2","tokenType":"Bearer"}""";

        _ = await Get();
        JsonObject asked = JsonNode.Parse(_center.Requests[0].Body)!.AsObject();
        Assert.Equal(
            """{"clientId":"client","clientSecret":"canary-client","grantType":"refresh_token","refreshToken":"canary-refresh"}""", asked.ToJsonString());
        Assert.Equal("canary-new", _center.Requests[1].Header("x-amz-sso_bearer_token"));
        JsonObject kept = JsonNode.Parse(File.ReadAllText(LoginFile))!.AsObject();
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"clientId":"client","clientSecret":"canary-client","list":[1,"a",{"b":null}],"n":-1.5e3,"t":true,"text":"ä\"\\\n","accessToken":"canary-new","expiresAt":"2015-08-30T13:36:00Z","refreshToken":"canary-refresh-2"}"""),
            kept), kept.ToJsonString());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(LoginFile));
        }

        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(LoginFile)!));
    }

    [Fact]
    public async Task The_refresh_token_stays_where_the_answer_has_none()
    {
        Write(Renewable("2015-08-30T12:00:00Z"));
        _center.Renewal = """{"accessToken":"canary-new","expiresIn":3600}""";

        _ = await Get();
        Assert.Equal("canary-refresh", (string?)JsonNode.Parse(File.ReadAllText(LoginFile))!["refreshToken"]);
    }

    [Fact]
    public async Task A_login_that_another_process_has_renewed_is_used()
    {
        Write(Renewable("2015-08-30T12:00:00Z"));
        _center.OnRenewal = () => Write("""{"accessToken":"canary-others","expiresAt":"2015-08-30T13:36:00Z"}""");

        _ = await Get();
        Assert.Equal("canary-others", _center.Requests[1].Header("x-amz-sso_bearer_token"));
    }

    [Theory]
    [InlineData("""{"accessToken":"canary-new"}""")]
    [InlineData("""{"accessToken":"","expiresIn":3600}""")]
    [InlineData("""{"accessToken":"canary-new","expiresIn":0}""")]
    [InlineData("<html>")]
    public async Task An_answer_that_is_no_login_is_not_saved(string renewal)
    {
        Write(Renewable("2015-08-30T12:00:00Z"));
        string before = File.ReadAllText(LoginFile);
        _center.Renewal = renewal;

        Assert.Equal(ServiceFailure.AnswerInvalid, (await Assert.ThrowsAsync<AwsServiceException>(Get)).Failure);
        Assert.Equal(before, File.ReadAllText(LoginFile));
    }

    [Fact]
    public async Task A_service_that_cannot_be_reached_to_renew_is_no_missing_login()
    {
        Write(Renewable("2015-08-30T12:00:00Z"));

        AwsServiceException failure = await Assert.ThrowsAsync<AwsServiceException>(() => Get(Closed.Url, TimeSpan.FromSeconds(60)));
        Assert.Equal(ServiceFailure.Unreachable, failure.Failure);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_login_that_still_works_does_not_wait_for_a_service_that_does_not_answer()
    {
        Write(Renewable("2015-08-30T12:40:00Z"));
        using ManualResetEventSlim end = new();
        _center.OnRenewal = end.Wait;

        Assert.Equal("ASIASSO", (await Get(_center.Url, TimeSpan.FromSeconds(4))).Credential.AccessKeyId);
        end.Set();
        Assert.Equal("canary-old", _center.Requests[^1].Header("x-amz-sso_bearer_token"));
    }

    private string LoginFile => Path.Combine(_machine.Home, "cache", "login.json");

    private static string Renewable(string end, string more = "\"x\":1") =>
        $$"""{"accessToken":"canary-old","expiresAt":"{{end}}","refreshToken":"canary-refresh","clientId":"client","clientSecret":"canary-client",{{more}}}""";

    private Task<AwsSignTools.Credentials.Services.IssuedCredential> Get() => Get(_center.Url, TimeSpan.FromSeconds(60));

    private async Task<AwsSignTools.Credentials.Services.IssuedCredential> Get(string oidc, TimeSpan timeLimit)
    {
        SsoRoleRequest request = new()
        {
            Portal = new ServiceEndpoint("eu-central-1", _center.Url),
            Oidc = new ServiceEndpoint("eu-central-1", oidc),
            StartUrl = "https://example.com/start",
            AccountId = "111122223333",
            RoleName = "x",
        };
        using CallLimit limit = new(timeLimit, CancellationToken.None);
        return await new IdentityCenter(new AwsClient(static () => Known.Time), LoginFile, static () => Known.Time).GetRoleCredentialAsync(request, limit);
    }

    private void Write(string text)
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(LoginFile)!);
        File.WriteAllText(LoginFile, text);
    }

    private sealed class Center : LoopbackService
    {
        /// <summary>What it answers to a renewal; null to refuse it.</summary>
        public string? Renewal { get; set; }

        public Action OnRenewal { get; set; } = static () => { };

        protected override Answer Handle(ReceivedRequest request)
        {
            if (request.Path != "/token")
            {
                return Answer.Json("""{"roleCredentials":{"accessKeyId":"ASIASSO","secretAccessKey":"canary","sessionToken":"canary","expiration":1440945360000}}""");
            }

            OnRenewal();
            return Renewal is null ? Answer.Json("""{"error":"invalid_grant"}""", 400) : Answer.Json(Renewal);
        }
    }
}
