using System;
using System.Collections.Generic;
using System.Globalization;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect.Causes;

/// <summary>The key was derived for another region, service or day than the URL says.</summary>
internal sealed class ScopeCause : SignatureCause
{
    // Names of services that are mistaken for one another, and names that are none but look likely.
    private static readonly string[] Services =
    [
        "kinesisvideo", "kinesis", "kinesis-video", "kinesisvideosignaling", "kinesis-video-signaling", "webrtc", "chime", "chime-sdk-messaging",
        "messaging-chime", "messaging", "transcribe", "transcribestreaming", "transcribe-streaming", "iotdevicegateway", "iotdata", "iot", "ivs",
        "ivsrealtime", "ivschat", "s3", "execute-api", "apigateway", "appsync", "lex", "polly", "bedrock", "bedrock-runtime", "lambda", "sts", "sqs",
        "service", "aws",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Suspect> Suspects(SignatureEvidence evidence)
    {
        InspectedUrl url = evidence.Url;
        SignedForm expected = evidence.Expected;
        foreach (string region in Regions(url))
        {
            Finding finding = Explains(
                "SignedForAnotherRegion",
                url.Region,
                $"it was computed for the region {Quoted.Value(region)}, but the URL's scope says {Quoted.Value(url.Region)}.",
                $"Sign it for {Quoted.Value(url.Region)}, and leave the scope as the signer writes it.");
            yield return new(expected with { KeyRegion = region }, finding);
            yield return new(expected with { KeyRegion = region, Scope = ScopeOf(url.ScopeDate, region, url.Service, url) }, finding);
            yield return new(WholeScope(evidence, url.ScopeDate, region, url.Service), finding);
        }

        foreach (string service in Services)
        {
            Finding finding = Explains(
                "SignedForAnotherService",
                url.Service,
                $"it was computed for the service {Quoted.Value(service)}, but the URL's scope says {Quoted.Value(url.Service)}.",
                $"Sign it for {Quoted.Value(HostService.Find(url.Host, url.Uri.Path) ?? url.Service)}, and leave the scope as the signer writes it.");
            yield return new(expected with { KeyService = service }, finding);
            yield return new(expected with { KeyService = service, Scope = ScopeOf(url.ScopeDate, url.Region, service, url) }, finding);
            yield return new(WholeScope(evidence, url.ScopeDate, url.Region, service), finding);
        }

        foreach (string day in Days(url))
        {
            Finding finding = Explains(
                "SignedForAnotherDay",
                url.ScopeDate,
                $"it was computed for the day {Quoted.Value(day)}, but the URL's scope says {Quoted.Value(url.ScopeDate)}.",
                "Take the date of X-Amz-Date, of the scope and of the key from one UTC time.");
            yield return new(expected with { KeyDate = day }, finding);
            yield return new(expected with { KeyDate = day, Scope = ScopeOf(day, url.Region, url.Service, url) }, finding);
            yield return new(WholeScope(evidence, day, url.Region, url.Service), finding);
        }
    }

    // The scope of the URL itself was changed after signing: it is in the query, in the string to sign, and in the key.
    private static SignedForm WholeScope(SignatureEvidence evidence, string? day, string? region, string? service)
    {
        string scope = ScopeOf(day, region, service, evidence.Url);
        QueryPart credential = new($"{SigningParameter.Credential}={PercentEncoding.Encode(evidence.Url.AccessKeyId + "/" + scope)}");
        List<QueryPart> parts = SignatureCheck.SignedParts(evidence.Url, evidence.Settings).ConvertAll(
            part => part.Name == SigningParameter.Credential ? credential : part);
        return evidence.Expected with
        {
            Query = QueryText.Build(parts, QueryEncoding.Canonical),
            Scope = scope,
            KeyDate = day ?? string.Empty,
            KeyRegion = region ?? string.Empty,
            KeyService = service ?? string.Empty,
        };
    }

    private static string ScopeOf(string? day, string? region, string? service, InspectedUrl url) => $"{day}/{region}/{service}/{url.ScopeTerminator}";

    private static IEnumerable<string> Regions(InspectedUrl url)
    {
        if (HostRegion.Find(url.Host) is { } hostRegion)
        {
            yield return hostRegion;
        }

        foreach (QueryPart part in url.Query)
        {
            if (Arn.RegionOf(part.Value) is { Length: > 0 } region)
            {
                yield return region;
            }
        }

        foreach (string region in KnownRegions.All)
        {
            yield return region;
        }
    }

    private static IEnumerable<string> Days(InspectedUrl url)
    {
        if (url.SignedAt is { } signedAt)
        {
            yield return AmzDate.FormatDay(signedAt.UtcDateTime);
        }

        if (DateTime.TryParseExact(url.ScopeDate, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day)
            && day > DateTime.MinValue.AddDays(1) && day < DateTime.MaxValue.AddDays(-2))
        {
            yield return AmzDate.FormatDay(day.AddDays(-1));
            yield return AmzDate.FormatDay(day.AddDays(1));
        }
    }
}
