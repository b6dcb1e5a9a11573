using System;
using System.Collections;
using System.Collections.Generic;
using AwsSignTools.Diagnosis.Inspect;
using AwsSignTools.Findings;
using AwsSignTools.Platform;
using AwsSignTools.Services.AppSync;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis;

/// <summary>Reads the signed headers with which a WebSocket of AppSync is opened, and reports what is wrong with them.</summary>
internal static class AppSyncInspector
{
    private static readonly string[] Paths = ["/graphql", "/graphql/connect", "/graphql/realtime", "/event", "/event/realtime", "/"];

    /// <summary>Checks a connection that was signed here.</summary>
    public static SignedUrlReport Inspect(AppSyncConnection connection, InspectionOptions options)
    {
        List<KeyValuePair<string, string>> headers = [];
        foreach (DictionaryEntry header in connection.Headers)
        {
            headers.Add(new((string)header.Key, (string)header.Value!));
        }

        return Inspect(connection.Url, connection.SubProtocols, headers, options);
    }

    /// <summary>Checks a URL that has the headers in its query.</summary>
    public static SignedUrlReport Inspect(string url, InspectedUrl inspected, InspectionOptions options) =>
        Inspect(url, [AppSyncConnection.GraphQLProtocol], AppSyncFacts.ReadHeaders(inspected.Value("header")!), options);

    private static SignedUrlReport Inspect(
        string url, IReadOnlyList<string> subProtocols, IReadOnlyList<KeyValuePair<string, string>>? headers, InspectionOptions options)
    {
        AppSyncFacts facts = new(RequestUri.Parse(url), headers, options.Now);
        FindingCollector findings = default;
        findings.Check(AppSyncRules.Table, facts);
        SignedForm? expected = facts.IsSigned ? facts.Expect() : null;
        bool? isValid = CheckSignature(facts, expected, options, ref findings);
        ReportFacts report = new(facts.Socket.Endpoint.HostHeader, facts.Service, facts.Region, facts.AccessKeyId, facts.SignedAt, facts.SignedAt + AppSyncFacts.Life);
        return new SignedUrlReport(url, report, options.Now, Finding.BySeverity(findings.Findings))
        {
            SignatureValid = isValid,
            CanonicalRequest = expected?.CanonicalRequest,
            StringToSign = expected?.StringToSign,
            SubProtocols = subProtocols,
            Greeting = AppSyncConnection.InitMessage,
        };
    }

    private static bool? CheckSignature(AppSyncFacts facts, SignedForm? expected, InspectionOptions options, ref FindingCollector findings)
    {
        if (options.Credential is not { } credential || expected is null)
        {
            return null;
        }

        if (facts.AccessKeyId != credential.AccessKeyId)
        {
            findings.Error(
                "CredentialDiffers",
                credential.AccessKeyId,
                $"The headers were signed with the access key {Quoted.Value(facts.AccessKeyId)}; the credential given to check them is that of {credential.AccessKeyId}, so the signature cannot be checked.",
                "Give the credential that signed.");
            return null;
        }

        Span<byte> signature = stackalloc byte[PlatformCrypto.Sha256Length];
        _ = Hex.TryDecode(facts.Signature.AsSpan(), signature);
        if (expected.Matches(credential.SecretAccessKey, signature))
        {
            return true;
        }

        foreach (string path in Paths)
        {
            if ((expected with { Path = path }).Matches(credential.SecretAccessKey, signature))
            {
                findings.Error(
                    "SignedForAnotherPath",
                    path,
                    $"The signature is wrong: it was computed for the path {Quoted.Value(path)}; AppSync expects {expected.Path}.",
                    $"Sign the path {expected.Path}.");
                return false;
            }
        }

        if ((expected with { PayloadHash = SignableRequest.EmptyPayloadHash }).Matches(credential.SecretAccessKey, signature))
        {
            findings.Error(
                "SignedForAnotherPayload",
                null,
                "The signature is wrong: it was computed for an empty body; AppSync expects that of {}, the empty object.",
                "Sign a POST with the body {}.");
            return false;
        }

        findings.Error(
            "SignatureMismatch",
            "Signature",
            "The signature is not that of these headers and this secret: the secret is another one, or a header was changed.",
            "Compare the CanonicalRequest of this report with that of the signer, line by line; check the secret; sign again.");
        return false;
    }
}
