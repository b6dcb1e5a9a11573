using System;
using System.Security;
using System.Security.Cryptography;

namespace AwsSignTools.Parameters;

/// <summary>A key in PEM text, with the passphrase that it may have.</summary>
internal static class PemText
{
    /// <summary>What reads a key of text.</summary>
    public delegate ECDsa Reader(ReadOnlySpan<char> pem, ReadOnlySpan<char> passphrase);

    /// <summary>Reads a key.</summary>
    /// <param name="pem">The text.</param>
    /// <param name="passphrase">The passphrase; null for none.</param>
    /// <param name="read">Reads it.</param>
    public static ECDsa Read(ReadOnlySpan<char> pem, SecureString? passphrase, Reader read)
    {
        // A span cannot be captured, so the passphrase is copied out, and wiped.
        char[] characters = SecureText.Use(passphrase, static text => text.ToArray());
        try
        {
            return read(pem, characters);
        }
        finally
        {
            Array.Clear(characters, 0, characters.Length);
        }
    }
}
