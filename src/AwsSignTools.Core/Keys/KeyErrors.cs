using System;
using AwsSignTools.Findings;

namespace AwsSignTools.Keys;

/// <summary>The refusals of a private key, each in its own words. None shows any part of the key.</summary>
internal static class KeyErrors
{
    private const string Generate = "Make a P-384 key pair with: openssl ecparam -name secp384r1 -genkey -noout -out private-key.pem";
    private const string Convert = "Convert it with: openssl pkcs8 -topk8 -v2 aes-256-cbc -in key.pem -out private-key.pem";

    public static InvalidInputException NotPem() => New(
        "PrivateKeyNotPem",
        "The private key has no PEM block (-----BEGIN … PRIVATE KEY-----).",
        "Give the whole content of the .pem file, or its path as -PrivateKeyPath.");

    public static InvalidInputException TooLarge(Exception inner) => New(
        "PrivateKeyNotPem", $"The file of the private key is no PEM file of a key. {inner.Message}", "Give the path of the .pem file.", inner);

    public static InvalidInputException Malformed(string what, Exception? inner = null) => New(
        "PrivateKeyMalformed",
        $"The private key is damaged: {what}.",
        "Copy the key again, whole, from -----BEGIN to the last dash.",
        inner);

    public static InvalidInputException Rsa() => New(
        "PrivateKeyIsRsa", "The private key is an RSA key; IVS takes only EC keys on the curve P-384 (ES384).", Generate);

    public static InvalidInputException Algorithm(string name) => New(
        "PrivateKeyAlgorithmInvalid", $"The private key is a key for {name}; IVS takes only EC keys on the curve P-384 (ES384).", Generate);

    public static InvalidInputException Curve(string curve) => New(
        "PrivateKeyCurveInvalid", $"The private key is on the curve {curve}; ES384 takes only P-384 (secp384r1).", Generate);

    public static InvalidInputException PublicKey() => New(
        "PrivateKeyIsPublicKey",
        "This is a public key; a token is signed with the private one.",
        "Give the private key of the pair, and import the public key into IVS (ImportPlaybackKeyPair).");

    public static InvalidInputException Certificate() => New(
        "PrivateKeyIsCertificate",
        "This is a certificate, which holds a public key only; a token is signed with a private key.",
        "Give the private key (-----BEGIN EC PRIVATE KEY----- or -----BEGIN PRIVATE KEY-----).");

    public static InvalidInputException OpenSsh() => New(
        "PrivateKeyIsOpenSsh",
        "This is a private key in OpenSSH's own format.",
        "Convert a copy of it with: ssh-keygen -p -m PEM -f copy-of-the-key");

    public static InvalidInputException PassphraseMissing() => New(
        "PrivateKeyPassphraseMissing", "The private key is encrypted, and no passphrase is given.", "Give its passphrase as -Passphrase, a SecureString.");

    public static InvalidInputException PassphraseWrong(Exception? inner = null) => New(
        "PrivateKeyPassphraseWrong", "The private key could not be decrypted: the passphrase is wrong, or the key is damaged.", "Give the passphrase the key was encrypted with.", inner);

    public static InvalidInputException EncryptionUnsupported(string scheme, Exception? inner = null) => New(
        "PrivateKeyEncryptionUnsupported", $"The private key is encrypted with {scheme}, which is not supported here.", Convert, inner);

    public static InvalidInputException IterationsOutOfRange(string count, int limit) => New(
        "PrivateKeyEncryptionUnsupported",
        $"The private key is encrypted with {count} iterations of PBKDF2; 1 to {limit} are accepted.",
        "Convert it with fewer iterations: openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 600000 -in key.pem -out private-key.pem");

    public static InvalidInputException Unusable(Exception inner) => New(
        "PrivateKeyUnusable",
        "The platform does not take the private key: its numbers are not those of a P-384 key, or it lacks the public point, which this platform cannot compute.",
        "Write it again, complete, with: openssl ec -in key.pem -out private-key.pem",
        inner);

    private static InvalidInputException New(string id, string message, string remedy, Exception? inner = null) =>
        InvalidInputException.For(id, "PrivateKey", message, remedy, inner, FindingCategory.InvalidKey);
}

/// <summary>The refusals of a public key, each in its own words. None shows any part of a key: it may be a private one in the wrong place.</summary>
internal static class PublicKeyErrors
{
    private const string Derive = "Take the public key of the pair from the private one with: openssl ec -in private-key.pem -pubout -out public-key.pem";

    public static InvalidInputException NotPem() => New(
        "PublicKeyNotPem",
        "The public key has no PEM block (-----BEGIN PUBLIC KEY-----).",
        "Give the whole content of the .pem file that was imported into IVS, or its path.");

    public static InvalidInputException TooLarge(Exception inner) => New(
        "PublicKeyNotPem", $"The file of the public key is no PEM file of a key. {inner.Message}", "Give the path of the .pem file that was imported into IVS.", inner);

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
