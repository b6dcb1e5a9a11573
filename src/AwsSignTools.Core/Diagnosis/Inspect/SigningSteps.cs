using System;
using AwsSignTools.Platform;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>
/// The steps from a canonical request to a signature, for a signer that does one of them in another way than SigV4. A step that is null is SigV4's.
/// </summary>
internal sealed record SigningSteps
{
    /// <summary>Makes of the right canonical request the one that was hashed.</summary>
    public Func<string, string>? ChangeRequest { get; init; }

    /// <summary>Makes of the canonical request what stands for it in the string to sign; its SHA-256 in lower-case hexadecimal if null.</summary>
    public Func<string, string>? Digest { get; init; }

    /// <summary>Makes of the right string to sign the one that was signed.</summary>
    public Func<string, string>? ChangeStringToSign { get; init; }

    /// <summary>Makes the signing key of the secret and the four parts of the scope.</summary>
    public Func<byte[], string[], byte[]>? DeriveKey { get; init; }

    /// <summary>Makes the signature of the signing key and the string to sign.</summary>
    public Func<byte[], string, byte[]>? Sign { get; init; }

    /// <summary>HMAC-SHA-256.</summary>
    public static byte[] Hmac(byte[] key, byte[] data)
    {
        byte[] mac = new byte[PlatformCrypto.Sha256Length];
        PlatformCrypto.HmacSha256(key, data, mac);
        return mac;
    }

    /// <summary>SHA-256.</summary>
    public static byte[] Hash(byte[] data)
    {
        byte[] hash = new byte[PlatformCrypto.Sha256Length];
        PlatformCrypto.Sha256(data, hash);
        return hash;
    }

    /// <summary>The bytes of a text in UTF-8.</summary>
    public static byte[] Utf8(string text) => Text.StrictUtf8.GetBytes(text);

    /// <summary>Four HMACs, each over a part of the scope, with a change of each result before it is the next key.</summary>
    public static byte[] Chain(byte[] key, string[] parts, Func<byte[], byte[]>? change = null)
    {
        foreach (string part in parts)
        {
            byte[] next = Hmac(key, Utf8(part));
            PlatformCrypto.Zero(key);
            key = change is null ? next : change(next);
        }

        return key;
    }

    /// <summary>The secret after <c>AWS4</c>, as the first key.</summary>
    public static byte[] Prefixed(byte[] secret) => [.. "AWS4"u8, .. secret];

    /// <summary>True if a signer with these steps makes a signature of a form.</summary>
    public bool Matches(SignedForm form, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> signature)
    {
        string request = form.CanonicalRequest;
        request = ChangeRequest?.Invoke(request) ?? request;
        string digest = Digest?.Invoke(request) ?? Hex.ToString(Hash(Utf8(request)));
        string stringToSign = $"AWS4-HMAC-SHA256\n{form.Date}\n{form.Scope}\n{digest}";
        stringToSign = ChangeStringToSign?.Invoke(stringToSign) ?? stringToSign;
        string[] scope = [form.KeyDate, form.KeyRegion, form.KeyService, "aws4_request"];
        byte[] copy = secret.ToArray();
        byte[] key = DeriveKey?.Invoke(copy, scope) ?? Chain(Prefixed(copy), scope);
        try
        {
            return PlatformCrypto.FixedTimeEquals(Sign?.Invoke(key, stringToSign) ?? Hmac(key, Utf8(stringToSign)), signature);
        }
        finally
        {
            PlatformCrypto.Zero(copy);
            PlatformCrypto.Zero(key);
        }
    }
}
