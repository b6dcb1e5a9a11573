using System;
using System.Formats.Asn1;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.Keys;

/// <summary>
/// Reads a P-384 private key from PEM text: SEC1 (RFC 5915) and PKCS#8 (RFC 5958), plain or encrypted. The same on every platform,
/// since .NET Framework reads no PEM at all. Decrypted bytes are wiped.
/// </summary>
public static class EcPrivateKeyReader
{
    /// <summary>Reads the first private key of a PEM text.</summary>
    /// <param name="pem">The text; may have other blocks and text around, a BOM, and line ends written as a literal <c>\n</c>.</param>
    /// <param name="passphrase">The passphrase of an encrypted key; empty if there is none.</param>
    /// <returns>The key, which the caller disposes.</returns>
    /// <exception cref="InvalidInputException">
    /// <c>PrivateKeyNotPem</c>, <c>PrivateKeyMalformed</c>, <c>PrivateKeyIsRsa</c>, <c>PrivateKeyAlgorithmInvalid</c>, <c>PrivateKeyCurveInvalid</c>,
    /// <c>PrivateKeyIsPublicKey</c>, <c>PrivateKeyIsCertificate</c>, <c>PrivateKeyIsOpenSsh</c>, <c>PrivateKeyPassphraseMissing</c>,
    /// <c>PrivateKeyPassphraseWrong</c>, <c>PrivateKeyEncryptionUnsupported</c> or <c>PrivateKeyUnusable</c>.
    /// </exception>
    public static ECDsa Read(ReadOnlySpan<char> pem, ReadOnlySpan<char> passphrase = default)
    {
        InvalidInputException? refusal = null;
        string? curveBefore = null;
        ReadOnlySpan<char> rest = pem;
        while (PemReader.ReadNext(ref rest) is { } block)
        {
            using (block)
            {
                switch (block.Label)
                {
                    case "EC PARAMETERS":
                        curveBefore = EcKeyDecoder.DecodeCurve(block.Bytes);
                        break;
                    case "EC PRIVATE KEY" or "PRIVATE KEY" or "ENCRYPTED PRIVATE KEY":
                        return ReadPrivateKey(block, curveBefore, passphrase);
                    case "RSA PRIVATE KEY":
                        throw KeyErrors.Rsa();
                    case "DSA PRIVATE KEY":
                        throw KeyErrors.Algorithm("DSA");
                    case "OPENSSH PRIVATE KEY":
                        throw KeyErrors.OpenSsh();
                    case "CERTIFICATE" or "X509 CERTIFICATE" or "TRUSTED CERTIFICATE":
                        // A bundle has the key after the certificate: only a text without any key is refused for what it has.
                        refusal ??= KeyErrors.Certificate();
                        break;
                    case "PUBLIC KEY" or "RSA PUBLIC KEY" or "EC PUBLIC KEY":
                        refusal ??= KeyErrors.PublicKey();
                        break;
                    default:
                        break;
                }
            }
        }

        // A block of a key that could be read would have been read: one that is still there is cut, or is not base64.
        throw pem.IndexOf("PRIVATE KEY-----".AsSpan(), StringComparison.Ordinal) >= 0
            ? KeyErrors.Malformed("its PEM block is cut, or is not base64")
            : refusal ?? KeyErrors.NotPem();
    }

    /// <summary>Reads the first private key of a PEM file.</summary>
    /// <param name="path">The file; UTF-8, or UTF-16 with a BOM, as Windows PowerShell redirects text.</param>
    /// <param name="passphrase">The passphrase of an encrypted key; empty if there is none.</param>
    /// <param name="cancellation">Stops the reading of a pipe.</param>
    /// <returns>The key, which the caller disposes.</returns>
    /// <exception cref="InvalidInputException">As <see cref="Read"/>; <c>PrivateKeyNotPem</c> also for a file of more than 1 MiB.</exception>
    /// <exception cref="IOException">The file cannot be read; a pipe did not end within two minutes.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="OperationCanceledException">The reading was stopped.</exception>
    public static ECDsa ReadFile(string path, ReadOnlySpan<char> passphrase = default, CancellationToken cancellation = default)
    {
        char[] text;
        try
        {
            text = KeyFile.ReadText(path, cancellation);
        }
        catch (FileTooLargeException e)
        {
            throw KeyErrors.TooLarge(e);
        }

        try
        {
            return Read(text, passphrase);
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
        }
    }

    /// <summary>Checks a key that a caller made otherwise.</summary>
    /// <exception cref="InvalidInputException"><c>PrivateKeyCurveInvalid</c>: it is not on P-384.</exception>
    internal static void CheckCurve(ECDsa key)
    {
        string? other;
        try
        {
            other = EcKeyDecoder.OtherCurveOf(key);
        }
        catch (Exception e) when (e is CryptographicException or ObjectDisposedException or PlatformNotSupportedException)
        {
            throw KeyErrors.Unusable(e);
        }

        if (other is not null)
        {
            throw KeyErrors.Curve(other);
        }
    }

    private static ECDsa ReadPrivateKey(PemBlock block, string? curveBefore, ReadOnlySpan<char> passphrase)
    {
        byte[]? decrypted = null;
        try
        {
            ReadOnlyMemory<byte> der = block.Bytes;
            bool isOldEncryption = block.Headers.TryGetValue("DEK-Info", out string? dekInfo);
            bool isEncrypted = isOldEncryption || block.Label == "ENCRYPTED PRIVATE KEY";
            if (isEncrypted)
            {
                der = decrypted = Decrypt(der, dekInfo, passphrase);
            }

            try
            {
                return block.Label == "EC PRIVATE KEY" ? EcKeyDecoder.DecodeSec1(der, curveBefore) : EcKeyDecoder.DecodePkcs8(der);
            }
            catch (AsnContentException e) when (isEncrypted)
            {
                // One wrong passphrase in 256 leaves padding that looks right.
                throw KeyErrors.PassphraseWrong(e);
            }
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            throw KeyErrors.Malformed("its ASN.1 cannot be read", e);
        }
        finally
        {
            PlatformCrypto.Zero(decrypted);
        }
    }

    private static byte[] Decrypt(ReadOnlyMemory<byte> der, string? dekInfo, ReadOnlySpan<char> passphrase)
    {
        if (passphrase.IsEmpty)
        {
            throw KeyErrors.PassphraseMissing();
        }

        byte[] utf8 = [];
        try
        {
            utf8 = new byte[Text.Utf8Length(passphrase)];
            _ = Text.ToUtf8(passphrase, utf8);
            return dekInfo is null ? KeyDecryption.DecryptPkcs8(der, utf8) : KeyDecryption.DecryptPem(dekInfo, der, utf8);
        }
        catch (EncoderFallbackException e)
        {
            throw KeyErrors.PassphraseWrong(e);
        }
        finally
        {
            PlatformCrypto.Zero(utf8);
        }
    }
}
