using System;
using System.Collections.Generic;
using System.Globalization;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.Services.AppSync;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>The rules of AppSync about the signed headers that open a WebSocket, whoever signed them.</summary>
internal static class AppSyncRules
{
    private const string Pointer = "New-AppSyncConnection makes such headers.";

    /// <summary>All rules.</summary>
    public static readonly Rule<AppSyncFacts>[] Table =
    [
        new("The headers are JSON in base64, with host, x-amz-date and an Authorization of AWS4-HMAC-SHA256.", CheckForm),
        new("The signed host is that of the API's HTTP endpoint, not of the WebSocket.", CheckHost),
        new("The headers are signed for appsync, in the region of the host.", CheckScope),
        new("A signature in headers is valid for five minutes.", CheckLife),
    ];

    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private static void CheckForm(AppSyncFacts subject, ref FindingCollector findings)
    {
        if (!subject.IsSigned && FindOther(subject) is { } other)
        {
            findings.Error(
                "UrlNotSigned",
                subject.Socket.Endpoint.Host,
                $"The headers of the connection are not signed by SigV4; they have {other}, for another authorization mode of the API.",
                $"Nothing here checks such a connection. {Pointer}");
        }
        else if (!subject.IsSigned)
        {
            findings.Error(
                "AppSyncHeadersInvalid",
                subject.Socket.Endpoint.Host,
                subject.Headers is null
                    ? "The headers of the connection are no JSON in base64."
                    : "The headers of the connection have no host, no x-amz-date in UTC or no Authorization of SigV4.",
                Pointer);
        }
    }

    // What the other authorization modes of AppSync have in the headers.
    private static string? FindOther(AppSyncFacts subject)
    {
        foreach (KeyValuePair<string, string> header in subject.Headers ?? [])
        {
            if (string.Equals(header.Key, "x-api-key", StringComparison.OrdinalIgnoreCase))
            {
                return "an API key";
            }

            if (string.Equals(header.Key, "Authorization", StringComparison.OrdinalIgnoreCase) && !header.Value.StartsWith("AWS4-", StringComparison.Ordinal))
            {
                return "a token of a user pool, of OpenID Connect or of a Lambda function";
            }
        }

        return null;
    }

    private static void CheckHost(AppSyncFacts subject, ref FindingCollector findings)
    {
        if (subject.Host is not { } signed)
        {
            return;
        }

        string right = new AppSyncConnectionRequest(subject.Socket.Endpoint.ToString()).FindHttpEndpoint().HostHeader;
        if (!string.Equals(signed, right, StringComparison.OrdinalIgnoreCase))
        {
            findings.Error(
                "AppSyncHostInvalid",
                signed,
                $"The signed host is {Quoted.Value(signed)}; for the WebSocket at {Quoted.Value(subject.Socket.Endpoint.Host)} AppSync expects {Quoted.Value(right)}.",
                $"Sign it for the host {right}, and connect to the other. {Pointer}");
        }
    }

    private static void CheckScope(AppSyncFacts subject, ref FindingCollector findings)
    {
        string service = AwsServices.AppSync.SigningName;
        if (subject.Service is { } signed && signed != service)
        {
            findings.Error(
                "HostServiceMismatch", signed, $"The headers are signed for the service {Quoted.Value(signed)}; AppSync expects {service}.", $"Sign them for {service}. {Pointer}");
        }

        if (subject.Region is { } region && HostRegion.Find(subject.Socket.Endpoint.Host) is { } right && region != right)
        {
            findings.Error(
                "HostRegionMismatch",
                region,
                $"The headers are signed for the region {Quoted.Value(region)}, but the host {Quoted.Value(subject.Socket.Endpoint.Host)} is in {Quoted.Value(right)}.",
                $"Sign them for {right}.");
        }
    }

    private static void CheckLife(AppSyncFacts subject, ref FindingCollector findings)
    {
        if (subject.SignedAt is not { } signedAt)
        {
            return;
        }

        string shown = Show(signedAt);
        if (signedAt - subject.Now > Tolerance)
        {
            findings.Error(
                "UrlNotYetValid", signedAt, $"The headers were signed for {shown}, and it is {Show(subject.Now)}: AppSync refuses them until then.", "Set the clock of the machine that signs, and sign in UTC.");
        }
        else if (subject.Now >= signedAt + AppSyncFacts.Life)
        {
            findings.Error(
                "UrlExpired", signedAt + AppSyncFacts.Life, $"The headers were signed at {shown}, and are valid for five minutes; it is {Show(subject.Now)}.", "Sign new headers for each connection, just before it.");
        }
    }

    private static string Show(DateTimeOffset time) => time.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);
}
