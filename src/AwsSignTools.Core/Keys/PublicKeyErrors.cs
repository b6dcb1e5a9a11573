using System;
using AwsSignTools.Findings;

namespace AwsSignTools.Keys;

/// <summary>The refusals of a public key, each in its own words. None shows any part of a key: it may be a private one in the wrong place.</summary>
internal static class PublicKeyErrors
{
    private const string Derive = "Take the public key of the pair from the private one with: openssl ec -in private-key.pem -pubout -out public-key.pem";

    public static InvalidInputException NotPem() => New(
        "PublicKeyNotPem",
        "The public key has no PEM block (-----BEGIN PUBLIC KEY-----).",
        "Give the whole content of the .pem file that was imported into IVS, or its path.");

    public static InvalidInputException OpenSsh() => New(
        "PublicKeyIsOpenSsh",
        "This is a public key in OpenSSH's own format.",
        "Convert it first: ssh-keygen -e -m PKCS8 -f key.pub prints the form that is taken.");

    public static InvalidInputException Certificate() => New(
        "PublicKeyIsCertificate",
        "This is a certificate; IVS takes, and this checks with, the public key alone.",
        "Take the public key out of it first: openssl x509 -in certificate.pem -pubkey -noout prints it.");

    public static InvalidInputException Malformed(string what, Exception? inner = null) => New(
        "PublicKeyMalformed", $"The public key is damaged: {what}.", Derive, inner);

    public static InvalidInputException Algorithm(string name) => New(
        "PublicKeyAlgorithmInvalid",
        $"The public key is a key for {name}; IVS takes only EC keys on the curve P-384 (ES384).",
        "Make a P-384 pair with New-IvsPlaybackKeyPair, and import its public key into IVS (ImportPlaybackKeyPair).");

    public static InvalidInputException Curve(string curve) => New(
        "PublicKeyCurveInvalid",
        $"The public key is on the curve {curve}; ES384 takes only P-384 (secp384r1).",
        "Make a P-384 pair with New-IvsPlaybackKeyPair, and import its public key into IVS (ImportPlaybackKeyPair).");

    public static InvalidInputException Unusable(Exception inner) => New(
        "PublicKeyUnusable",
        "The platform does not take the public key: its point is not on the curve P-384, or it is disposed.",
        Derive,
        inner);

    private static InvalidInputException New(string id, string message, string remedy, Exception? inner = null) =>
        InvalidInputException.For(id, "PublicKey", message, remedy, inner, FindingCategory.InvalidKey);
}
