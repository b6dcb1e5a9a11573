using System;
using System.Collections.Generic;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>The rules for the query of a presigned URL: its parameters, and how their names and values are written.</summary>
internal static class QueryRules
{
    /// <summary>What makes a query wrong. A finding that may be the cause of another stands before it.</summary>
    public static readonly Rule<InspectedUrl>[] Form =
    [
        new("The names of the X-Amz- signing parameters are written as SigV4 writes them, letter for letter.", CheckNames),
        new("Parameters are separated by & and nothing else.", CheckSeparators),
        new("A presigned URL has X-Amz-Algorithm, X-Amz-Credential, X-Amz-Date, X-Amz-Expires, X-Amz-SignedHeaders and X-Amz-Signature.", CheckMissing),
        new("Each X-Amz- signing parameter stands once.", CheckDuplicates),
        new("Each % in a query begins a %XX of two hexadecimal digits, and the bytes are UTF-8.", CheckEscapes),
        new("A query has ASCII only, and of that neither spaces, control characters nor any of \" < > \\ ^ ` { | }.", CheckCharacters),
        new("Names and values are percent-encoded once.", CheckDoubleEncoding),
    ];

    /// <summary>How SigV4 encodes, and other encoders do not. Whether it matters, only the signature shows.</summary>
    public static readonly Rule<InspectedUrl>[] Encoding =
    [
        new("A space is %20 and a plus sign %2B; + itself does not stand in a signed query.", CheckPlus),
        new("Escapes are written with upper-case digits: %3A, not %3a.", CheckLowerCaseEscapes),
        new("Only A-Z a-z 0-9 - _ . ~ stay as they are in a signed query.", CheckReserved),
    ];

    private static void CheckNames(InspectedUrl subject, ref FindingCollector findings)
    {
        foreach (QueryPart part in subject.Query)
        {
            if (SigningParameter.Find(part.Name) is { } meant && meant != part.Name)
            {
                findings.Error(
                    "SigningParameterNameInvalid",
                    part.Name,
                    $"The URL has the parameter {part.Name}; the case of the letters counts, and the service looks for {meant}.",
                    $"Write {meant} before signing; a URL must not be changed after it.");
                return;
            }
        }
    }

    private static void CheckSeparators(InspectedUrl subject, ref FindingCollector findings)
    {
        Offenders offenders = Find(subject, static part => part.IsSigning && SigningParameter.NextIn(part.Value) >= 0);
        if (offenders.First is not null)
        {
            findings.Error(
                "QuerySeparatorLost",
                offenders.First,
                $"In the value of {offenders} stands another parameter: the & between them was lost, or is another character, such as ; or %26.",
                "Take the URL as the signer gave it, in quotes; a console, a script or a decoder may swallow an &.");
        }
    }

    // SigV4, "Authenticating requests: using query parameters".
    private static void CheckMissing(InspectedUrl subject, ref FindingCollector findings)
    {
        List<string> missing = [];
        foreach (string name in SigningParameter.Required)
        {
            // One in another case of the letters is there, but misspelt: another rule reports it.
            if (!HasInAnyCase(subject, name))
            {
                missing.Add(name);
            }
        }

        if (missing.Count == 1 && missing[0] == SigningParameter.Expires && subject.Facts is { Service.AcceptsUrlsWithoutExpiry: true } accepted)
        {
            findings.Information(
                "ExpiresMissing",
                SigningParameter.Expires,
                $"The URL does not say how long it is valid: X-Amz-Expires is missing. {accepted.Service} accepts such URLs, for minutes after they were signed; most services refuse them.",
                "Make a new URL for each connection, just before it.");
        }
        else if (missing.Count == 1 && missing[0] == SigningParameter.Expires)
        {
            findings.Error(
                "ExpiresMissing",
                SigningParameter.Expires,
                "The URL does not say how long it is valid: X-Amz-Expires is missing, without which a signature in a query is refused.",
                "Sign it again with a life in seconds, such as -ExpiresIn 299.");
        }
        else if (missing.Count > 0)
        {
            string names = string.Join(", ", missing);
            findings.Error(
                "SigningParameterMissing",
                names,
                $"The URL has no {names}, which every presigned URL has: it was cut, or not signed as a whole.",
                "Take the whole URL as the signer gave it, in quotes: a shell treats an unquoted & as its own.");
        }
    }

    // Services use one of the two, or refuse both.
    private static void CheckDuplicates(InspectedUrl subject, ref FindingCollector findings)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (QueryPart part in subject.Query)
        {
            if (part.IsSigning && !seen.Add(part.Name))
            {
                findings.Error(
                    "SigningParameterDuplicate",
                    part.Name,
                    $"The URL has the parameter {part.Name} more than once: it was signed twice, or put together from two.",
                    "Sign the URL without any X-Amz- signing parameter, once.");
                return;
            }
        }
    }

    // RFC 3986 section 2.1.
    private static void CheckEscapes(InspectedUrl subject, ref FindingCollector findings)
    {
        Offenders offenders = Find(subject, static part => part.IsMalformed);
        if (offenders.First is not null)
        {
            findings.Error(
                "QueryEscapeMalformed",
                offenders.First,
                $"In {offenders} a % does not begin a %XX of two hexadecimal digits, or the bytes are not UTF-8; a service answers 400.",
                "Write a literal percent sign as %25, and encode text as UTF-8.");
        }
    }

    // RFC 3986 section 3.4.
    private static void CheckCharacters(InspectedUrl subject, ref FindingCollector findings)
    {
        Offenders offenders = Find(subject, static part => part.AnyRaw(HasIllegalCharacter));
        if (offenders.First is not null)
        {
            findings.Error(
                "QueryCharacterInvalid",
                offenders.First,
                $"In {offenders} stands a character that no URL has: a space, one beyond ASCII, or one of \" < > \\ ^ ` {{ | }}.",
                "Percent-encode names and values, as UTF-8, before signing.");
        }
    }

    // What is encoded twice names something else.
    private static void CheckDoubleEncoding(InspectedUrl subject, ref FindingCollector findings)
    {
        const string Remedy = "Give the signer plain text: it encodes names and values itself, once.";
        Offenders known = Find(subject, static part => IsEscaped(part) && HasPlainValue(part.Name));
        Offenders others = Find(subject, static part => IsEscaped(part) && !HasPlainValue(part.Name));
        if (known.First is not null)
        {
            findings.Error(
                "QueryDoubleEncoded",
                known.First,
                $"{known} is percent-encoded twice (%25 stands where a % was encoded again); the service decodes once and finds text it does not know.",
                Remedy);
        }
        else if (others.First is not null)
        {
            findings.Warning(
                "QueryDoubleEncoded",
                others.First,
                $"{others} looks percent-encoded twice (%25 stands before two hexadecimal digits); the service decodes once.",
                Remedy);
        }
    }

    // A plus sign is a space in form encoding, which is not the encoding of a URL.
    private static void CheckPlus(InspectedUrl subject, ref FindingCollector findings)
    {
        Offenders offenders = Find(subject, static part => part.AnyRaw(static text => text.AsSpan().IndexOf('+') >= 0));
        if (offenders.First is not null)
        {
            findings.Warning(
                "QueryPlusForSpace",
                offenders.First,
                $"In {offenders} stands a +, which SigV4 reads as a plus sign and form decoders as a space; signer and service may read it differently.",
                "Write a space as %20 and a plus sign as %2B before signing.");
        }
    }

    private static void CheckLowerCaseEscapes(InspectedUrl subject, ref FindingCollector findings)
    {
        Offenders offenders = Find(subject, static part => part.AnyRaw(HasLowerCaseEscape));
        if (offenders.First is not null)
        {
            findings.Warning(
                "QueryEscapeLowerCase",
                offenders.First,
                $"In {offenders} an escape has lower-case digits (%3a for %3A); if the signer signed them so, the service answers 403.",
                "Sign it with upper-case escapes.");
        }
    }

    // SigV4 encodes everything except the unreserved characters (RFC 3986 section 2.3); many encoders do not.
    private static void CheckReserved(InspectedUrl subject, ref FindingCollector findings)
    {
        Offenders kept = Find(subject, static part => part.AnyRaw(static text => text.AsSpan().IndexOfAny("!'()*".AsSpan()) >= 0));
        Offenders others = Find(subject, static part => part.AnyRaw(static text => text.AsSpan().IndexOfAny("/:,@;$?[]".AsSpan()) >= 0));
        if (kept.First is not null)
        {
            findings.Warning(
                "QueryReservedRaw",
                kept.First,
                $"In {kept} one of ! ' ( ) * stands as it is, as encodeURIComponent leaves it; SigV4 encodes it, and if the signer did not, the service answers 403.",
                "Sign it with ! ' ( ) * encoded as %21 %27 %28 %29 %2A.");
        }
        else if (others.First is not null)
        {
            findings.Information(
                "QueryReservedRaw",
                others.First,
                $"In {others} a character such as / or : stands as it is; services encode it before they check the signature, so it works if the signer did so too.",
                "Nothing, if the signature is right.");
        }
    }

    private static bool HasInAnyCase(InspectedUrl url, string name)
    {
        foreach (QueryPart part in url.Query)
        {
            if (string.Equals(part.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    // A percent sign that is left after decoding was encoded twice: these values have none.
    private static bool HasPlainValue(string name) =>
        name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase) || AwsServices.HasPlainValue(name);

    private static bool IsEscaped(QueryPart part)
    {
        int escape = part.Value.IndexOf('%');
        return !part.IsMalformed && escape >= 0
            && escape + 2 < part.Value.Length && Hex.Digit(part.Value[escape + 1]) >= 0 && Hex.Digit(part.Value[escape + 2]) >= 0;
    }

    private static bool HasIllegalCharacter(string text)
    {
        foreach (char c in text)
        {
            if (c is <= ' ' or >= (char)0x7F or '"' or '<' or '>' or '\\' or '^' or '`' or '{' or '|' or '}')
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasLowerCaseEscape(string text)
    {
        for (int i = text.IndexOf('%'); i >= 0 && i + 2 < text.Length; i = text.IndexOf('%', i + 1))
        {
            if (Hex.Digit(text[i + 1]) >= 0 && Hex.Digit(text[i + 2]) >= 0 && (text[i + 1] >= 'a' || text[i + 2] >= 'a'))
            {
                return true;
            }
        }

        return false;
    }

    private static Offenders Find(InspectedUrl url, Predicate<QueryPart> breaks)
    {
        string? first = null;
        int count = 0;
        foreach (QueryPart part in url.Query)
        {
            if (breaks(part))
            {
                first ??= part.Name;
                count++;
            }
        }

        return new Offenders(first, count);
    }

    // The parameters that break a rule, by name: their values may be secret. As text they are "'a'" or "'a' and 2 more".
    private readonly record struct Offenders(string? First, int Count)
    {
        public override string ToString() => Quoted.Value(First) + (Count > 1 ? $" and {Count - 1} more" : string.Empty);
    }
}
