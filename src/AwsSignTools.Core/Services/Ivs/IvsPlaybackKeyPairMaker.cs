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
    /// <exception cref="InvalidInputException"><c>PrivateKeyPassphraseInvalid</c>: the passphrase is no Unicode.</exception>
    /// <exception cref="IOException">A file cannot be written, or one is there.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public static IvsPlaybackKeyPair Make(IvsPlaybackKeyPairRequest request, ReadOnlySpan<char> passphrase = default)
    {
        ArgumentNullException.ThrowIfNull(request);
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

    private static ECParameters Generate()
    {
        using ECDsa key = ECDsa.Create();
        key.GenerateKey(ECCurve.NamedCurves.nistP384);
        return key.ExportParameters(includePrivateParameters: true);
    }

    private static void WriteFiles(IvsPlaybackKeyPairRequest request, string publicPem, byte[] privatePem)
    {
        if (request.PrivateKeyPath is not null)
        {
            PrivateFile.Write(request.PrivateKeyPath, privatePem, request.Overwrite);
        }

        if (request.PublicKeyPath is null)
        {
            return;
        }

        try
        {
            using FileStream file = new(request.PublicKeyPath, request.Overwrite ? FileMode.Create : FileMode.CreateNew, FileAccess.Write, FileShare.Read);
            byte[] bytes = Encoding.ASCII.GetBytes(publicPem);
            file.Write(bytes, 0, bytes.Length);
        }
        catch when (request is { PrivateKeyPath: not null, Overwrite: false })
        {
            // Half a pair would stand in the way of the next try.
            File.Delete(request.PrivateKeyPath);
            throw;
        }
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
