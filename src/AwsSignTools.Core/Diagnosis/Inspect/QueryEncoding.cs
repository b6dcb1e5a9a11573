using System;
using System.Globalization;
using System.Text;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>
/// A way to percent-encode a query: SigV4's if nothing is set, otherwise one of those that encoders of form fields and of other
/// specifications have. For what a faulty signer may have done, never for signing.
/// </summary>
internal sealed record QueryEncoding
{
    /// <summary>SigV4's own.</summary>
    public static QueryEncoding Canonical { get; } = new();

    /// <summary>The text as it stands in the URL.</summary>
    public static QueryEncoding AsWritten { get; } = new() { KeepsText = true };

    /// <summary>Characters left as they are besides the unreserved ones.</summary>
    public string Kept { get; init; } = string.Empty;

    /// <summary>Unreserved characters that are encoded all the same.</summary>
    public string AlsoEncoded { get; init; } = string.Empty;

    /// <summary>A space becomes <c>+</c>.</summary>
    public bool PlusForSpace { get; init; }

    /// <summary>A <c>+</c> in the URL was meant as a space.</summary>
    public bool ReadsPlusAsSpace { get; init; }

    /// <summary>Escapes have lower-case digits.</summary>
    public bool LowerCase { get; init; }

    /// <summary>Escapes are encoded once more.</summary>
    public bool Twice { get; init; }

    /// <summary>What is to be encoded was decoded once more before.</summary>
    public bool DecodesTwice { get; init; }

    /// <summary>The text stays as it stands in the URL.</summary>
    public bool KeepsText { get; init; }

    /// <summary>The encoding of a name or value.</summary>
    /// <param name="raw">The text as it stands in the URL.</param>
    /// <param name="meant">The text, decoded.</param>
    public string Encode(string raw, string meant)
    {
        if (KeepsText)
        {
            return raw;
        }

        if (ReadsPlusAsSpace)
        {
            _ = PercentEncoding.TryDecode(raw.Replace('+', ' ').AsSpan(), out meant);
        }

        if (DecodesTwice)
        {
            _ = PercentEncoding.TryDecode(meant.AsSpan(), out meant);
        }

        string once = EncodeOnce(meant);
        return Twice ? Canonical.EncodeOnce(once) : once;
    }

    private string EncodeOnce(string text)
    {
        StringBuilder encoded = new(text.Length + 16);
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            char c = (char)b;
            if ((Characters.IsUnreserved(c) && AlsoEncoded.AsSpan().IndexOf(c) < 0) || (b < 0x80 && Kept.AsSpan().IndexOf(c) >= 0))
            {
                _ = encoded.Append(c);
            }
            else if (c == ' ' && PlusForSpace)
            {
                _ = encoded.Append('+');
            }
            else
            {
                _ = encoded.Append('%').Append(b.ToString(LowerCase ? "x2" : "X2", CultureInfo.InvariantCulture));
            }
        }

        return encoded.ToString();
    }
}
