using System;
using System.Text;

namespace AwsSignTools.Services.Ivs;

/// <summary>The names of the claims that IVS reads.</summary>
internal static class IvsClaimName
{
    public const string ChannelArn = "aws:channel-arn";
    public const string AllowOrigin = "aws:access-control-allow-origin";
    public const string StrictOriginEnforcement = "aws:strict-origin-enforcement";
    public const string SingleUseId = "aws:single-use-uuid";
    public const string ViewerId = "aws:viewer-id";
    public const string ViewerSessionVersion = "aws:viewer-session-version";
    public const string Expiry = "exp";

    private const int MostEdits = 2;

    /// <summary>All of them.</summary>
    public static readonly string[] All = [ChannelArn, AllowOrigin, StrictOriginEnforcement, SingleUseId, ViewerId, ViewerSessionVersion, Expiry];

    // What people write in their place, in the form of Normalize.
    private static readonly (string Normal, string Name)[] Others =
    [
        ("arn", ChannelArn),
        ("channel", ChannelArn),
        ("ivschannelarn", ChannelArn),
        ("accesscontrolalloworigin", AllowOrigin),
        ("alloworigin", AllowOrigin),
        ("alloworigins", AllowOrigin),
        ("allowedorigin", AllowOrigin),
        ("allowedorigins", AllowOrigin),
        ("origin", AllowOrigin),
        ("origins", AllowOrigin),
        ("strictorigin", StrictOriginEnforcement),
        ("singleuse", SingleUseId),
        ("singleuseid", SingleUseId),
        ("viewer", ViewerId),
        ("sessionversion", ViewerSessionVersion),
        ("viewerversion", ViewerSessionVersion),
        ("expires", Expiry),
        ("expiry", Expiry),
        ("expire", Expiry),
        ("expiration", Expiry),
        ("expiresat", Expiry),
        ("expiresin", Expiry),
        ("expirationtime", Expiry),
    ];

    /// <summary>True for a claim that RFC 7519 registers and IVS does not ask for.</summary>
    public static bool IsRegistered(string name) => name is "iss" or "sub" or "aud" or "nbf" or "iat" or "jti";

    /// <summary>The claim that a name is likely to be meant for; null if it is like none.</summary>
    public static string? Nearest(string name)
    {
        const int LongestLikely = 48;
        string normal = Normalize(name);
        if (normal.Length is 0 or > LongestLikely)
        {
            return null;
        }

        foreach ((string other, string known) in Others)
        {
            if (normal == other)
            {
                return known;
            }
        }

        foreach (string known in All)
        {
            string normalKnown = Normalize(known);
            if (normal == normalKnown || (normalKnown.Length > 3 * MostEdits && Distance(normal, normalKnown) <= MostEdits))
            {
                return known;
            }
        }

        return null;
    }

    private static string Normalize(string name)
    {
        StringBuilder normal = new();
        foreach (char c in name)
        {
            if (c is (>= 'a' and <= 'z') or (>= '0' and <= '9'))
            {
                _ = normal.Append(c);
            }
            else if (c is >= 'A' and <= 'Z')
            {
                _ = normal.Append((char)(c | 0x20));
            }
            else if (c > 0x7F)
            {
                _ = normal.Append('?');
            }
        }

        if (normal.Length > 3 && normal.ToString(0, 3) == "aws")
        {
            _ = normal.Remove(0, 3);
        }

        return normal.ToString();
    }

    /// <summary>How many characters must be put in, left out or replaced to make one of the other (Levenshtein); more than enough where the lengths say so.</summary>
    private static int Distance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > MostEdits)
        {
            return int.MaxValue;
        }

        int[] row = new int[right.Length + 1];
        for (int j = 0; j < row.Length; j++)
        {
            row[j] = j;
        }

        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.Length; j++)
            {
                int replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[right.Length];
    }
}
