using System;
using System.Collections.Generic;
using System.Globalization;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>Causes of wrong signatures in the key: the secret, and the scope that the key is derived for.</summary>
internal static class KeyCauses
{
    public static readonly SignatureCause[] Table =
    [
        new("The secret had white space or a mark around it, or was in quotes or escaped, when it signed.", FindSecrets),
        new("The key was derived for another region than that of the URL's scope.", FindRegions),
        new("The key was derived for another service than that of the URL's scope.", FindServices),
        new("The key was derived for another day than that of the URL's scope.", FindDays),
    ];

    private const int MostRegionsOfArns = 8;

    private static readonly (string Id, string Message, string Remedy, Func<string, string>[] Changes)[] Secrets =
    [
        (
            "SecretKeyHasWhiteSpace",
            "the secret access key that signed has white space or a line end around it.",
            "Trim the secret where it is read: a file, a variable or a secret store may end it with a line end.",
            [static s => s + "\n", static s => s + "\r\n", static s => s + " ", static s => " " + s, static s => s + "\t", static s => "\t" + s, static s => s + "\r", static s => "\n" + s, static s => " " + s + " "]),
        (
            "SecretKeyQuoted",
            "the secret access key that signed is in quotes.",
            "Give the secret without quotes; in a .env file or a container's environment they may become part of it.",
            [static s => $"\"{s}\"", static s => $"'{s}'"]),
        (
            "SecretKeyEscaped",
            "the secret access key that signed is escaped for a URL or for JSON.",
            "Give the secret as AWS showed it, its / and + as they are.",
            [PercentEncoding.Encode, static s => s.Replace("/", "%2F"), static s => s.Replace("/", "\\/"), static s => s.Replace('+', ' '), static s => s.Replace("+", "%2B")]),
        (
            "SecretKeyHasMark",
            "the secret access key that signed begins with a byte order mark.",
            "Write the file of the secret without a byte order mark.",
            [static s => "\ufeff" + s]),
    ];

    private static IEnumerable<Suspect> FindSecrets(SignatureEvidence evidence)
    {
        foreach ((string id, string message, string remedy, Func<string, string>[] changes) in Secrets)
        {
            foreach (Func<string, string> change in changes)
            {
                yield return new(evidence.Expected, SignatureCause.Explain(id, "SecretKey", message, remedy), change);
            }
        }
    }

    private static IEnumerable<Suspect> FindRegions(SignatureEvidence evidence)
    {
        string given = evidence.Expected.KeyRegion;
        foreach (string region in ListRegions(evidence.Url))
        {
            Explanation finding = SignatureCause.Explain(
                "SignedForAnotherRegion",
                given,
                $"it was computed for the region {Quoted.Value(region)}, but the URL's scope says {Quoted.Value(given)}.",
                $"Sign it for {Quoted.Value(given)}, and leave the scope as the signer writes it.");
            foreach (SignedForm form in ListForms(evidence, evidence.Expected with { KeyRegion = region }))
            {
                yield return new(form, finding);
            }
        }
    }

    private static IEnumerable<Suspect> FindServices(SignatureEvidence evidence)
    {
        InspectedUrl url = evidence.Url;
        string given = evidence.Expected.KeyService;
        foreach (string service in AwsServices.OftenConfused)
        {
            Explanation finding = SignatureCause.Explain(
                "SignedForAnotherService",
                given,
                $"it was computed for the service {Quoted.Value(service)}, but the URL's scope says {Quoted.Value(given)}.",
                $"Sign it for {Quoted.Value(HostService.Find(url.Host, url.Uri.Path) ?? given)}, and leave the scope as the signer writes it.");
            foreach (SignedForm form in ListForms(evidence, evidence.Expected with { KeyService = service }))
            {
                yield return new(form, finding);
            }
        }
    }

    private static IEnumerable<Suspect> FindDays(SignatureEvidence evidence)
    {
        string given = evidence.Expected.KeyDate;
        foreach (string day in ListDays(evidence.Url))
        {
            Explanation finding = SignatureCause.Explain(
                "SignedForAnotherDay",
                given,
                $"it was computed for the day {Quoted.Value(day)}, but the URL's scope says {Quoted.Value(given)}.",
                "Take the date of X-Amz-Date, of the scope and of the key from one UTC time.");
            foreach (SignedForm form in ListForms(evidence, evidence.Expected with { KeyDate = day }))
            {
                yield return new(form, finding);
            }
        }
    }

    // The key alone is of another scope; the string to sign is, too; or the scope of the URL was changed after signing, so that it was in the query, too.
    private static IEnumerable<SignedForm> ListForms(SignatureEvidence evidence, SignedForm key)
    {
        yield return key;
        string scope = $"{key.KeyDate}/{key.KeyRegion}/{key.KeyService}/{evidence.Url.ScopeTerminator}";
        SignedForm signed = key with { Scope = scope };
        yield return signed;
        string credential = PercentEncoding.Encode($"{evidence.Url.AccessKeyId}/{scope}");
        yield return signed with { Query = QueryText.Build(evidence.ReplacePart(SigningParameter.Credential, credential)) };
    }

    private static IEnumerable<string> ListRegions(InspectedUrl url)
    {
        if (HostRegion.Find(url.Host) is { } hostRegion)
        {
            yield return hostRegion;
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (QueryPart part in url.Query)
        {
            // A URL has one ARN or two.
            if (seen.Count < MostRegionsOfArns && Arn.RegionOf(part.Value) is { Length: > 0 } region && seen.Add(region))
            {
                yield return region;
            }
        }

        foreach (string region in KnownRegions.All)
        {
            yield return region;
        }
    }

    private static IEnumerable<string> ListDays(InspectedUrl url)
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
