using System;
using System.Security.Cryptography;

namespace AwsSignTools.Fuzz.Support;

/// <summary>A P-384 key made for fuzzing and good for nothing else.</summary>
internal static class FuzzKey
{
    private const string D = "ae59abc93cf0b0a1f9259a13c923ca6934af07e81abb7866528d37e333e4f33210d14491f1bdc9d7ff9f7743a93a759a";

    private const string X = "001494854b355234703869d7a04505b26a0ae51769dd5a514639cad910f437d645d7326433942128fa38842a6fce59ab";

    private const string Y = "b8a82c8edefdbebcfba25c060949da59a1df21806f3d4962cd47268f36e97d82b5440a8a358356928170871e6cc57eea";

    /// <summary>The key pair.</summary>
    public static ECDsa Pair { get; } = Create();

    private static ECDsa Create() => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP384,
        D = Convert.FromHexString(D),
        Q = new ECPoint { X = Convert.FromHexString(X), Y = Convert.FromHexString(Y) },
    });
}
