using System;
using System.IO;
using System.Security.Cryptography;

namespace AwsSignTools.Module.Tests.Engine;

/// <summary>A throw-away P-384 key pair, and a file of its private key.</summary>
internal sealed class TestKey : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("awssigntools-").FullName;

    public TestKey()
    {
        Path = System.IO.Path.Combine(_folder, "private-key.pem");
        File.WriteAllText(Path, Pem);
    }

    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP384);

    public string Pem => Key.ExportECPrivateKeyPem();

    public string Path { get; }

    public void Dispose()
    {
        Key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
