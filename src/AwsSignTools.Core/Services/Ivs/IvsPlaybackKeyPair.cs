using System.Security;

namespace AwsSignTools.Services.Ivs;

/// <summary>What is to be done with a new key pair.</summary>
public sealed class IvsPlaybackKeyPairRequest
{
    /// <summary>The name for ImportPlaybackKeyPair, which is carried along; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>The file to write the private key to, for its owner's eyes only; null to keep it in memory.</summary>
    public string? PrivateKeyPath { get; init; }

    /// <summary>The file to write the public key to; null to write none.</summary>
    public string? PublicKeyPath { get; init; }

    /// <summary>Whether files that are there are replaced.</summary>
    public bool Overwrite { get; init; }
}

/// <summary>A new P-384 key pair for playback tokens. As text it is the public key.</summary>
public sealed class IvsPlaybackKeyPair
{
    internal IvsPlaybackKeyPair(string publicKey) => PublicKey = publicKey;

    /// <summary>The name for ImportPlaybackKeyPair; null if none was given.</summary>
    public string? Name { get; init; }

    /// <summary>The public key as PEM (SPKI).</summary>
    public string PublicKey { get; }

    /// <summary>The public key, under the name that ImportPlaybackKeyPair has for it.</summary>
    public string PublicKeyMaterial => PublicKey;

    /// <summary>The private key as PEM (PKCS#8), encrypted if a passphrase was given; null if it was written to a file.</summary>
    public SecureString? PrivateKey { get; init; }

    /// <summary>The file of the private key; null if it was not written to one.</summary>
    public string? PrivateKeyPath { get; init; }

    /// <summary>The file of the public key; null if it was not written to one.</summary>
    public string? PublicKeyPath { get; init; }

    /// <summary>The public key.</summary>
    public override string ToString() => PublicKey;
}
