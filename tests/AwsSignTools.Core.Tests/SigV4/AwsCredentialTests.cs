using System;
using System.Globalization;
using System.Linq;
using System.Reflection;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.SigV4;

public class AwsCredentialTests
{
    [Fact]
    public void A_credential_shows_its_id_and_nothing_secret()
    {
        AwsCredential credential = new("AKIAIOSFODNN7EXAMPLE", "canary-secret", "canary-token", Known.Time);

        Assert.Equal("AKIAIOSFODNN7EXAMPLE ***", credential.ToString());
        Assert.Equal("AKIAIOSFODNN7EXAMPLE", credential.AccessKeyId);
        Assert.Equal(Known.Time, credential.Expiration);
        Assert.True(credential.HasSessionToken);

        // What a shell lists, or a serialiser writes, is every public property and field.
        Assert.Equal(
            ["AccessKeyId", "Expiration", "HasSessionToken"],
            typeof(AwsCredential).GetProperties().Select(static p => p.Name).Order(StringComparer.Ordinal));
        Assert.Empty(typeof(AwsCredential).GetFields());
        Assert.DoesNotContain(typeof(AwsCredential).GetCustomAttributes(), static a => a is System.Diagnostics.DebuggerDisplayAttribute);
    }

    [Fact]
    public void An_empty_session_token_is_none()
    {
        Assert.False(new AwsCredential("AKID", "s", "").HasSessionToken);
        Assert.False(new AwsCredential("AKID", "s", null).HasSessionToken);
        Assert.Null(new AwsCredential("AKID", "s").Expiration);
    }

    [Fact]
    public void A_secret_given_as_a_span_is_the_same_secret()
    {
        AwsCredential text = new("AKID", "secret/+=");
        AwsCredential span = new("AKID", "secret/+=".ToCharArray());

        Assert.Equal(text.Fingerprint, span.Fingerprint);
        Assert.True(text.SecretAccessKey.SequenceEqual("secret/+="u8));
    }

    [Fact]
    public void Every_character_that_no_secret_has_is_refused_and_nothing_is_shown()
    {
        foreach (char c in Enumerable.Range(0, 0x300).Select(static i => (char)i).Append('\uD800').Append('\uFEFF'))
        {
            string value = "canary" + c + "canary";
            if (c is > ' ' and < (char)0x7F)
            {
                _ = new AwsCredential("AKID", value, value);
                continue;
            }

            CheckRefusal("SecretKeyInvalid", () => new AwsCredential("AKID", value));
            CheckRefusal("SessionTokenInvalid", () => new AwsCredential("AKID", "s", value));
        }

        CheckRefusal("SecretKeyInvalid", () => new AwsCredential("AKID", ""));
        CheckRefusal("SecretKeyInvalid", () => new AwsCredential("AKID", (string)null!));
    }

    [Fact]
    public void Every_character_that_no_access_key_id_has_is_refused_and_nothing_is_shown()
    {
        foreach (char c in Enumerable.Range(0, 0x300).Select(static i => (char)i))
        {
            string value = "canary" + c + "canary";
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            {
                Assert.Equal(value, new AwsCredential(value, "s").AccessKeyId);
                continue;
            }

            CheckRefusal("AccessKeyInvalid", () => new AwsCredential(value, "s"));
        }

        CheckRefusal("AccessKeyInvalid", () => new AwsCredential("", "s"));
        CheckRefusal("AccessKeyInvalid", () => new AwsCredential(null!, "s"));
    }

    [Fact]
    public void No_refusal_of_a_signer_shows_the_secret_or_the_token()
    {
        AwsCredential credential = new("AKIAIOSFODNN7EXAMPLE", "canary-secret", "canary-token");
        Action[] refused =
        [
            () => new SigV4Presigner("service").Presign(Known.Get(), credential, "us east", Known.Time, TimeSpan.FromSeconds(60)),
            () => new SigV4Presigner("service").Presign(Known.Get(), credential, "us-east-1", Known.Time, TimeSpan.Zero),
            () => new SigV4Presigner("service").Presign(Known.Get("/%"), credential, "us-east-1", Known.Time, TimeSpan.FromSeconds(60)),
            () => new SigV4Presigner("service").Presign(
                Known.Get("/", new QueryParameter("a", "\uD800")), credential, "us-east-1", Known.Time, TimeSpan.FromSeconds(60)),
            () => new SigV4HeaderSigner("ser vice").Sign(Known.Get(), credential, "us-east-1", Known.Time),
            () => new SigV4HeaderSigner("service").Sign(
                new SignableRequest("GET", Known.Endpoint, "/", headers: [new("a", "\n")]), credential, "us-east-1", Known.Time),
            () => EventSignature.Compute(credential, "", "service", Known.Time, new byte[32], [], [], new byte[32]),
        ];

        foreach (Action action in refused)
        {
            CheckNothingSecret(Assert.Throws<InvalidInputException>(action));
        }
    }

    [Fact]
    public void A_temporary_key_without_its_token_is_warned_of()
    {
        Finding finding = Found.Warning(
            CredentialRules.Check(new AwsCredential("ASIAIOSFODNN7EXAMPLE", "s"), Known.Time), "TemporaryKeyWithoutToken", "ASIAIOSFODNN7EXAMPLE");

        Assert.Contains("403", finding.Message, StringComparison.Ordinal);
        Found.Nothing(CredentialRules.Check(new AwsCredential("ASIAIOSFODNN7EXAMPLE", "s", "token"), Known.Time));
        Found.Nothing(CredentialRules.Check(new AwsCredential("AKIAIOSFODNN7EXAMPLE", "s"), Known.Time));
    }

    [Fact]
    public void A_long_term_key_beside_a_token_is_no_finding() =>
        Found.Nothing(CredentialRules.Check(new AwsCredential("AKIAIOSFODNN7EXAMPLE", "s", "token"), Known.Time));

    [Theory]
    [InlineData("eyJhbGciOi.eyJzdWIi.canary", true)]
    [InlineData("eyJ..", true)]
    [InlineData("eyJhbGciOi.eyJzdWIi", false)]
    [InlineData("eyJhbGciOi.eyJzdWIi.canary.x", false)]
    [InlineData("EyJhbGciOi.eyJzdWIi.canary", false)]
    public void A_token_that_looks_like_a_jwt_is_warned_of_and_not_shown(string token, bool warned)
    {
        AwsCredential credential = new("ASIAIOSFODNN7EXAMPLE", "s", token);
        if (warned)
        {
            Finding finding = Found.Warning(CredentialRules.Check(credential, Known.Time), "SessionTokenIsJwt", "ASIAIOSFODNN7EXAMPLE");
            Assert.DoesNotContain("canary", finding.ToString(), StringComparison.Ordinal);
        }
        else
        {
            Found.Nothing(CredentialRules.Check(credential, Known.Time));
        }
    }

    [Fact]
    public void An_expired_credential_is_an_error_from_the_moment_it_ends()
    {
        AwsCredential credential = new("ASIAIOSFODNN7EXAMPLE", "s", "token", Known.Time);

        Finding finding = Assert.Single(CredentialRules.Check(credential, Known.Time));
        Assert.Equal("CredentialExpired", finding.Id);
        Assert.Equal(FindingSeverity.Error, finding.Severity);
        Assert.Equal("ASIAIOSFODNN7EXAMPLE", finding.Target);
        Found.CheckWords(finding);
        Found.Nothing(CredentialRules.Check(credential, Known.Time.AddSeconds(-1)));
    }

    [Fact]
    public void A_credential_that_ends_before_what_it_signs_is_warned_of()
    {
        AwsCredential credential = new("ASIAIOSFODNN7EXAMPLE", "canary-secret", "canary-token", Known.Time);
        Finding finding = CredentialRules.CheckEnd(credential, Known.Time.AddTicks(1))!;

        Assert.Equal("CredentialEndsFirst", finding.Id);
        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.Equal("ASIAIOSFODNN7EXAMPLE", finding.Target);
        Found.CheckWords(finding);
        Assert.Contains("20150830T123600Z", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", finding.ToString(), StringComparison.Ordinal);
        Assert.Null(CredentialRules.CheckEnd(credential, Known.Time));
        Assert.Null(CredentialRules.CheckEnd(credential, Known.Time.AddHours(-1)));
        Assert.Null(CredentialRules.CheckEnd(credential, Known.Time.ToOffset(TimeSpan.FromHours(-3))));
        Assert.Null(CredentialRules.CheckEnd(new AwsCredential("AKIAIOSFODNN7EXAMPLE", "s"), DateTimeOffset.MaxValue));
        _ = Assert.Throws<ArgumentNullException>("credential", static () => CredentialRules.CheckEnd(null!, Known.Time));
    }

    [Fact]
    public void A_secret_is_revealed_by_a_method_only()
    {
        const string Secret = "canary/secret+~!=";
        AwsCredential credential = new("AKID", Secret, "canary-token");

        // That no property shows it is in the first test.
        Assert.Equal(Secret, credential.RevealSecret());
        Assert.Equal("canary-token", credential.RevealSessionToken());
        Assert.Equal(Secret, new AwsCredential("AKID", Secret.AsSpan()).RevealSecret());
        Assert.Null(new AwsCredential("AKID", Secret, "").RevealSessionToken());
    }

    [Fact]
    public void A_null_credential_is_named() => Assert.Throws<ArgumentNullException>("credential", () => CredentialRules.Check(null!, Known.Time));

    private static void CheckRefusal(string id, Func<AwsCredential> make)
    {
        InvalidInputException e = Assert.Throws<InvalidInputException>(() => _ = make());
        Assert.Equal(id, e.Finding.Id);
        Found.CheckWords(e.Finding);
        CheckNothingSecret(e);
    }

    private static void CheckNothingSecret(InvalidInputException e)
    {
        string shown = string.Create(CultureInfo.InvariantCulture, $"{e}|{e.Finding}|{e.Finding.Target}|{string.Join('|', e.Data.Values.Cast<object>())}");
        Assert.DoesNotContain("canary", shown, StringComparison.Ordinal);
    }
}
