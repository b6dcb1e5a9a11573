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
        .. StepCauses.Table,
        .. ValueCauses.Table,
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

        Dictionary<string, List<string>> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, string> header in options.Headers)
        {
            if (!values.TryGetValue(header.Key, out List<string>? ofName))
            {
                values.Add(header.Key, ofName = []);
            }

            ofName.Add(header.Value ?? string.Empty);
        }

        List<KeyValuePair<string, string>> headers = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (string name in signedHeaders.Split(';'))
        {
            // A name that stands twice breaks a rule; its values are not made longer by it.
            if (!names.Add(name))
            {
                continue;
            }

            if (values.TryGetValue(name, out List<string>? found))
            {
                found.ForEach(value => headers.Add(new(name, value)));
            }
            else if (name != "host")
            {
                return null;
            }
        }

        SignerSettings settings = SettingsOf(url, options);
        return new SignedForm
        {
            Method = options.Method,
            Path = CanonicalPath.ForSigning(url.Uri.Path, settings),
            Query = QueryText.Build(FindSignedParts(url, settings)),
            Host = HostOf(headers) ?? url.Uri.Endpoint.HostHeader,
            Headers = headers.FindAll(static h => h.Key != "host"),
            PayloadHash = options.PayloadHash ?? settings.PresignedPayloadHash,
            Date = date,
            Scope = url.Scope,
            KeyDate = url.ScopeDate!,
            KeyRegion = url.Region!,
            KeyService = url.Service!,
        };
    }

    /// <summary>How the URL was to be signed: as the options say, otherwise as its service wants.</summary>
    public static SignerSettings SettingsOf(InspectedUrl url, InspectionOptions options) =>
        options.Overrides.ApplyTo(options.Settings ?? AwsServices.Get(url.Service!).Settings);

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
    public static Finding? Explain(InspectedUrl url, SignedForm expected, SignerSettings settings, AwsCredential credential)
    {
        byte[] signature = new byte[PlatformCrypto.Sha256Length];
        if (!Hex.TryDecode(url.Value(SigningParameter.Signature).AsSpan(), signature))
        {
            return null;
        }

        SignatureEvidence evidence = new(url, expected, settings, credential.SessionToken);
        foreach (SignatureCause cause in Causes)
        {
            foreach (Suspect suspect in cause.FindSuspects(evidence))
            {
                if (Matches(suspect, expected, credential, signature))
                {
                    return suspect.Explanation.ToFinding();
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

    // A tunnel or proxy sends the host that was signed, which is not the URL's.
    private static string? HostOf(List<KeyValuePair<string, string>> headers)
    {
        int host = headers.FindIndex(static h => h.Key == "host");
        return host < 0 ? null : headers[host].Value.Trim();
    }

    private static bool Matches(Suspect suspect, SignedForm expected, AwsCredential credential, ReadOnlySpan<byte> signature)
    {
        if (suspect.Steps is { } steps)
        {
            return steps.Matches(suspect.Form, credential.SecretAccessKey, signature);
        }

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
