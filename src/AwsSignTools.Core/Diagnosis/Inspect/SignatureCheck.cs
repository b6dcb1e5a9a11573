using System;
using System.Collections.Generic;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>Checks the signature of a URL as its service does, and looks for the cause of a wrong one.</summary>
internal static class SignatureCheck
{
    // The likeliest first: if two explain the same signature, the first is reported.
    private static readonly SignatureCause[] Causes =
    [
        .. RequestCauses.Token,
        .. QueryCauses.Writing,
        .. KeyCauses.Table,
        .. RequestCauses.Request,
        .. QueryCauses.Life,
    ];

    // No service accepts more. Each suspect is as long as the URL, and there are hundreds, so that they would take hundreds of times what the check takes.
    private const int LongestExplained = 32_768;
    private const int MostParametersExplained = 1000;
    private const int MostHeadersExplained = 64;

    /// <summary>What the service computes the signature of a URL over; null if the URL lacks a part of it.</summary>
    public static SignedForm? Expect(InspectedUrl url, InspectionOptions options)
    {
        if (url.AccessKeyId is null || url.Value(SigningParameter.Date) is not { } date || url.Value(SigningParameter.SignedHeaders) is not { } signedHeaders)
        {
            return null;
        }

        Dictionary<string, string?> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, string> header in options.Headers)
        {
            // The first of a name.
            if (!values.ContainsKey(header.Key))
            {
                values.Add(header.Key, header.Value);
            }
        }

        List<KeyValuePair<string, string>> headers = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (string name in signedHeaders.Split(';'))
        {
            // A name that stands twice breaks a rule; its values are not made longer by it.
            if (name == "host" || !names.Add(name))
            {
                continue;
            }

            if (!values.TryGetValue(name, out string? value) || value is null)
            {
                return null;
            }

            headers.Add(new(name, value));
        }

        SignerSettings settings = AwsServices.Get(url.Service!).Settings;
        return new SignedForm
        {
            Method = options.Method,
            Path = FindCanonicalPath(url.Uri.Path, settings),
            Query = QueryText.Build(FindSignedParts(url, settings)),
            Host = url.Uri.Endpoint.HostHeader,
            Headers = headers,
            PayloadHash = options.PayloadHash ?? settings.PresignedPayloadHash,
            Date = date,
            Scope = url.Scope,
            KeyDate = url.ScopeDate!,
            KeyRegion = url.Region!,
            KeyService = url.Service!,
        };
    }

    /// <summary>True if the signature is right.</summary>
    public static bool IsValid(InspectedUrl url, SignedForm expected, AwsCredential credential)
    {
        Span<byte> signature = stackalloc byte[PlatformCrypto.Sha256Length];
        return Hex.TryDecode(url.Value(SigningParameter.Signature).AsSpan(), signature) && expected.Matches(credential.SecretAccessKey, signature);
    }

    /// <summary>True if the cause of a wrong signature is searched: not for a URL that is longer, or has more parts, than any service accepts.</summary>
    public static bool IsExplainable(InspectedUrl url, SignedForm expected)
    {
        long length = url.Uri.Path.Length + (url.Uri.Query?.Length ?? 0);
        foreach (KeyValuePair<string, string> header in expected.Headers)
        {
            length += header.Key.Length + (header.Value?.Length ?? 0);
        }

        return length <= LongestExplained && url.Query.Count <= MostParametersExplained && expected.Headers.Count <= MostHeadersExplained;
    }

    /// <summary>Searches the cause of a wrong signature, as far as the first that explains it; null if no known one does.</summary>
    public static Finding? Explain(InspectedUrl url, SignedForm expected, AwsCredential credential)
    {
        byte[] signature = new byte[PlatformCrypto.Sha256Length];
        if (!Hex.TryDecode(url.Value(SigningParameter.Signature).AsSpan(), signature))
        {
            return null;
        }

        SignatureEvidence evidence = new(url, expected, AwsServices.Get(url.Service!).Settings, credential.SessionToken);
        foreach (SignatureCause cause in Causes)
        {
            foreach (Suspect suspect in cause.FindSuspects(evidence))
            {
                if (Matches(suspect, expected, credential, signature))
                {
                    return suspect.Finding;
                }
            }
        }

        return null;
    }

    /// <summary>The parameters that are signed: all except the signature, and except the token if the service requires it unsigned.</summary>
    public static List<QueryPart> FindSignedParts(InspectedUrl url, SignerSettings settings)
    {
        List<QueryPart> parts = [];
        foreach (QueryPart part in url.Query)
        {
            if (part.Name != SigningParameter.Signature
                && (part.Name != SigningParameter.SecurityToken || settings.SessionTokenMode == SessionTokenMode.InSignature))
            {
                parts.Add(part);
            }
        }

        return parts;
    }

    /// <summary>The path of the canonical request; the path as it stands if it cannot be decoded.</summary>
    public static string FindCanonicalPath(string path, SignerSettings settings)
    {
        string given = path.Length == 0 ? "/" : path;
        try
        {
            return CanonicalPath.ForSigning(CanonicalPath.ForUrl(given, settings.PathEncoding), settings);
        }
        catch (InvalidInputException)
        {
            return given;
        }
    }

    private static bool Matches(Suspect suspect, SignedForm expected, AwsCredential credential, ReadOnlySpan<byte> signature)
    {
        if (suspect.ChangeSecret is null)
        {
            // A fault that makes no difference to this URL has the signature that was computed before.
            return suspect.Form != expected && suspect.Form.Matches(credential.SecretAccessKey, signature);
        }

        byte[] secret = Text.StrictUtf8.GetBytes(suspect.ChangeSecret(credential.RevealSecret()));
        try
        {
            return suspect.Form.Matches(secret, signature);
        }
        finally
        {
            PlatformCrypto.Zero(secret);
        }
    }

}
