using System;
using System.Collections.Generic;
using System.Globalization;
using AwsSignTools.Aws;
using AwsSignTools.Diagnosis.Inspect;
using AwsSignTools.Findings;
using AwsSignTools.Services.AppSync;
using AwsSignTools.Services.AuthTokens;
using AwsSignTools.SigV4;
using AwsSignTools.Urls;

namespace AwsSignTools.Diagnosis;

/// <summary>Reads a presigned URL, whoever signed it, and reports what is wrong with it.</summary>
public static class SignedUrlInspector
{
    /// <summary>Checks a URL that was signed here: its method, headers and payload are known.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="options">How it is checked.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static SignedUrlReport Inspect(SignedUrl url, InspectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(options);
        return Inspect(url.Url, options with
        {
            Method = url.Request.Method,
            Headers = url.Request.Headers,
            PayloadHash = url.Request.PayloadHash,
            Settings = options.Settings ?? url.Settings,
            CredentialEnd = url.CredentialEnd < url.ExpiresAt ? url.CredentialEnd : null,
        });
    }

    /// <summary>Checks a token that was signed here: its signed headers are known.</summary>
    /// <param name="token">The token.</param>
    /// <param name="options">How it is checked.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static SignedUrlReport Inspect(AwsAuthToken token, InspectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(options);
        return Inspect(token.Token, options with
        {
            Method = token.SignedUrl.Request.Method,
            Headers = token.SignedUrl.Request.Headers,
            PayloadHash = token.SignedUrl.Request.PayloadHash,
            CredentialEnd = token.EffectiveExpiresAt < token.ExpiresAt ? token.EffectiveExpiresAt : null,
        });
    }

    /// <summary>Checks what opens a WebSocket of AppSync.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="options">How it is checked; the headers and the method are those of the connection.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static SignedUrlReport Inspect(AppSyncConnection connection, InspectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(options);
        return AppSyncInspector.Inspect(connection, options);
    }

    /// <summary>Checks a URL, or an authentication token that is made of one.</summary>
    /// <param name="text">The URL or token, optionally in quotes or broken into lines. Any text is accepted: one that is not a URL has the finding <c>UrlInvalid</c>.</param>
    /// <param name="options">How it is checked.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidInputException"><c>HeaderInvalid</c>: a header of the options cannot be signed.</exception>
    public static SignedUrlReport Inspect(string text, InspectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(options);
        FindingCollector findings = default;
        string? repaired = UrlText.Repair(text, ref findings);
        RequestUri? uri = null;
        AuthTokenText? token = null;
        try
        {
            token = repaired is null ? null : AuthTokenText.Read(repaired);
            repaired = token?.Url;
            uri = repaired is null ? null : RequestUri.Parse(repaired);
        }
        catch (InvalidInputException e)
        {
            string remedy = repaired!.IndexOf("wss://", StringComparison.Ordinal) > 0 || repaired.IndexOf("https://", StringComparison.Ordinal) > 0
                ? "Give the URL alone, without what stands before and after it."
                : "Give the whole URL, beginning with wss:// or https://.";
            findings.Error("UrlInvalid", e.Finding.Target, e.Finding.Message, repaired.AsSpan().IndexOf('@') >= 0 && e.Finding.Target is null ? e.Finding.Remedy : remedy);
        }

        if (uri is not { } parts)
        {
            if (repaired is null)
            {
                findings.Error("UrlInvalid", null, "The text has half of a surrogate pair, which no URL has.", "Give the whole URL, beginning with wss:// or https://.");
            }

            return new SignedUrlReport(text, (InspectedUrl?)null, options.Now, findings.Findings);
        }

        InspectedUrl url = new(parts, options.Now);
        if (AppSyncFacts.HasHeaders(url))
        {
            return AppSyncInspector.Inspect(repaired!, url, options);
        }

        if (IsUnsigned(url, ref findings))
        {
            return new SignedUrlReport(repaired!, url, options.Now, findings.Findings);
        }

        findings.Check(QueryRules.Form, url);
        findings.Check(SignatureRules.Form, url);
        bool isPassword = false;
        if (url.Facts is { } facts)
        {
            UrlSigningRules.Check(facts, ref findings);
            if (AuthTokenFacts.Find(facts, token!, url.Value(SigningParameter.SignedHeaders) ?? string.Empty) is { } tokenFacts)
            {
                isPassword = tokenFacts.Form.NameHeader is null;
                findings.Check(AuthTokenUrlRules.Table, tokenFacts);
            }
        }

        findings.Check(UseRules.Table, url);
        findings.Check(QueryRules.Encoding, url);
        CheckCredentialEnd(url, options, ref findings);
        SignedForm? expected = SignatureCheck.Expect(url, options);
        bool? isValid = CheckSignature(url, expected, options, ref findings, out Finding? cause);
        return new SignedUrlReport(repaired!, url, options.Now, SortFindings(findings.Findings, cause))
        {
            Method = options.Method,
            IsPassword = isPassword,
            SignatureValid = isValid,
            CanonicalRequest = expected?.CanonicalRequest,
            StringToSign = expected?.StringToSign,
        };
    }

    private static bool IsUnsigned(InspectedUrl url, ref FindingCollector findings)
    {
        string? other = null;
        string remedy = AppSyncFacts.IsSocket(url)
            ? $"A WebSocket of AppSync is opened by signed headers: make the connection with {AwsServices.AppSync.PresignedElsewhere}."
            : "Sign it with New-KvsSignedUrl, New-ChimeConnectUrl or New-AwsSignedUrl.";
        foreach (QueryPart part in url.Query)
        {
            if (part.IsSigning)
            {
                return false;
            }

            (other, remedy) = part.Name switch
            {
                "AWSAccessKeyId" => ("by Signature Version 2 (AWSAccessKeyId), which most services no longer accept", "Sign it with SigV4, such as by New-AwsSignedUrl."),
                "Key-Pair-Id" => ("by a key pair of CloudFront (Key-Pair-Id)", "Nothing here checks such a URL: check its Expires or Policy, and the key group of the distribution."),
                "token" => ("by a token", "Check a playback token of IVS with Test-IvsPlaybackToken."),
                _ => (other, remedy),
            };
        }

        string shown = Quoted.Value(Quoted.WithoutSecrets(url.Uri.Endpoint + url.Uri.Path));
        findings.Error(
            "UrlNotSigned",
            url.Uri.Endpoint.ToString(),
            other is null
                ? $"The URL {shown} is not signed: it has none of the X-Amz- parameters of SigV4."
                : $"The URL {shown} is not signed by SigV4, but {other}.",
            remedy);
        return true;
    }

    private static void CheckCredentialEnd(InspectedUrl url, InspectionOptions options, ref FindingCollector findings)
    {
        DateTimeOffset? end = options.CredentialEnd ?? (options.Credential?.AccessKeyId == url.AccessKeyId ? options.Credential?.Expiration : null);
        if (end is { } ended && ended <= options.Now && url.ExpiresAt > options.Now)
        {
            findings.Error(
                "CredentialExpired",
                url.AccessKeyId,
                $"The credential that signed expired at {ended.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)}, before the URL does: AWS answers 403 from then on.",
                "Get a new temporary credential, and sign a new URL.");
        }
    }

    private static bool? CheckSignature(
        InspectedUrl url, SignedForm? expected, InspectionOptions options, ref FindingCollector findings, out Finding? cause)
    {
        cause = null;
        if (options.Credential is not { } credential)
        {
            return null;
        }

        if (expected is null)
        {
            if (url.Value(SigningParameter.SignedHeaders) is { } all && all != "host")
            {
                string list = SigningParameter.Shown(all);
                findings.Error(
                    "SignedHeaderValuesMissing",
                    list,
                    $"The signature covers the headers {Quoted.Value(list)}; without their values it cannot be checked.",
                    "Give the values with -Headers.");
            }

            return null;
        }

        if (url.AccessKeyId != credential.AccessKeyId)
        {
            findings.Error(
                "CredentialDiffers",
                credential.AccessKeyId,
                $"The URL was signed with the access key {Quoted.Value(url.AccessKeyId)}; the credential given to check it is that of {credential.AccessKeyId}, so its signature cannot be checked.",
                "Give the credential that signed.");
            return null;
        }

        if (SignatureCheck.IsValid(url, expected, credential))
        {
            CheckUnsignedToken(url, SignatureCheck.SettingsOf(url, options), credential, ref findings);
            return true;
        }

        string? signature = url.Value(SigningParameter.Signature);
        if (!SignatureRules.IsSignature(signature))
        {
            // A text that is cut off is not a signature; SignatureMalformed reports it.
            return signature is null ? null : false;
        }

        bool isExplainable = SignatureCheck.IsExplainable(url, expected);
        cause = isExplainable ? SignatureCheck.Explain(url, expected, SignatureCheck.SettingsOf(url, options), credential) : null;
        findings.Error(
            "SignatureMismatch",
            SigningParameter.Signature,
            !isExplainable
                ? "The signature is not that of this URL and this secret: the secret is another one, or the URL was changed. The URL is longer than any service accepts, or has more parameters or signed headers, so its cause was not searched."
                : cause is null
                ? "The signature is not that of this URL and this secret, and none of the usual mistakes explains it: the secret is another one, or the URL was changed."
                : $"The signature is not that of this URL; {cause.Id} explains it.",
            cause is null
                ? "Compare the CanonicalRequest of this report with the signer's own, line by line; check the secret"
                    + (options.Headers.Count > 0 || options.PayloadHash is not null ? ", and that the headers and the hash of the payload are those that were signed" : string.Empty)
                    + "; sign again."
                : "Correct the cause, and sign again.");
        return false;
    }

    // No signature covers a token that is added after it.
    private static void CheckUnsignedToken(InspectedUrl url, SignerSettings settings, AwsCredential credential, ref FindingCollector findings)
    {
        if (settings.SessionTokenMode != SessionTokenMode.Appended || url.SessionToken == credential.SessionToken)
        {
            return;
        }

        const string Remedy = "Append the credential's session token to the URL as X-Amz-Security-Token, percent-encoded, or sign a new URL.";
        if (url.SessionToken is null)
        {
            findings.Error(
                "SessionTokenLeftOut",
                SigningParameter.SecurityToken,
                $"The credential has a session token, and the URL has none; {Quoted.Value(url.Service)} takes it unsigned, but does not do without it.",
                Remedy);
        }
        else
        {
            findings.Error(
                "SessionTokenDiffers",
                SigningParameter.SecurityToken,
                credential.SessionToken is null
                    ? "The URL has a session token, and the credential has none. The signature does not cover the token, but the service checks it."
                    : "The session token of the URL is not the credential's. The signature does not cover it, but the service checks it.",
                credential.SessionToken is null ? "Leave X-Amz-Security-Token out, or give the credential with its session token." : Remedy);
        }
    }

    // The errors first, after the proven cause, which is not reported twice.
    private static List<Finding> SortFindings(IReadOnlyList<Finding> findings, Finding? cause)
    {
        List<Finding> kept = cause is null ? [] : [cause];
        foreach (Finding finding in findings)
        {
            if (finding.Id != cause?.Id)
            {
                kept.Add(finding);
            }
        }

        return Finding.BySeverity(kept);
    }
}
