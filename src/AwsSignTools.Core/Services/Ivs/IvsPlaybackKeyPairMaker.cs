using System;
using System.IO;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using AwsSignTools.Findings;
using AwsSignTools.Keys;
using AwsSignTools.Platform;

namespace AwsSignTools.Services.Ivs;

/// <summary>Makes P-384 key pairs: the public key for ImportPlaybackKeyPair, the private one to sign with.</summary>
public static class IvsPlaybackKeyPairMaker
{
    /// <summary>Makes a key pair.</summary>
    /// <param name="request">What is to be done with it.</param>
    /// <param name="passphrase">The passphrase to encrypt the private key with; empty to leave it plain.</param>
    /// <returns>The pair; its private key is read-only, and the caller's to dispose.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="InvalidInputException">
    /// <c>PrivateKeyPassphraseInvalid</c>: the passphrase is no Unicode. <c>KeyPathsSame</c>: both keys were to be written to one file.
    /// </exception>
    /// <exception cref="IOException">A file cannot be written, or one is there. Neither is written then, and files that are there stay.</exception>
    public static IvsPlaybackKeyPair Make(IvsPlaybackKeyPairRequest request, ReadOnlySpan<char> passphrase = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckPaths(request);
        ECParameters key = Generate();
        byte[] privatePem = [];
        try
        {
            string publicPem = EcKeyEncoder.PublicPem(key);
            privatePem = EcKeyEncoder.PrivatePem(key, passphrase);
            WriteFiles(request, publicPem, privatePem);
            return new IvsPlaybackKeyPair(publicPem)
            {
                Name = request.Name,
                PrivateKey = request.PrivateKeyPath is null ? ToSecureString(privatePem) : null,
                PrivateKeyPath = request.PrivateKeyPath,
                PublicKeyPath = request.PublicKeyPath,
            };
        }
        finally
        {
            PlatformCrypto.Zero(key.D);
            PlatformCrypto.Zero(privatePem);
        }
    }

    /// <summary>Refuses paths that no pair can be written to, as far as that shows before it is made.</summary>
    /// <exception cref="InvalidInputException"><c>KeyPathsSame</c>: both keys were to be written to one file.</exception>
    /// <exception cref="FileWriteException">A file is there, and may not be replaced.</exception>
    internal static void CheckPaths(IvsPlaybackKeyPairRequest request)
    {
        if (request is { PrivateKeyPath: { } privatePath, PublicKeyPath: { } publicPath } && FileFacts.HasSameTarget(privatePath, publicPath))
        {
            throw InvalidInputException.For(
                "KeyPathsSame", privatePath, $"Both keys were to be written to the file '{privatePath}'.", "Give each key a file of its own.");
        }

        foreach (string? path in new[] { request.PrivateKeyPath, request.PublicKeyPath })
        {
            if (!request.Overwrite && path is not null && FileFacts.IsThere(path) && !Directory.Exists(path))
            {
                throw new FileWriteException(path, new FileExistsException());
            }
        }
    }

    private static ECParameters Generate()
    {
        using ECDsa key = ECDsa.Create();
        key.GenerateKey(ECCurve.NamedCurves.nistP384);
        return key.ExportParameters(includePrivateParameters: true);
    }

    // Both or neither: half a pair is of no use, and would stand in the way of the next try.
    private static void WriteFiles(IvsPlaybackKeyPairRequest request, string publicPem, byte[] privatePem)
    {
        using FileTransaction files = new();
        if (request.PrivateKeyPath is { } privatePath)
        {
            files.Add(privatePath, privatePem, isPrivate: true);
        }

        if (request.PublicKeyPath is { } publicPath)
        {
            files.Add(publicPath, Encoding.ASCII.GetBytes(publicPem), isPrivate: false);
        }

        files.Commit(request.Overwrite);
    }

    private static SecureString ToSecureString(byte[] ascii)
    {
        SecureString secure = new();
        foreach (byte b in ascii)
        {
            secure.AppendChar((char)b);
        }

        secure.MakeReadOnly();
        return secure;
    }
}
