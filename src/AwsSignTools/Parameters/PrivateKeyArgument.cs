using System;
using System.Collections;
using System.Management.Automation;
using System.Security;
using System.Security.Cryptography;
using AwsSignTools.Errors;
using AwsSignTools.Findings;
using AwsSignTools.Keys;

namespace AwsSignTools.Parameters;

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

    /// <summary>Reads the key of a file.</summary>
    /// <inheritdoc cref="EcPrivateKeyReader.ReadFile"/>
    public static ECDsa ReadFile(string path, SecureString? passphrase) =>
        SecureText.Use(passphrase, text => EcPrivateKeyReader.ReadFile(path, text));

    private static ECDsa FromPem(ReadOnlySpan<char> pem, SecureString? passphrase) => PemText.Read(pem, passphrase, EcPrivateKeyReader.Read);
}
