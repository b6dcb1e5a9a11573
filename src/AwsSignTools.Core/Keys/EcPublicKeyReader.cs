using System;
using System.Formats.Asn1;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.Keys;

/// <summary>
/// Reads a P-384 public key from PEM text: SPKI (RFC 5480), as ImportPlaybackKeyPair takes it, or the private key that it belongs to. The
/// same on every platform, since .NET Framework reads no PEM at all.
/// </summary>
public static class EcPublicKeyReader
{
    /// <summary>Reads the first key of a PEM text.</summary>
    /// <param name="pem">The text; may have other blocks and text around, a BOM, and line ends written as a literal <c>\n</c>.</param>
    /// <param name="passphrase">The passphrase of an encrypted private key; empty if there is none.</param>
    /// <returns>The key, which the caller disposes.</returns>
    /// <exception cref="InvalidInputException">
    /// <c>PublicKeyNotPem</c>, <c>PublicKeyMalformed</c>, <c>PublicKeyAlgorithmInvalid</c>, <c>PublicKeyCurveInvalid</c>,
    /// <c>PublicKeyIsCertificate</c>, <c>PublicKeyIsOpenSsh</c> or <c>PublicKeyUnusable</c>; for a private key, what
    /// <see cref="EcPrivateKeyReader.Read"/> throws.
    /// </exception>
    public static ECDsa Read(ReadOnlySpan<char> pem, ReadOnlySpan<char> passphrase = default)
    {
        InvalidInputException? refusal = null;
        ReadOnlySpan<char> rest = pem;
        while (PemReader.ReadNext(ref rest) is { } block)
        {
            using (block)
            {
                switch (block.Label)
                {
                    case "PUBLIC KEY":
                        return ReadPublicKey(block);
                    case "RSA PUBLIC KEY":
                        throw PublicKeyErrors.Algorithm("RSA");
                    case "CERTIFICATE" or "X509 CERTIFICATE" or "TRUSTED CERTIFICATE":
                        refusal ??= PublicKeyErrors.Certificate();
                        break;
                    default:
                        if (block.Label.EndsWith("PRIVATE KEY", StringComparison.Ordinal))
                        {
                            return EcPrivateKeyReader.Read(pem, passphrase);
                        }

                        break;
                }
            }
        }

        throw refusal ?? (pem.IndexOf("PUBLIC KEY-----".AsSpan(), StringComparison.Ordinal) >= 0
            ? PublicKeyErrors.Malformed("its PEM block is cut, or is not base64")
            : pem.IndexOf("PRIVATE KEY-----".AsSpan(), StringComparison.Ordinal) >= 0 ? KeyErrors.Malformed("its PEM block is cut, or is not base64")
            : pem.IndexOf("SSH2 PUBLIC KEY".AsSpan(), StringComparison.Ordinal) >= 0
                || pem.TrimStart().StartsWith("ssh-".AsSpan(), StringComparison.Ordinal)
                || pem.TrimStart().StartsWith("ecdsa-sha2-".AsSpan(), StringComparison.Ordinal) ? PublicKeyErrors.OpenSsh()
            : PublicKeyErrors.NotPem());
    }

    /// <summary>Reads the first key of a PEM file.</summary>
    /// <param name="path">The file; UTF-8, or UTF-16 with a BOM, as Windows PowerShell redirects text.</param>
    /// <param name="passphrase">The passphrase of an encrypted private key; empty if there is none.</param>
    /// <param name="cancellation">Stops the reading of a pipe.</param>
    /// <returns>The key, which the caller disposes.</returns>
    /// <exception cref="InvalidInputException">As <see cref="Read"/>; <c>PublicKeyNotPem</c> also for a file of more than 1 MiB.</exception>
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
            throw PublicKeyErrors.TooLarge(e);
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
    /// <param name="key">The key.</param>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    /// <exception cref="InvalidInputException"><c>PublicKeyCurveInvalid</c>: it is not on P-384; <c>PublicKeyUnusable</c>.</exception>
    public static void CheckCurve(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        string? other;
        try
        {
            other = EcKeyDecoder.OtherCurveOf(key);
        }
        catch (Exception e) when (e is CryptographicException or ObjectDisposedException or PlatformNotSupportedException)
        {
            throw PublicKeyErrors.Unusable(e);
        }

        if (other is not null)
        {
            throw PublicKeyErrors.Curve(other);
        }
    }

    private static ECDsa ReadPublicKey(PemBlock block)
    {
        try
        {
            return EcKeyDecoder.DecodePublicKey(block.Bytes);
        }
        catch (AsnContentException e)
        {
            throw PublicKeyErrors.Malformed("its ASN.1 cannot be read", e);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException and not InvalidInputException)
        {
            throw PublicKeyErrors.Unusable(e);
        }
    }
}
