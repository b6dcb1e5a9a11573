using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AwsSignTools.Module.Tests.Engine;
using AwsSignTools.Module.Tests.Foreign;
using AwsSignTools.Module.Tests.Services;
using Xunit;

namespace AwsSignTools.Module.Tests.Sources;

/// <summary>
/// Every failing path of every source of a credential and of every cmdlet that signs is driven with marked secrets: in keys, tokens, files, command
/// lines, what programs print, and answers of servers that send back what they were sent. Nothing that can be seen afterwards has a mark. The
/// scripts name the secrets by a variable, so that not even the engine's own quotation of the line has.
/// </summary>
public sealed class CanaryTests : IDisposable
{
    // In every secret. Letters and digits only, so that no encoding of a URL or of XML hides it.
    private const string Mark = "CanaryMark7x";
    private const string Secret = Mark + "/secret+";
    private const string Token = Mark + "//token+==";
    private const string Role = "arn:aws:iam::123456789012:role/tests/signer";

    // The commands that sign with an AWS credential, by their names; each lacks its credential.
    private static readonly Dictionary<string, string> SigningCommands = new()
    {
        ["New-KvsSignedUrl"] = TestMachine.LongUrl,
        ["New-ChimeConnectUrl"] = Sample.ConnectUrl + " ",
        ["ConvertTo-EventStreamFrame"] = "'audio' | ConvertTo-EventStreamFrame -Region us-east-1 -Service transcribe -EndOfStream -PriorSignature " + Sample.Seed + " ",
        ["ConvertFrom-EventStreamFrame"] = "ConvertFrom-EventStreamFrame (ConvertTo-EventStreamFrame 'audio').Bytes -Region us-east-1 -Service transcribe -PriorSignature " + Sample.Seed + " ",
        ["New-AwsSignedRequest"] = "New-AwsSignedRequest https://sts.us-east-1.amazonaws.com/ -Service sts -Region us-east-1 ",
        ["New-AwsSignedUrl"] = "New-AwsSignedUrl https://bucket.s3.us-east-1.amazonaws.com/key ",
        ["New-AwsAuthToken"] = "New-AwsAuthToken rds db.abc.us-east-1.rds.amazonaws.com:3306 -User jane ",
        ["New-AppSyncConnection"] = "New-AppSyncConnection https://abc.appsync-api.us-east-1.amazonaws.com/graphql ",
        ["Test-AwsSignedUrl"] = "Test-AwsSignedUrl 'https://bucket.s3.us-east-1.amazonaws.com/key?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F20260101%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20260101T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=" + Sample.Seed + "' ",
    };

    private static readonly Dictionary<string, Func<CanaryTests, string>> FailingSources = new()
    {
        // Parameters
        ["a secret key alone"] = t => "-SecretKey $c.Secret",
        ["a session token alone"] = t => "-SessionToken $c.Token",
        ["a secret key with white space"] = t => "-AccessKey AKID -SecretKey $c.Spaced",
        ["a secure secret key with white space"] = t => "-AccessKey AKID -SecretKey $c.SecureSpaced",
        ["a session token with white space"] = t => "-AccessKey AKID -SecretKey $c.Secret -SessionToken $c.Spaced",
        ["a secret key that is an object"] = t => "-AccessKey AKID -SecretKey $c.Object",
        ["a session token that is an array"] = t => "-AccessKey AKID -SecretKey x -SessionToken $c.Array",

        // Objects
        ["an object with other properties"] = t => "-Credential $c.Object",
        ["an array"] = t => "-Credential $c.Array",
        ["a secret in the place of an object"] = t => "-Credential $c.Secret",
        ["a secure secret in the place of an object"] = t => "-Credential $c.SecureSpaced",
        ["a table with a secret alone"] = t => "-Credential @{ SecretAccessKey = $c.Secret }",
        ["a table with a secret with white space"] = t => "-Credential @{ AccessKeyId = 'AKID'; SecretAccessKey = $c.Spaced }",
        ["a table with a token with white space"] = t => "-Credential @{ AccessKeyId = 'AKID'; SecretAccessKey = $c.Secret; SessionToken = $c.Spaced }",
        ["a table whose secret is an object"] = t => "-Credential @{ AccessKeyId = 'AKID'; SecretAccessKey = $c.Object }",
        ["a table that has ended"] = t => "-Credential @{ AccessKeyId = 'AKID'; SecretAccessKey = $c.Secret; SessionToken = $c.Token; Expiration = '2020-01-01T00:00:00Z' }",
        ["a table with the pair changed"] = t => "-Credential @{ AccessKeyId = $c.Secret; SecretAccessKey = 'AKID' }",
        ["a PSCredential with white space"] = t => "-Credential ([pscredential]::new('AKID', $c.SecureSpaced))",
        ["a PSCredential with the pair changed"] = t => "-Credential ([pscredential]::new($c.Secret, $c.SecureSpaced))",
        ["the text of half a credential"] = t => "-Credential $c.HalfJson",
        ["the text of a credential that is cut off"] = t => "-Credential $c.CutJson",
        ["the text of a credential in an array"] = t => "-Credential $c.ArrayJson",
        ["an object whose member fails"] = t => "-Credential $c.Failing",
        ["the session's variable"] = t => "-Verbose; $global:StoredAWSCredentials = $null" + t.Before("$global:StoredAWSCredentials = $c.Object"),
        ["the session's variable with white space"] = t =>
            "-Verbose; $global:StoredAWSCredentials = $null" + t.Before("$global:StoredAWSCredentials = @{ AccessKeyId = 'AKID'; SecretAccessKey = $c.Spaced }"),

        // The environment
        ["half a credential in the environment"] = t => t.With(("AWS_SECRET_ACCESS_KEY", Secret), ("AWS_SESSION_TOKEN", Token)),
        ["a secret with white space in the environment"] = t => t.With(("AWS_ACCESS_KEY_ID", "AKID"), ("AWS_SECRET_ACCESS_KEY", Secret + " x")),
        ["a token with white space in the environment"] = t =>
            t.With(("AWS_ACCESS_KEY_ID", "AKID"), ("AWS_SECRET_ACCESS_KEY", Secret), ("AWS_SESSION_TOKEN", Token + " x")),
        ["the pair changed in the environment"] = t => t.With(("AWS_ACCESS_KEY_ID", Secret), ("AWS_SECRET_ACCESS_KEY", "AKID")),
        ["an ended credential in the environment"] = t => t.With(
            ("AWS_ACCESS_KEY_ID", "AKID"), ("AWS_SECRET_ACCESS_KEY", Secret), ("AWS_SESSION_TOKEN", Token), ("AWS_CREDENTIAL_EXPIRATION", "2020-01-01T00:00:00Z")),

        // Profiles
        ["a line that is no setting"] = t => t.Profile($"aws_access_key_id = AKID\n{Secret}"),
        ["a section that does not end"] = t => t.Profile($"aws_secret_access_key = {Secret}\n[{Secret}"),
        ["a setting without a name"] = t => t.Profile($"= {Secret}"),
        ["a profile with a secret alone"] = t => t.Profile($"aws_secret_access_key = {Secret}"),
        ["a profile with the pair changed"] = t => t.Profile($"aws_access_key_id = {Secret}\naws_secret_access_key = AKID"),
        ["a profile whose secret has white space"] = t => t.Profile($"aws_access_key_id = AKID\naws_secret_access_key = {Secret} x"),
        ["a profile whose token has white space"] = t => t.Profile($"aws_access_key_id = AKID\naws_secret_access_key = {Secret}\naws_session_token = {Token} x"),
        ["a missing profile beside others"] = t => t.Profile($"aws_access_key_id = AKID\naws_secret_access_key = {Secret}", "-ProfileName gone"),
        ["a login that is not read"] = t => t.Profile($"login_session = x\ntoken = {Token}"),
        ["a role without a source"] = t => t.Profile($"role_arn = {Role}\ntoken = {Token}"),

        // Programs
        ["a program that fails"] = t => t.Program($"echo {Secret}; echo {Token} >&2; exit 1"),
        ["a program that prints something else"] = t => t.Program($"echo {Secret}; echo {Token} >&2"),
        ["a program that prints half a credential"] = t => t.Program($"echo '{{\"Version\":1,\"SecretAccessKey\":\"{Secret}\",\"SessionToken\":\"{Token}\"}}'"),
        ["a program that prints another version"] = t => t.Program($"echo '{{\"Version\":\"{Token}\",\"AccessKeyId\":\"AKID\",\"SecretAccessKey\":\"{Secret}\"}}'"),
        ["a program whose secret has white space"] = t => t.Program($"echo '{{\"Version\":1,\"AccessKeyId\":\"AKID\",\"SecretAccessKey\":\"{Secret} x\"}}'"),
        ["a program with the pair changed"] = t => t.Program($"echo '{{\"Version\":1,\"AccessKeyId\":\"{Secret}\",\"SecretAccessKey\":\"AKID\"}}'"),
        ["a program that ends at no time"] = t =>
            t.Program($"echo '{{\"Version\":1,\"AccessKeyId\":\"AKID\",\"SecretAccessKey\":\"{Secret}\",\"Expiration\":\"{Token}\"}}'"),
        ["a program whose credential has ended"] = t => t.Program(
            $"echo '{{\"Version\":1,\"AccessKeyId\":\"AKID\",\"SecretAccessKey\":\"{Secret}\",\"SessionToken\":\"{Token}\",\"Expiration\":\"2020-01-01T00:00:00Z\"}}'"),
        ["a program with a secret for an argument"] = t => t.Program("exit 2", " --password " + Secret),
        ["a program with a secret in its environment"] = t => t.Profile($"credential_process = TOKEN={Token} /nowhere/at/all"),
        ["a program that is not there"] = t => t.Profile($"credential_process = /nowhere/at/all '{Secret}'"),
        ["a command line that is a secret"] = t => t.Profile($"credential_process = $({Token})"),
        ["a program that hangs"] = t => t.Program($"echo {Secret}; echo {Token} >&2; sleep 60") + " -CredentialTimeoutSec 1" + t.Once(),

        // STS, with a source that has a session token; the secret itself is never sent
        ["STS refuses and echoes"] = t => t.RoleProfile(EchoXml("AccessDenied")),
        ["STS echoes as its code"] = t => t.RoleProfile(r => TokenService.Refusal(403, r.Header("X-Amz-Security-Token")!, "Refused.")),
        ["STS echoes in its reason"] = t => t.RoleProfile(r => Answer.Text(string.Empty, 403) with { Reason = "Refused " + r.Header("X-Amz-Security-Token") }),
        ["STS echoes in a page"] = t => t.RoleProfile(r => new Answer(403, "text/html", $"<html>{Everything(r)}</html>")),
        ["STS echoes in a redirection"] = t => t.RoleProfile(r => Answer.Text(string.Empty, 302) with { Headers = [("Location", "http://127.0.0.1:9/?" + Mark)] }),
        ["STS answers a page"] = t => t.RoleProfile(r => new Answer(200, "text/html", $"<html>{Everything(r)}</html>")),
        ["STS answers a page that is no XML"] = t => t.RoleProfile(r => new Answer(200, "text/xml", $"<x>{Everything(r)}")),
        ["STS gives half a credential"] = t => t.RoleProfile(_ => Credentials($"<SecretAccessKey>{Secret}</SecretAccessKey><SessionToken>{Token}</SessionToken>")),
        ["STS gives a secret with white space"] = t => t.RoleProfile(
            _ => Credentials($"<AccessKeyId>ASIAX</AccessKeyId><SecretAccessKey>{Secret} x</SecretAccessKey><SessionToken>{Token}</SessionToken>")),
        ["STS gives what ends at no time"] = t => t.RoleProfile(
            _ => Credentials($"<AccessKeyId>ASIAX</AccessKeyId><SecretAccessKey>{Secret}</SecretAccessKey><SessionToken>{Token}</SessionToken><Expiration>{Token}</Expiration>")),
        ["STS gives what has ended"] = t => t.RoleProfile(
            _ => Credentials($"<AccessKeyId>ASIAX</AccessKeyId><SecretAccessKey>{Secret}</SecretAccessKey><SessionToken>{Token}</SessionToken><Expiration>2020-01-01T00:00:00Z</Expiration>")),
        ["STS does not answer"] = t => t.RoleProfile(null) + " -CredentialTimeoutSec 1" + t.Once(),
        ["STS is away, at a URL with a password"] = t =>
            t.RoleProfile(null) + t.With(("AWS_ENDPOINT_URL_STS", Closed.Url.Replace("://", $"://user:{Mark}@", StringComparison.Ordinal))) + t.Once(),
        ["STS is no URL"] = t => t.RoleProfile(null) + t.With(("AWS_ENDPOINT_URL_STS", "http://" + Mark + " /")),

        // Web identity
        ["STS refuses a token and echoes"] = t => t.TokenFile($"eyJ{Mark}.e30.{Mark}", EchoXml("InvalidIdentityToken")) + t.Once(),
        ["STS echoes a token as its code"] = t => t.TokenFile($"eyJ{Mark}.e30.{Mark}", r => TokenService.Refusal(400, r.Form["WebIdentityToken"], "Refused.")),
        ["STS answers a page to a token"] = t => t.TokenFile($"eyJ{Mark}.e30.{Mark}", r => new Answer(200, "text/html", Everything(r))),
        ["STS does not take a token of many characters"] = t => t.TokenFile(Mark + new string('x', 4000), EchoXml("InvalidIdentityToken")) + t.Once(),
        ["a token file that is too large"] = t => t.TokenFile(Mark + new string('x', 70000), EchoXml("InvalidIdentityToken")),
        ["a token of the environment without a role"] = t => t.TokenFile(Token, EchoXml("InvalidIdentityToken"))
            + t.With(("AWS_WEB_IDENTITY_TOKEN_FILE", Path.Combine(t._machine.Home, "token"))) + t.Unnamed(),

        // IAM Identity Center
        ["the portal refuses and echoes"] = t => t.Login(r => IdentityCenter.Refusal(403, "ForbiddenException", "No: " + Everything(r))),
        ["the portal does not know the login and echoes"] = t => t.Login(r => IdentityCenter.Refusal(401, "UnauthorizedException", "No: " + Everything(r))),
        ["the portal echoes as its code"] = t => t.Login(r => IdentityCenter.Refusal(400, r.Header("x-amz-sso_bearer_token")!, "No.")),
        ["the portal answers a page"] = t => t.Login(r => new Answer(200, "text/html", Everything(r))) + t.Once(),
        ["the portal answers no credential"] = t => t.Login(r => Answer.Json($$"""{"roleCredentials":{"secretAccessKey":"{{Secret}}","sessionToken":"{{Token}}"} }""")),
        ["the portal answers a secret with white space"] = t => t.Login(
            r => Answer.Json($$"""{"roleCredentials":{"accessKeyId":"ASIAX","secretAccessKey":"{{Secret}} x","sessionToken":"{{Token}}","expiration":1} }""")),
        ["a login cannot be renewed, and the service echoes"] = t => t.Login(
            r => Answer.Json(new JsonObject { ["error"] = "invalid_grant", ["error_description"] = Everything(r) }.ToJsonString(), 400), ended: true),
        ["a login is renewed by a page"] = t => t.Login(r => new Answer(200, "text/html", Everything(r)), ended: true) + t.Once(),
        ["a login's file is broken"] = t => t.Login(r => Answer.Garbage, text: "{ \"accessToken\": \"" + Mark),

        // The container
        ["the container refuses and echoes"] = t => t.Container(r => Answer.Text(Everything(r), 403)),
        ["the container echoes as in a query"] = t => t.Container(r => Answer.Text("token=" + Uri.EscapeDataString(r.Header("Authorization")!), 403)),
        ["the container refuses in JSON and echoes"] = t => t.Container(r => Answer.Json(new JsonObject { ["code"] = Token, ["message"] = Everything(r) }.ToJsonString(), 400)),
        ["the container echoes in its reason"] = t => t.Container(r => Answer.Text(string.Empty, 403) with { Reason = "Refused " + r.Header("Authorization") }),
        ["the container fails and echoes"] = t => t.Container(r => Answer.Text(Everything(r), 500)) + t.Once(),
        ["the container answers a page"] = t => t.Container(r => new Answer(200, "text/html", Everything(r))),
        ["the container answers half a credential"] = t => t.Container(r => Answer.Json($$"""{"SecretAccessKey":"{{Secret}}","Token":"{{Token}}"}""")),
        ["the container answers what ends at no time"] = t => t.Container(
            r => Answer.Json($$"""{"AccessKeyId":"ASIAX","SecretAccessKey":"{{Secret}}","Token":"{{Token}}","Expiration":"{{Token}}"}""")),
        ["the container answers what has ended"] = t => t.Container(
            r => Answer.Json($$"""{"AccessKeyId":"ASIAX","SecretAccessKey":"{{Secret}}","Token":"{{Token}}","Expiration":"2020-01-01T00:00:00Z"}""")),
        ["the container's token is in a file, and echoed"] = t =>
            t.Container(r => Answer.Text(Everything(r), 403)) + t.With(("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", t._machine.Write("pod", Mark + "inAFile\n")), ("AWS_CONTAINER_AUTHORIZATION_TOKEN", null)),
        ["the container's token has a line break"] = t => t.Container(r => Answer.Garbage) + t.With(("AWS_CONTAINER_AUTHORIZATION_TOKEN", Token + "\r\n" + Token)),
        ["the container's token is beyond a header"] = t => t.Container(r => Answer.Garbage) + t.With(("AWS_CONTAINER_AUTHORIZATION_TOKEN", Token + "\0")),
        ["the container is away, at a URL with a password"] = t => t.Container(r => Answer.Garbage)
            + t.With(("AWS_CONTAINER_CREDENTIALS_FULL_URI", Closed.Url.Replace("://", $"://user:{Mark}@", StringComparison.Ordinal) + "/?token=" + Mark)) + t.Once(),
        ["the container is at a URL that is not asked"] = t => t.Container(r => Answer.Garbage) + t.With(("AWS_CONTAINER_CREDENTIALS_FULL_URI", $"http://user:{Mark}@example.com/?{Mark}")),
        ["the container is at no URL"] = t => t.Container(r => Answer.Garbage) + t.With(("AWS_CONTAINER_CREDENTIALS_FULL_URI", Token)),

        // The instance
        ["the instance answers a page"] = t => t.Instance(r => new Answer(200, "text/html", Mark)),
        ["the instance answers half a credential"] = t => t.Instance(
            r => Answer.Text(r.Path.EndsWith("/role", StringComparison.Ordinal) ? $$"""{"Code":"Success","SecretAccessKey":"{{Secret}}","Token":"{{Token}}"}""" : "role")),
        ["the instance echoes its token"] = t => t.Instance(
            r => r.Method == "PUT" ? Answer.Text(Token) : Answer.Json(new JsonObject { ["Code"] = Token, ["Message"] = Everything(r) }.ToJsonString(), r.Path.EndsWith("/role", StringComparison.Ordinal) ? 200 : 500)) + t.Once(),
        ["the instance refuses"] = t => t.Instance(r => Answer.Text(Mark, 403)),
        ["the instance is away, at a URL with a password"] = t => t.Instance(r => Answer.Garbage)
            + t.With(("AWS_EC2_METADATA_SERVICE_ENDPOINT", Closed.Url.Replace("://", $"://user:{Mark}@", StringComparison.Ordinal))) + t.Once(),
    };

    private readonly TestMachine _machine = new();
    private readonly Hashtable _secrets;
    private readonly List<LoopbackService> _services = [];
    private string _before = string.Empty;
    private bool _once;
    private bool _unnamed;

    public CanaryTests()
    {
        _secrets = new Hashtable
        {
            ["Secret"] = Secret,
            ["Token"] = Token,
            ["Spaced"] = Secret + " x",
            ["SecureSpaced"] = Secure(Secret + " x"),
            ["Object"] = new PSObject(new Hashtable { ["Password"] = Secret, [Mark] = Token }),
            ["Array"] = new object[] { Secret, Token },
            ["HalfJson"] = $$"""{ "SecretAccessKey": "{{Secret}}" }""",
            ["CutJson"] = $$"""{ "AccessKeyId": "AKID", "SecretAccessKey": "{{Secret}}""",
            ["ArrayJson"] = $$"""[ { "AccessKeyId": "AKID", "SecretAccessKey": "{{Secret}}" } ]""",
            ["Failing"] = new FailingObject(Mark),
        };
    }

    public static TheoryData<string> Failures => [.. FailingSources.Keys];

    public void Dispose()
    {
        _machine.Dispose();
        _services.ForEach(s => s.Dispose());
    }

    [UnixTheory]
    [MemberData(nameof(Failures))]
    public void A_failing_source_shows_no_secret(string source)
    {
        string parameters = FailingSources[source](this);
        parameters = _unnamed ? parameters.Replace("-ProfileName dev", string.Empty, StringComparison.Ordinal) : parameters;
        foreach (string command in _once ? Commands().Take(1) : Commands())
        {
            (ScriptResult result, _) = Run($"{_before}; {SigningCommands[command]} -Verbose -Debug {parameters}", command);

            // What only checks does so with a credential that has ended, too; and a URL needs none, so only one that is named is looked for.
            if (command != "Test-AwsSignedUrl" && !(command == "ConvertFrom-EventStreamFrame" && source.Contains("ended", StringComparison.Ordinal)))
            {
                Assert.Empty(result.Output);
                Assert.True(result.Terminating is not null || result.Errors.Count > 0, command + " did not fail.");
            }
        }
    }

    [Fact]
    public void Every_command_that_signs_with_a_credential_is_driven()
    {
        IEnumerable<string> signing = _machine.Session
            .Output("Get-Command -Module AwsSignTools | Where-Object { $_.Parameters.ContainsKey('SecretKey') } | ForEach-Object { $_.Name }")
            .Select(n => n.ToString());

        Assert.All(signing, n => Assert.Contains(n, SigningCommands.Keys));
    }

    [Theory]
    [InlineData("-AccessKey AKID -SecretKey $c.Secret -SessionToken $c.Token")]
    [InlineData("-Credential @{ AccessKeyId = 'AKID'; SecretAccessKey = $c.Secret; SessionToken = $c.Token; Expiration = [datetime]::UtcNow.AddSeconds(5) }")]
    [InlineData("-Credential ([pscredential]::new('AKID', $c.Secure))")]
    [InlineData("-ProfileName dev")]
    public void A_signed_thing_shows_a_session_token_where_it_is_sent_and_no_secret(string parameters)
    {
        _secrets["Secure"] = Secure(Secret);
        _ = Profile($"aws_access_key_id = AKID\naws_secret_access_key = {Secret}\naws_session_token = {Token}");

        // The token has another mark here: it is a part of what is signed.
        _secrets["Token"] = "aSessionToken//+==";
        _machine.Credentials = $"[dev]\naws_access_key_id = AKID\naws_secret_access_key = {Secret}\naws_session_token = aSessionToken//+==\n";
        foreach (string command in Commands())
        {
            (ScriptResult result, _) = Run($"{SigningCommands[command]} -Verbose -Debug {parameters}", command);

            string[] sent = ["Url", "CanonicalRequest", "Headers", "Token", "SubProtocol", "SubProtocols", "ToString"];
            Assert.All(result.Output, o => Assert.Empty(SecretSearch.Find(o, "aSessionToken", sent)));
            Assert.Empty(SecretSearch.Find(new object?[] { result.Errors, result.Warnings, result.Verbose, result.Debug, result.Progress }, "aSessionToken"));
        }
    }

    [Theory]
    [InlineData("-PrivateKey $c.Secret")]
    [InlineData("-PrivateKey $c.SecureSpaced")]
    [InlineData("-PrivateKey $c.Object")]
    [InlineData("-PrivateKey $c.BadPem")]
    [InlineData("-PrivateKey $c.CutPem")]
    [InlineData("-PrivateKey $c.Encrypted")]
    [InlineData("-PrivateKey $c.Encrypted -Passphrase $c.Secret")]
    [InlineData("-PrivateKey $c.Encrypted -Passphrase $c.SecureSpaced")]
    [InlineData("-PrivateKey $c.Encrypted -Passphrase $c.Object")]
    [InlineData("-PrivateKeyPath $c.BadFile")]
    [InlineData("-PrivateKeyPath $c.EncryptedFile -Passphrase $c.Secret")]
    public void A_private_key_that_cannot_be_used_is_not_shown(string parameters)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        string encrypted = key.ExportEncryptedPkcs8PrivateKeyPem("another", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
        string bad = $"-----BEGIN EC PRIVATE KEY-----\n{Mark}\n-----END EC PRIVATE KEY-----\n";
        _secrets["BadPem"] = bad;
        _secrets["CutPem"] = $"-----BEGIN EC PRIVATE KEY-----\n{Mark}";
        _secrets["Encrypted"] = encrypted;
        _secrets["BadFile"] = _machine.Write("bad.pem", bad);
        _secrets["EncryptedFile"] = _machine.Write("encrypted.pem", encrypted);

        (ScriptResult result, IReadOnlyList<PSObject> errors) = Run($"New-IvsPlaybackToken {Sample.IvsChannelArn} -Verbose -Debug {parameters}", "New-IvsPlaybackToken");

        Assert.Empty(result.Output);
        Assert.NotEmpty(errors);

        // Nor any line of the key.
        string line = encrypted.Split('\n')[3];
        Assert.Empty(SecretSearch.Find(new object?[] { result.Terminating, result.Errors, errors }, line));
    }

    [Fact]
    public void The_search_finds_what_is_hidden()
    {
        InvalidOperationException inner = new("inner");
        inner.Data["key"] = new object[] { new Dictionary<string, object> { ["x"] = Encoding.UTF8.GetBytes("..." + Mark) } };
        PSObject noted = new(new object());
        noted.Properties.Add(new PSNoteProperty("Note", new { Deep = new Uri("http://x/" + Mark) }));

        Assert.Contains(SecretSearch.Find(new ErrorRecord(new AggregateException(inner), "id", ErrorCategory.NotSpecified, null), Mark), p => p.Contains(".Data[key][0][x]", StringComparison.Ordinal));
        Assert.NotEmpty(SecretSearch.Find(noted, Mark));
        Assert.NotEmpty(SecretSearch.Find(new ErrorRecord(inner, "id", ErrorCategory.NotSpecified, new Hashtable { [Mark] = 1 }), Mark));
        Assert.Empty(SecretSearch.Find(new ErrorRecord(inner, "id", ErrorCategory.NotSpecified, Secure(Mark)), "nothing of it"));
        Assert.NotEmpty(Found(_machine.Session.Run($"param($c) throw $c.Secret", _secrets)));
        Assert.NotEmpty(Found(_machine.Session.Run($"'{Mark}'")));
    }

    private static IReadOnlyList<string> Found(ScriptResult result) => SecretSearch.Find(result, Mark);

    private (ScriptResult Result, IReadOnlyList<PSObject> Errors) Run(string script, string command)
    {
        ScriptResult result = _machine.Session.Run("param($c) " + script, _secrets);
        IReadOnlyList<PSObject> errors = _machine.Session.Output("$Error; $Error.Clear()");

        Assert.True(Found(result) is { Count: 0 }, command + " shows " + string.Join("\n", Found(result)));
        IReadOnlyList<string> kept = SecretSearch.Find(errors, Mark);
        Assert.True(kept.Count == 0, command + " leaves in $Error " + string.Join("\n", kept));
        return (result, errors);
    }

    private IEnumerable<string> Commands()
    {
        HashSet<string> known = [.. _machine.Session.Output("Get-Command -Module AwsSignTools | ForEach-Object { $_.Name }").Select(n => n.ToString())];
        return SigningCommands.Keys.Where(known.Contains);
    }

    private string Before(string script)
    {
        _before = script;
        return string.Empty;
    }

    // What takes its time is not waited for with every command.
    private string Once()
    {
        _once = true;
        return string.Empty;
    }

    private string Unnamed()
    {
        _unnamed = true;
        return string.Empty;
    }

    private string With(params (string Name, string? Value)[] variables)
    {
        Array.ForEach(variables, v => _machine.Set(v.Name, v.Value));
        return string.Empty;
    }

    private string Profile(string settings, string parameters = "-ProfileName dev")
    {
        _machine.Credentials = $"[dev]\n{settings}\n";
        return parameters;
    }

    private string Program(string script, string arguments = "")
    {
        string path = _machine.Write("bin/program", "#!/bin/sh\n" + script + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return Profile($"credential_process = {path}{arguments}");
    }

    private string RoleProfile(Func<ReceivedRequest, Answer>? fault)
    {
        TokenService sts = Start(new TokenService { Answers = fault, Delay = fault is null ? TimeSpan.FromSeconds(30) : TimeSpan.Zero });
        _ = With(("AWS_ENDPOINT_URL_STS", sts.Url));
        _machine.Config = $"[profile dev]\nrole_arn = {Role}\nsource_profile = source\n";
        _machine.Credentials = $"[source]\naws_access_key_id = ASIASOURCE\naws_secret_access_key = {Secret}\naws_session_token = {Token}\n";
        return "-ProfileName dev";
    }

    private string TokenFile(string token, Func<ReceivedRequest, Answer> fault)
    {
        TokenService sts = Start(new TokenService { Answers = fault });
        _ = With(("AWS_ENDPOINT_URL_STS", sts.Url));
        _machine.Config = $"[profile dev]\nrole_arn = {Role}\nweb_identity_token_file = {_machine.Write("token", token)}\n";
        return "-ProfileName dev";
    }

    private string Login(Func<ReceivedRequest, Answer> fault, bool ended = false, string? text = null)
    {
        IdentityCenter center = Start(new IdentityCenter { Answers = fault });
        _ = With(("AWS_ENDPOINT_URL_SSO", center.Url), ("AWS_ENDPOINT_URL_SSO_OIDC", center.Url));
        _machine.Config = $"[profile dev]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Reader\n[sso-session corp]\nsso_region = us-east-1\nsso_start_url = {center.StartUrl}\n";
#pragma warning disable CA5350 // It is a file's name, and AWS's choice.
        string name = Convert.ToHexStringLower(SHA1.HashData("corp"u8));
#pragma warning restore CA5350
        string Moment(int hours) => DateTime.UtcNow.AddHours(hours).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        _ = _machine.Write($".aws/sso/cache/{name}.json", text ?? new JsonObject
        {
            ["startUrl"] = center.StartUrl,
            ["region"] = "us-east-1",
            ["accessToken"] = Mark + "Access",
            ["expiresAt"] = Moment(ended ? -1 : 1),
            ["clientId"] = "client",
            ["clientSecret"] = Mark + "Client",
            ["registrationExpiresAt"] = Moment(100),
            ["refreshToken"] = Mark + "Refresh",
        }.ToJsonString());
        return "-ProfileName dev";
    }

    private string Container(Func<ReceivedRequest, Answer> fault)
    {
        ContainerEndpoint container = Start(new ContainerEndpoint { Answers = fault });
        return With(("AWS_CONTAINER_CREDENTIALS_FULL_URI", container.FullUri), ("AWS_CONTAINER_AUTHORIZATION_TOKEN", Token));
    }

    private string Instance(Func<ReceivedRequest, Answer> fault)
    {
        InstanceMetadata instance = Start(new InstanceMetadata { Answers = fault });
        return With(("AWS_EC2_METADATA_DISABLED", null), ("AWS_EC2_METADATA_SERVICE_ENDPOINT", instance.Url));
    }

    private T Start<T>(T service)
        where T : LoopbackService
    {
        _services.Add(service);
        return service;
    }

    // All that was sent, and more than a message may show, so that what is cut off is not cut within a secret only by luck.
    private static string Everything(ReceivedRequest request) => WebUtility.HtmlEncode(string.Join(
        " ", request.Headers.OrderByDescending(h => h.Value.Contains(Mark, StringComparison.Ordinal)).Select(h => $"{h.Key}: {h.Value}").Append(request.QueryString).Append(request.Body)));

    private static Func<ReceivedRequest, Answer> EchoXml(string code) => request => TokenService.Refusal(403, code, WebUtility.HtmlDecode(Everything(request)));

    private static Answer Credentials(string members) => new(
        200,
        "text/xml",
        $"<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials>{members}</Credentials></AssumeRoleResult></AssumeRoleResponse>");

    private static SecureString Secure(string text)
    {
        SecureString secure = new();
        foreach (char c in text)
        {
            secure.AppendChar(c);
        }

        return secure;
    }
}
