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
