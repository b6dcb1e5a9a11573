using System;
using System.Security.Cryptography;

namespace AwsSignTools.Module.Tests.Engine;

/// <summary>A throw-away P-384 key pair.</summary>
internal sealed class TestKey : IDisposable
{
    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP384);

    public string Pem => Key.ExportECPrivateKeyPem();

    public void Dispose() => Key.Dispose();
}
