using System;
using System.Collections.Generic;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>The rules for what a presigned URL says of its signature, and for where the signature stands.</summary>
internal static class SignatureRules
{
    /// <summary>What makes a presigned URL wrong.</summary>
    public static readonly Rule<InspectedUrl>[] Form =
    [
        new("X-Amz-Algorithm is AWS4-HMAC-SHA256.", CheckAlgorithm),
        new("X-Amz-Credential is <access key id>/<yyyyMMdd>/<region>/<service>/aws4_request.", CheckCredential),
        new("X-Amz-Date is UTC in the form yyyyMMddTHHmmssZ, and its day is that of the scope.", CheckDate),
        new("X-Amz-Expires is a whole number of seconds from 1 to 604800.", CheckExpires),
        new("X-Amz-SignedHeaders lists names in lower case and in order, with ; between, host among them.", CheckSignedHeaders),
        new("X-Amz-Signature is 64 hexadecimal digits in lower case.", CheckSignature),
        new("Nothing is added to a URL after its signature.", CheckOrder),
        new("AWS accepts signed URLs over TLS only: wss or https.", CheckScheme),
    ];

    /// <summary>True for a text that can be a signature.</summary>
    public static bool IsSignature(string? text)
    {
        foreach (char c in text ?? string.Empty)
        {
            if (c is not ((>= '0' and <= '9') or (>= 'a' and <= 'f')))
            {
                return false;
            }
        }

        return text?.Length == 64;
    }

    private static void CheckAlgorithm(InspectedUrl subject, ref FindingCollector findings)
    {
        string? algorithm = subject.Value(SigningParameter.Algorithm);
        if (algorithm is null or "AWS4-HMAC-SHA256")
        {
            return;
        }

        algorithm = SigningParameter.Shown(algorithm);
        findings.Error(
            "AlgorithmUnknown",
            algorithm,
            algorithm == "AWS4-ECDSA-P256-SHA256"
                ? "The URL is signed by SigV4A (AWS4-ECDSA-P256-SHA256), for several regions at once; signaling, messaging and streaming accept AWS4-HMAC-SHA256 only."
                : $"The algorithm {Quoted.Value(algorithm)} is not AWS4-HMAC-SHA256.",
            "Sign it with SigV4 (AWS4-HMAC-SHA256).");
    }

    private static void CheckCredential(InspectedUrl subject, ref FindingCollector findings)
    {
        if (subject.Value(SigningParameter.Credential) is null)
        {
            return;
        }

        const string Remedy = "Sign it again with the access key id (such as AKIAIOSFODNN7EXAMPLE) and the scope <yyyyMMdd>/<region>/<service>/aws4_request.";
        if (SecretText.KindOf(subject.AccessKeyId) >= SecretKind.Base64)
        {
            findings.Error(
                "CredentialHasSecret",
                SigningParameter.Credential,
                "X-Amz-Credential begins with what looks like a secret access key, in place of the access key id: whoever saw the URL has the secret.",
                "Deactivate that access key and make a new one; then sign with the access key id (such as AKIAIOSFODNN7EXAMPLE) in its place.");
            return;
        }

        bool isId = subject.AccessKeyId is { } id && Characters.IsPlainName(id.AsSpan());
        bool isDay = subject.ScopeDate?.Length == 8 && Characters.IsDigits(subject.ScopeDate.AsSpan());
        if (!isId || !isDay || subject.Region!.Length == 0 || subject.Service!.Length == 0)
        {
            // Not quoted: a secret pasted into the wrong place is a likely cause.
            findings.Error(
                "CredentialMalformed",
                SigningParameter.Credential,
                "X-Amz-Credential is not an access key id and a scope of a day, a region, a service and aws4_request, with slashes between.",
                Remedy);
        }
        else if (subject.ScopeTerminator != "aws4_request")
        {
            findings.Error(
                "CredentialMalformed",
                SigningParameter.Credential,
                $"The scope in X-Amz-Credential ends with {Quoted.Value(SigningParameter.Shown(subject.ScopeTerminator ?? string.Empty))}, not with aws4_request.",
                Remedy);
        }
    }

    // The key is derived for the day of the scope.
    private static void CheckDate(InspectedUrl subject, ref FindingCollector findings)
    {
        string? date = subject.Value(SigningParameter.Date);
        if (date is null)
        {
            return;
        }

        if (subject.SignedAt is not { } signedAt)
        {
            date = SigningParameter.Shown(date);
            findings.Error(
                "DateMalformed",
                date,
                $"The date {Quoted.Value(date)} is not a time of the form 20261123T093000Z, in UTC.",
                "Sign it again with the date as yyyyMMddTHHmmssZ, in UTC and the Gregorian calendar.");
        }
        else if (subject.ScopeDate is { Length: 8 } day && day != AmzDate.FormatDay(signedAt.UtcDateTime))
        {
            findings.Error(
                "ScopeDateMismatch",
                day,
                $"The scope in X-Amz-Credential is of the day {Quoted.Value(day)}, X-Amz-Date of {AmzDate.FormatDay(signedAt.UtcDateTime)}: the two must be one UTC day.",
                "Take both from one UTC time; a local date differs from it for some hours of each day.");
        }
    }

    // Seven days are the life of the signing key.
    private static void CheckExpires(InspectedUrl subject, ref FindingCollector findings)
    {
        string? expires = subject.Value(SigningParameter.Expires);
        if (expires is null)
        {
            return;
        }

        const string Remedy = "Sign it again with a number of seconds from 1 to 604800.";
        if (subject.Seconds is not { } seconds)
        {
            expires = SigningParameter.Shown(expires);
            findings.Error("ExpiresMalformed", expires, $"X-Amz-Expires is {Quoted.Value(expires)}, not a whole number of seconds in digits.", Remedy);
        }
        else if (seconds is < 1 or > 604_800)
        {
            findings.Error(
                "ExpiresOutOfRange",
                expires,
                seconds > 1_000_000_000
                    ? $"X-Amz-Expires is {seconds}: that is a time counted from 1970, not a number of seconds; SigV4 allows 1 to 604800."
                    : $"X-Amz-Expires is {seconds}; SigV4 allows 1 to 604800 seconds (7 days).",
                Remedy);
        }
    }

    private static void CheckSignedHeaders(InspectedUrl subject, ref FindingCollector findings)
    {
        string? list = subject.Value(SigningParameter.SignedHeaders);
        if (list is null)
        {
            return;
        }

        string[] names = list.Split(';');
        list = SigningParameter.Shown(list);
        if (Array.IndexOf(names, "host") < 0)
        {
            findings.Error(
                "HostNotSigned",
                list,
                $"The signed headers are {Quoted.Value(list)}; host is not among them, without which every service refuses a signature.",
                "Sign the header host, in lower case.");
        }
        else if (!IsOrdered(names))
        {
            findings.Error(
                "SignedHeadersMalformed",
                list,
                $"The signed headers {Quoted.Value(list)} are not names in lower case and in order, with ; between.",
                "Sign it again with the names in lower case, sorted, each once.");
        }
    }

    private static void CheckSignature(InspectedUrl subject, ref FindingCollector findings)
    {
        string? signature = subject.Value(SigningParameter.Signature);
        if (signature is not null && !IsSignature(signature))
        {
            findings.Error(
                "SignatureMalformed",
                SigningParameter.Signature,
                $"X-Amz-Signature has {signature.Length} characters, or others than 0-9 and a-f; a signature is 64 hexadecimal digits in lower case.",
                IsSignature(signature.ToLowerInvariant()) ? "Write it in lower case."
                    : signature.Length < 64 ? "Take the whole URL: the end seems to be cut off." : "Take the URL as the signer gave it, and nothing after it.");
        }
    }

    // A signature stands last, or in its place among sorted parameters.
    private static void CheckOrder(InspectedUrl subject, ref FindingCollector findings)
    {
        int signature = -1;
        for (int i = 0; i < subject.Query.Count && signature < 0; i++)
        {
            signature = subject.Query[i].Name == SigningParameter.Signature ? i : signature;
        }

        if (signature < 0 || IsSorted(subject.Query))
        {
            return;
        }

        List<string> added = [];
        for (int i = signature + 1; i < subject.Query.Count; i++)
        {
            // A token that is not signed stands there rightly: some services require it.
            if (!subject.Query[i].IsSigning)
            {
                added.Add(subject.Query[i].Name);
            }
        }

        if (added.Count > 0)
        {
            findings.Warning(
                "ParameterAddedAfterSigning",
                added[0],
                $"The parameter {Quoted.Value(added[0])}{(added.Count > 1 ? $" and {added.Count - 1} more stand" : " stands")} after the signature, where no signer puts it: it was added after signing, which breaks the signature.",
                "Give every parameter to the signer; change nothing in a signed URL.");
        }
    }

    private static void CheckScheme(InspectedUrl subject, ref FindingCollector findings)
    {
        string scheme = subject.Uri.Endpoint.Scheme;
        if (scheme is "ws" or "http" && (HostService.Find(subject.Host) ?? HostRegion.Find(subject.Host)) is not null)
        {
            findings.Error(
                "SchemeNotSecure",
                scheme,
                $"The URL begins with {scheme}://, without TLS; the service listens for {scheme}s only, and the signature would travel in the open.",
                $"Write {scheme}s://; the scheme is not part of the signature.");
        }
    }

    private static bool IsOrdered(string[] names)
    {
        for (int i = 0; i < names.Length; i++)
        {
            if (names[i].Length == 0 || HasUpperCase(names[i]) || (i > 0 && string.CompareOrdinal(names[i - 1], names[i]) >= 0))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasUpperCase(string name)
    {
        foreach (char c in name)
        {
            if (c is >= 'A' and <= 'Z')
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSorted(IReadOnlyList<QueryPart> query)
    {
        for (int i = 1; i < query.Count; i++)
        {
            if (string.CompareOrdinal(query[i - 1].RawName, query[i].RawName) > 0)
            {
                return false;
            }
        }

        return true;
    }
}
