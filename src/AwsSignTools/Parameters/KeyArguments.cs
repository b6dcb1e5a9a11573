using System;
using System.Collections;
using System.Management.Automation;
using System.Security;
using System.Security.Cryptography;
using System.Threading;
using AwsSignTools.Errors;
using AwsSignTools.Findings;
using AwsSignTools.Keys;
using AwsSignTools.Services.Ivs;

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

/// <summary>The forms in which -PrivateKey takes a key: PEM text, its lines, a SecureString, or an ECDsa.</summary>
internal static class PrivateKeyArgument
{
    /// <summary>Reads the key.</summary>
    /// <param name="value">What was given.</param>
    /// <param name="passphrase">The passphrase of an encrypted key.</param>
    /// <returns>The key, and whether the cmdlet owns it and so disposes it.</returns>
    /// <exception cref="Findings.InvalidInputException">It is no P-384 private key.</exception>
    public static (ECDsa Key, bool Owned) Read(object value, SecureString? passphrase)
    {
        switch (Unwrapped.Of(value))
        {
            case ECDsa key:
                return (key, false);
            case SecureString secure:
                return (SecureText.Use(secure, pem => FromPem(pem, passphrase)), true);
            case string pem:
                return (FromPem(pem.AsSpan(), passphrase), true);
            case IEnumerable lines:
                return (FromPem(string.Join("\n", LanguagePrimitives.ConvertTo<string[]>(lines)).AsSpan(), passphrase), true);
            default:
                throw ErrorRecords.Exception(
                    "PrivateKeyTypeInvalid",
                    "PrivateKey",
                    "The private key is neither PEM text, a SecureString of it, nor an ECDsa.",
                    "Give the content of the .pem file, or its path as -PrivateKeyPath.",
                    FindingCategory.InvalidKey);
        }
    }

    /// <summary>True for PEM text, which no path looks like.</summary>
    public static bool IsPem(string text) => text.AsSpan().IndexOf("-----BEGIN ".AsSpan()) >= 0;

    /// <summary>Reads the key of a file.</summary>
    /// <inheritdoc cref="EcPrivateKeyReader.ReadFile"/>
    public static ECDsa ReadFile(string path, SecureString? passphrase, CancellationToken cancellation) =>
        SecureText.Use(passphrase, text => EcPrivateKeyReader.ReadFile(path, text, cancellation));

    private static ECDsa FromPem(ReadOnlySpan<char> pem, SecureString? passphrase) => PemText.Read(pem, passphrase, EcPrivateKeyReader.Read);
}

/// <summary>Makes one text of the lines of a PEM file, as <c>Get-Content</c> without <c>-Raw</c> gives them.</summary>
internal sealed class PathOrPemAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        Unwrapped.Of(inputData) is IEnumerable lines and not string
        && string.Join("\n", LanguagePrimitives.ConvertTo<string[]>(lines)) is var text && PrivateKeyArgument.IsPem(text)
            ? text
            : inputData;
}

/// <summary>
/// The forms in which -PublicKey takes a key: PEM text, its lines, the path of a PEM file, an ECDsa, or what New-IvsPlaybackKeyPair wrote; and,
/// since a private key has the public one in it, that in the same forms, or as a SecureString.
/// </summary>
internal static class PublicKeyArgument
{
    /// <summary>Reads the key.</summary>
    /// <param name="value">What was given.</param>
    /// <param name="passphrase">The passphrase of an encrypted private key.</param>
    /// <param name="session">Where paths are known.</param>
    /// <param name="cancellation">Stops the reading of a pipe.</param>
    /// <returns>The key, and whether the cmdlet owns it and so disposes it.</returns>
    /// <exception cref="Findings.InvalidInputException">It is no P-384 key.</exception>
    /// <exception cref="System.IO.IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static (ECDsa Key, bool Owned) Read(object value, SecureString? passphrase, SessionState session, CancellationToken cancellation)
    {
        switch (Unwrapped.Of(value))
        {
            case ECDsa key:
                EcPublicKeyReader.CheckCurve(key);
                return (key, false);
            case IvsPlaybackKeyPair pair:
                return (FromPem(pair.PublicKey.AsSpan(), passphrase), true);
            case SecureString secure:
                return (SecureText.Use(secure, pem => FromPem(pem, passphrase)), true);
            case string text when IsPem(text):
                return (FromPem(text.AsSpan(), passphrase), true);
            case string path:
                string file = FilePath.Resolve(session, path);
                return (SecureText.Use(passphrase, characters => EcPublicKeyReader.ReadFile(file, characters, cancellation)), true);
            case System.IO.FileInfo info:
                return (SecureText.Use(passphrase, characters => EcPublicKeyReader.ReadFile(info.FullName, characters, cancellation)), true);
            case IEnumerable lines:
                return (FromPem(string.Join("\n", LanguagePrimitives.ConvertTo<string[]>(lines)).AsSpan(), passphrase), true);
            default:
                throw ErrorRecords.Exception(
                    "PublicKeyTypeInvalid",
                    "PublicKey",
                    "The public key is neither PEM text, the path of a PEM file, nor an ECDsa.",
                    "Give the content of the .pem file that was imported into IVS, or its path.",
                    FindingCategory.InvalidKey);
        }
    }

    /// <summary>What a message shows of a path; never a key.</summary>
    public static string TextOf(object value) => Unwrapped.Of(value) switch
    {
        string text when !IsPem(text) => text,
        System.IO.FileInfo info => info.FullName,
        _ => "PublicKey",
    };

    // A path is one line, and a key has its dashes. The Base64 of a key without them is refused as a key, too: no path looks like it.
    private static bool IsPem(string text) => text.AsSpan().IndexOf("-----".AsSpan()) >= 0 || text.AsSpan().IndexOf('\n') >= 0
        || text.StartsWith("ecdsa-sha2-", StringComparison.Ordinal) || text.StartsWith("ssh-", StringComparison.Ordinal) || SecretText.KindOf(text) == SecretKind.Key;

    private static ECDsa FromPem(ReadOnlySpan<char> pem, SecureString? passphrase) => PemText.Read(pem, passphrase, EcPublicKeyReader.Read);
}
