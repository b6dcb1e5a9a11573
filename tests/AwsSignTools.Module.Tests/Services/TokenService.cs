using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace AwsSignTools.Module.Tests.Services;

/// <summary>
/// An STS: the query protocol, AssumeRole and AssumeRoleWithWebIdentity. It knows its root key and the credentials that it gave, and refuses
/// what they did not sign.
/// </summary>
internal sealed partial class TokenService : LoopbackService
{
    private const string Namespace = "https://sts.amazonaws.com/doc/2011-06-15/";

    /// <summary>The key of the user who is there from the beginning; its secret is new each time.</summary>
    public string RootKey { get; } = "AKIAROOT";

    public string RootSecret { get; } = "root/secret+" + Guid.NewGuid().ToString("N");

    /// <summary>The identity token that it trusts.</summary>
    public string IdentityToken { get; } = $"eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ0ZXN0In0.{Guid.NewGuid():N}";

    /// <summary>The external id that roles ask for; null for none.</summary>
    public string? ExternalId { get; set; }

    /// <summary>The MFA device that roles ask for; null for none.</summary>
    public string? MfaSerial { get; set; }

    /// <summary>The code that the device shows.</summary>
    public string MfaCode { get; set; } = "123456";

    /// <summary>How many minutes a request's date may be off; a real one allows fifteen.</summary>
    public TimeSpan DateTolerance { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Another server whose credentials it knows; null for none.</summary>
    public LoopbackService? KnowsKeysOf { get; set; }

    /// <summary>The parameters of each call, in order.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Calls => [.. Requests.Select(r => r.Form)];

    /// <summary>An answer that refuses.</summary>
    public static Answer Refusal(int status, string code, string message) => new(
        status,
        "text/xml",
        $"<ErrorResponse xmlns=\"{Namespace}\"><Error><Type>Sender</Type><Code>{Escape(code)}</Code><Message>{Escape(message)}</Message></Error><RequestId>{Guid.NewGuid()}</RequestId></ErrorResponse>");

    /// <inheritdoc/>
    protected override Answer Handle(ReceivedRequest request)
    {
        IReadOnlyDictionary<string, string> form = request.Form;
        if (request.Method != "POST" || request.Path != "/" || form.GetValueOrDefault("Version") != "2011-06-15")
        {
            return Refusal(400, "InvalidAction", "Could not find operation.");
        }

        return form["Action"] switch
        {
            "AssumeRole" => Authenticate(request) ?? CheckSession(form) ?? CheckTrust(form) ?? Give("AssumeRole", form),
            "AssumeRoleWithWebIdentity" => request.Header("Authorization") is not null
                ? Refusal(400, "InvalidAction", "This action is not signed.")
                : CheckSession(form) ?? CheckIdentity(form) ?? Give("AssumeRoleWithWebIdentity", form),
            string action => Refusal(400, "InvalidAction", $"Could not find operation {action} for version 2011-06-15."),
        };
    }

    private Answer? Authenticate(ReceivedRequest request)
    {
        string? accessKey = SignedHeaders.AccessKeyOf(request);
        string? token = request.Header("X-Amz-Security-Token");
        IssuedCredential? issued = Issued.Concat(KnowsKeysOf?.Issued ?? []).FirstOrDefault(i => i.AccessKeyId == accessKey);
        string? secret = accessKey == RootKey ? RootSecret : issued?.SecretAccessKey;
        if (secret is null || (issued is not null && issued.SessionToken != token))
        {
            return Refusal(403, "InvalidClientTokenId", "The security token included in the request is invalid.");
        }

        if (issued?.Expiration < Now)
        {
            return Refusal(403, "ExpiredToken", "The security token included in the request is expired");
        }

        if (DateOf(request) is { } date && (date - Now).Duration() > DateTolerance)
        {
            return Refusal(403, "SignatureDoesNotMatch", $"Signature expired: {request.Header("X-Amz-Date")} is now earlier than {Now:yyyyMMddTHHmmssZ}");
        }

        return SignedHeaders.AreSignedBy(request, secret, "sts", Now)
            ? null
            : Refusal(403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.");
    }

    private static DateTimeOffset? DateOf(ReceivedRequest request) => DateTimeOffset.TryParseExact(
        request.Header("X-Amz-Date"), "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date)
        ? date
        : null;

    private static Answer? CheckSession(IReadOnlyDictionary<string, string> form)
    {
        if (!RoleArn().IsMatch(form.GetValueOrDefault("RoleArn", string.Empty)))
        {
            return Refusal(400, "ValidationError", "RoleArn is invalid.");
        }

        if (!SessionName().IsMatch(form.GetValueOrDefault("RoleSessionName", string.Empty)))
        {
            return Refusal(400, "ValidationError", "RoleSessionName is invalid.");
        }

        return form.TryGetValue("DurationSeconds", out string? duration)
            && !(int.TryParse(duration, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds is >= 900 and <= 43200)
                ? Refusal(400, "ValidationError", "The requested DurationSeconds is out of range.")
                : null;
    }

    private Answer? CheckTrust(IReadOnlyDictionary<string, string> form)
    {
        string? code = form.GetValueOrDefault("TokenCode");
        return form.GetValueOrDefault("ExternalId") != ExternalId || form.GetValueOrDefault("SerialNumber") != MfaSerial || (MfaSerial is null) != (code is null)
            ? Refusal(403, "AccessDenied", $"User: arn:aws:iam::123456789012:user/test is not authorized to perform: sts:AssumeRole on resource: {form["RoleArn"]}")
            : code is not null && code != MfaCode
                ? Refusal(403, "AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code.")
                : null;
    }

    private Answer? CheckIdentity(IReadOnlyDictionary<string, string> form) => form.GetValueOrDefault("WebIdentityToken") == IdentityToken
        ? null
        : Refusal(400, "InvalidIdentityToken", "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements");

    private Answer Give(string action, IReadOnlyDictionary<string, string> form)
    {
        IssuedCredential issued = Issue();
        return new Answer(
            200,
            "text/xml",
            $"""
            <{action}Response xmlns="{Namespace}">
              <{action}Result>
                <AssumedRoleUser>
                  <AssumedRoleId>AROATEST:{form["RoleSessionName"]}</AssumedRoleId>
                  <Arn>arn:aws:sts::123456789012:assumed-role/test/{form["RoleSessionName"]}</Arn>
                </AssumedRoleUser>
                <Credentials>
                  <AccessKeyId>{issued.AccessKeyId}</AccessKeyId>
                  <SecretAccessKey>{issued.SecretAccessKey}</SecretAccessKey>
                  <SessionToken>{issued.SessionToken}</SessionToken>
                  <Expiration>{issued.ExpirationText}</Expiration>
                </Credentials>
              </{action}Result>
              <ResponseMetadata>
                <RequestId>{Guid.NewGuid()}</RequestId>
              </ResponseMetadata>
            </{action}Response>
            """);
    }

    private static string Escape(string text) => System.Security.SecurityElement.Escape(text);

    [GeneratedRegex(@"\Aarn:aws[a-z-]*:iam::\d{12}:role/[\w+=,.@/-]+\z")]
    private static partial Regex RoleArn();

    [GeneratedRegex(@"\A[\w+=,.@-]{2,64}\z")]
    private static partial Regex SessionName();
}
