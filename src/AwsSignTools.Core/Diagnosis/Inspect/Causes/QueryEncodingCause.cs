using System.Collections.Generic;

namespace AwsSignTools.Diagnosis.Inspect.Causes;

/// <summary>The query was signed in another encoding than SigV4's: one fault alone, then the faults of well-known encoders.</summary>
internal sealed class QueryEncodingCause : SignatureCause
{
    private const string SubDelimiters = "!'()*";
    private const string Legal = "/:@,;$?[]!'()*";

    /// <inheritdoc/>
    public override IEnumerable<Suspect> Suspects(SignatureEvidence evidence)
    {
        const string Plain = "Sign it with SigV4's encoding: every byte but A-Z a-z 0-9 - _ . ~ as %XX with upper-case digits, once, a space as %20.";
        (QueryEncoding Encoding, string Id, string Message)[] faults =
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
            (new() { AsWritten = true }, "QueryEncodedOtherwise", "it was computed over the query as it stands in the URL, which is not SigV4's encoding."),
        ];

        List<QueryPart> parts = SignatureCheck.SignedParts(evidence.Url, evidence.Settings);
        foreach ((QueryEncoding encoding, string id, string message) in faults)
        {
            yield return new(evidence.Expected with { Query = QueryText.Build(parts, encoding) }, Explains(id, null, message, Plain));
        }
    }
}
