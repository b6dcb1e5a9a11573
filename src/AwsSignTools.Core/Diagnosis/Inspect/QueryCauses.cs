using System;
using System.Collections.Generic;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>Causes of wrong signatures in the query: its encoding, its order, and what was added or changed.</summary>
internal static class QueryCauses
{
    public static readonly SignatureCause[] Writing =
    [
        new("The query was signed in another encoding than SigV4's.", FindEncodings),
        new("The parameters were signed in another order than SigV4's.", FindOrders),
        new("Parameters were added after signing.", FindAddedParameters),
    ];

    public static readonly SignatureCause[] Life =
    [
        new("The URL was given a longer life, or another, after it was signed.", FindLives),
    ];

    // 2^8 sets are a millisecond's work; beyond that only sets that end the query are tried.
    private const int MostInAnySet = 8;

    private const string SubDelimiters = "!'()*";
    private const string Legal = "/:@,;$?[]!'()*";

    // One fault alone, then the faults of well-known encoders.
    private static readonly (QueryEncoding Encoding, string Id, string Message)[] Encodings =
    [
        (new() { PlusForSpace = true }, "QueryPlusForSpace", "it was computed over a query with + for a space (form encoding); SigV4 writes %20."),
        (new() { ReadsPlusAsSpace = true }, "QueryPlusForSpace", "the + in the URL was meant as a space and signed as %20, but is a plus sign to SigV4; the URL must have %20."),
        (new() { LowerCase = true }, "QueryEscapeLowerCase", "it was computed over escapes with lower-case digits (%3a); SigV4 writes upper case (%3A)."),
        (new() { Kept = SubDelimiters }, "QueryReservedRaw", "it was computed over a query in which ! ' ( ) * stand as they are (as encodeURIComponent leaves them); SigV4 encodes them."),
        (new() { Twice = true }, "QueryDoubleEncoded", "it was computed over a query that is encoded twice (%253A); SigV4 encodes once."),
        (new() { DecodesTwice = true }, "QueryDoubleEncoded", "the query was signed as encoded once, and then encoded again in the URL (%253A)."),
        (new() { Kept = "/" }, "QueryReservedRaw", "it was computed over a query in which / stands as it is; SigV4 encodes it as %2F in a query."),
        (new() { Kept = "/:" }, "QueryReservedRaw", "it was computed over a query in which / and : stand as they are; SigV4 encodes them."),
        (new() { Kept = ":" }, "QueryReservedRaw", "it was computed over a query in which : stands as it is; SigV4 encodes it as %3A."),
        (new() { AlsoEncoded = "~" }, "QueryOverEncoded", "it was computed over a query in which ~ is encoded as %7E; SigV4 leaves it."),
        (new() { AlsoEncoded = "-" }, "QueryOverEncoded", "it was computed over a query in which - is encoded as %2D, as a published example shows; SigV4 leaves it."),
        (new() { AlsoEncoded = "-_.~" }, "QueryOverEncoded", "it was computed over a query in which - _ . ~ are encoded; SigV4 leaves them."),
        (new() { PlusForSpace = true, Kept = "*", AlsoEncoded = "~" }, "QueryPlusForSpace", "it was computed over form encoding as java.net.URLEncoder makes it (+ for a space, * as it is, ~ as %7E)."),
        (new() { PlusForSpace = true, LowerCase = true, Kept = "!()*" }, "QueryEscapeLowerCase", "it was computed over form encoding as HttpUtility.UrlEncode makes it (+ for a space, lower-case escapes)."),
        (new() { Kept = Legal }, "QueryReservedRaw", "it was computed over a query in which every character that a URL allows stands as it is; SigV4 encodes all but A-Z a-z 0-9 - _ . ~."),
        (QueryEncoding.AsWritten, "QueryEncodedOtherwise", "it was computed over the query as it stands in the URL, which is not SigV4's encoding."),
    ];

    private static readonly (QueryOrder Order, string Description)[] Orders =
    [
        (QueryOrder.AsWritten, "in the order of the URL"),
        (QueryOrder.ByMeaning, "sorted before they were encoded"),
        (QueryOrder.IgnoringCase, "sorted without regard to upper and lower case"),
    ];

    private static readonly string[] Lives =
    [
        "10", "30", "60", "120", "180", "240", "290", "299", "300", "600", "900", "1200", "1800", "3600", "7200", "10800", "21600", "28800", "36000", "43200",
        "86400", "129600", "172800", "259200", "432000", "604800",
    ];

    private static IEnumerable<Suspect> FindEncodings(SignatureEvidence evidence)
    {
        const string Remedy = "Sign it with SigV4's encoding: every byte but A-Z a-z 0-9 - _ . ~ as %XX with upper-case digits, once, a space as %20.";
        foreach ((QueryEncoding encoding, string id, string message) in Encodings)
        {
            yield return new(evidence.WithQuery(evidence.SignedParts, encoding), SignatureCause.Explain(id, null, message, Remedy));
        }
    }

    private static IEnumerable<Suspect> FindOrders(SignatureEvidence evidence)
    {
        foreach ((QueryOrder order, string description) in Orders)
        {
            yield return new(
                evidence.WithQuery(evidence.SignedParts, order: order),
                SignatureCause.Explain(
                    "QueryUnsorted",
                    null,
                    $"the parameters were signed {description}; SigV4 sorts them by their encoded names, byte by byte.",
                    "Sort the parameters after encoding, by code point: upper case before lower case."));
        }

        yield return new(
            evidence.WithQuery(evidence.SignedParts, QueryEncoding.AsWritten, QueryOrder.AsWritten),
            SignatureCause.Explain(
                "QueryEncodedOtherwise",
                null,
                "it was computed over the query as it stands in the URL, neither sorted nor in SigV4's encoding.",
                "Sign it with SigV4's encoding: every byte but A-Z a-z 0-9 - _ . ~ as %XX with upper-case digits, once, a space as %20; sort after."));
    }

    // One, the last ones, or any few.
    private static IEnumerable<Suspect> FindAddedParameters(SignatureEvidence evidence)
    {
        List<QueryPart> signing = [];
        List<QueryPart> own = [];
        foreach (QueryPart part in evidence.SignedParts)
        {
            (part.IsSigning ? signing : own).Add(part);
        }

        // Each alone first, so that the smallest explanation is found.
        for (int size = 1; size <= own.Count && own.Count <= MostInAnySet; size++)
        {
            for (int set = 1; set < 1 << own.Count; set++)
            {
                if (CountBits(set) == size)
                {
                    yield return RemoveParameters(evidence, signing, own, i => (set & (1 << i)) != 0);
                }
            }
        }

        for (int kept = own.Count - 1; kept >= 0 && own.Count > MostInAnySet && own.Count - kept <= 1 << MostInAnySet; kept--)
        {
            yield return RemoveParameters(evidence, signing, own, i => i >= kept);
        }
    }

    private static Suspect RemoveParameters(SignatureEvidence evidence, List<QueryPart> signing, List<QueryPart> own, Predicate<int> isAdded)
    {
        List<QueryPart> signed = [.. signing];
        List<string> added = [];
        for (int i = 0; i < own.Count; i++)
        {
            if (isAdded(i))
            {
                added.Add(own[i].Name);
            }
            else
            {
                signed.Add(own[i]);
            }
        }

        string names = Quoted.Value(added[0]) + (added.Count > 1 ? $" and {added.Count - 1} more" : string.Empty);
        return new(
            evidence.WithQuery(signed),
            SignatureCause.Explain(
                "ParameterAddedAfterSigning",
                added[0],
                $"the URL was signed without the parameter {names}, which was added after.",
                "Give every parameter to the signer; change nothing in a signed URL."));
    }

    private static IEnumerable<Suspect> FindLives(SignatureEvidence evidence)
    {
        string? given = evidence.Url.Value(SigningParameter.Expires);
        foreach (string seconds in Lives)
        {
            yield return new(
                evidence.WithQuery(evidence.ReplacePart(SigningParameter.Expires, seconds)),
                SignatureCause.Explain(
                    "ExpiresChanged",
                    given,
                    $"the URL was signed with X-Amz-Expires={seconds}, and the URL says {Quoted.Value(given)}.",
                    "Sign a new URL for another life; change nothing in a signed one."));
        }
    }

    private static int CountBits(int set)
    {
        int count = 0;
        for (; set != 0; set &= set - 1)
        {
            count++;
        }

        return count;
    }
}
