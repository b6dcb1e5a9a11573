using System;

namespace AwsSignTools.SigV4;

/// <summary>The names of the parameters that a presigner adds (SigV4, "Authenticating requests: using query parameters").</summary>
internal static class SigningParameter
{
    public const string Algorithm = "X-Amz-Algorithm";
    public const string Credential = "X-Amz-Credential";
    public const string Date = "X-Amz-Date";
    public const string Expires = "X-Amz-Expires";
    public const string SecurityToken = "X-Amz-Security-Token";
    public const string Signature = "X-Amz-Signature";
    public const string SignedHeaders = "X-Amz-SignedHeaders";

    /// <summary>Those without which nothing can be checked, in the order of a canonical query.</summary>
    public static readonly string[] Required = [Algorithm, Credential, Date, Expires, SignedHeaders, Signature];

    private static readonly string[] All = [Algorithm, Credential, Date, Expires, SecurityToken, Signature, SignedHeaders];

    /// <summary>
    /// The value of a parameter as it may be shown: where the &amp; behind it was lost, the rest of the query, with the session token, is in it.
    /// </summary>
    public static string Shown(string value)
    {
        int next = NextIn(value);
        return next < 0 ? value : $"{value.Substring(0, next)}…";
    }

    /// <summary>Where another parameter begins in a value; negative for nowhere.</summary>
    public static int NextIn(string value)
    {
        // The list of signed headers has such names too, but no values.
        int next = value.IndexOf("X-Amz-", StringComparison.OrdinalIgnoreCase);
        return next >= 0 && value.IndexOf('=', next) > 0 ? next : -1;
    }

    /// <summary>True for one of the names, in any case of the letters.</summary>
    public static bool IsOne(string name) => Find(name) is not null;

    /// <summary>The right spelling of a name given in any case of the letters; null for another name.</summary>
    public static string? Find(string name) => Array.Find(All, known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase));
}
