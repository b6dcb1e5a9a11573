using System;

namespace AwsSignTools.SigV4;

/// <summary>
/// The names that a signer adds: the query parameters of a presigned URL (SigV4, "Authenticating requests: using query parameters"), of which
/// some are headers of a request that is signed by its headers.
/// </summary>
internal static class SigningParameter
{
    public const string Prefix = "X-Amz-";
    public const string Algorithm = "X-Amz-Algorithm";
    public const string Credential = "X-Amz-Credential";
    public const string Date = "X-Amz-Date";
    public const string Expires = "X-Amz-Expires";
    public const string SecurityToken = "X-Amz-Security-Token";
    public const string Signature = "X-Amz-Signature";
    public const string SignedHeaders = "X-Amz-SignedHeaders";

    /// <summary>The header with the hash of the payload; never a query parameter.</summary>
    public const string ContentSha256 = "X-Amz-Content-Sha256";

    /// <summary>Those without which nothing can be checked, in the order of a canonical query.</summary>
    public static readonly string[] Required = [Algorithm, Credential, Date, Expires, SignedHeaders, Signature];

    private static readonly string[] All = [Algorithm, Credential, Date, Expires, SecurityToken, Signature, SignedHeaders];

    /// <summary>
    /// The value of a parameter as it may be shown: if the &amp; after it was lost, the rest of the query, with the session token, is in it.
    /// </summary>
    public static string Shown(string value)
    {
        int next = NextIn(value);
        return next < 0 ? value : $"{value.Substring(0, next)}…";
    }

    /// <summary>The index at which another parameter begins in a value; negative if none does.</summary>
    public static int NextIn(string value)
    {
        // The list of signed headers has such names too, but no values.
        int next = value.IndexOf(Prefix, StringComparison.OrdinalIgnoreCase);
        return next >= 0 && value.IndexOf('=', next) > 0 ? next : -1;
    }

    /// <summary>True for one of the query parameters, in any case of the letters.</summary>
    public static bool IsOne(string name) => Find(name) is not null;

    /// <summary>The right spelling of a query parameter given in any case of the letters; null for another name.</summary>
    public static string? Find(string name)
    {
        if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            foreach (string known in All)
            {
                if (string.Equals(known, name, StringComparison.OrdinalIgnoreCase))
                {
                    return known;
                }
            }
        }

        return null;
    }

    /// <summary>The names as bytes, for the presigner's hot path.</summary>
    public static class Utf8
    {
        public static ReadOnlySpan<byte> Algorithm => "X-Amz-Algorithm"u8;

        public static ReadOnlySpan<byte> Credential => "X-Amz-Credential"u8;

        public static ReadOnlySpan<byte> Date => "X-Amz-Date"u8;

        public static ReadOnlySpan<byte> Expires => "X-Amz-Expires"u8;

        public static ReadOnlySpan<byte> SecurityToken => "X-Amz-Security-Token"u8;

        public static ReadOnlySpan<byte> SignedHeaders => "X-Amz-SignedHeaders"u8;

        /// <summary>The security token's name as it is appended to a query.</summary>
        public static ReadOnlySpan<byte> AppendedSecurityToken => "&X-Amz-Security-Token="u8;

        /// <summary>The signature's name as it is appended to a query.</summary>
        public static ReadOnlySpan<byte> AppendedSignature => "&X-Amz-Signature="u8;
    }
}
