using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace AwsSignTools.Core.Tests.Diagnosis;

/// <summary>
/// A presigner of a few lines, written from the specification and not from ours, each step of which can be replaced by a faulty one. With nothing
/// replaced it makes a viewer's signaling URL that is right.
/// </summary>
internal sealed record FaultySigner
{
    public const string Channel = "arn:aws:kinesisvideo:us-west-2:123456789012:channel/demo one/1234567890123";

    public static readonly DateTimeOffset Time = new(2026, 11, 23, 9, 30, 0, TimeSpan.Zero);

    public string Scheme { get; init; } = "wss";

    public string Host { get; init; } = "v-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com";

    public string Path { get; init; } = "/";

    public string AccessKey { get; init; } = "AKIDEXAMPLE";

    public string Secret { get; init; } = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    public string? Token { get; init; }

    public string Region { get; init; } = "us-west-2";

    public string Service { get; init; } = "kinesisvideo";

    public string Date { get; init; } = "20261123T093000Z";

    public string? ScopeDate { get; init; }

    public string Expires { get; init; } = "299";

    public string SignedHeaders { get; init; } = "host";

    public string Method { get; init; } = "GET";

    public string PayloadHash { get; init; } = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <summary>The parameters besides the signer's own.</summary>
    public IReadOnlyList<(string Name, string Value)> Query { get; init; } =
    [
        ("X-Amz-ChannelARN", "arn:aws:kinesisvideo:us-west-2:123456789012:channel/demo/1234567890123"), ("X-Amz-ClientId", "viewer-1"),
    ];

    /// <summary>How the query is encoded that is signed.</summary>
    public Func<string, string> SignedEncoding { get; init; } = Encode;

    /// <summary>How the query is encoded that is sent.</summary>
    public Func<string, string>? SentEncoding { get; init; }

    /// <summary>The order that is signed.</summary>
    public Func<IEnumerable<(string Name, string Value)>, IEnumerable<(string Name, string Value)>> Order { get; init; } =
        static query => query.OrderBy(static p => p.Name, StringComparer.Ordinal).ThenBy(static p => p.Value, StringComparer.Ordinal);

    public string? SignedHost { get; init; }

    public string? SignedPath { get; init; }

    public string? KeyRegion { get; init; }

    public string? KeyService { get; init; }

    public string? KeyDate { get; init; }

    /// <summary>What is hashed in place of the canonical request.</summary>
    public Func<string, string>? ChangeRequest { get; init; }

    /// <summary>What stands for the canonical request in the string to sign.</summary>
    public Func<string, string>? Digest { get; init; }

    /// <summary>What is signed in place of the string to sign.</summary>
    public Func<string, string>? ChangeText { get; init; }

    /// <summary>The signing key of the secret and the parts of the scope.</summary>
    public Func<string, string[], byte[]>? DeriveKey { get; init; }

    /// <summary>The signature of the key and the string to sign.</summary>
    public Func<byte[], string, byte[]>? SignText { get; init; }

    /// <summary>False leaves the token out of what is signed, and appends it.</summary>
    public bool SignsToken { get; init; } = true;

    /// <summary>SigV4's own encoding, as .NET has it for another specification (RFC 3986, which it shares).</summary>
    public static string Encode(string text) => Uri.EscapeDataString(text);

    public static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    public static string Hex(byte[] bytes) => Convert.ToHexString(bytes).ToLowerInvariant();

    public string Sign()
    {
        string day = ScopeDate ?? Date[..Math.Min(8, Date.Length)];
        string scope = $"{day}/{Region}/{Service}/aws4_request";
        List<(string Name, string Value)> parameters =
        [
            ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"), ("X-Amz-Credential", $"{AccessKey}/{scope}"), ("X-Amz-Date", Date), .. Expires.Length > 0 ? [("X-Amz-Expires", Expires)] : Array.Empty<(string, string)>(),
            .. Token is not null && SignsToken ? [("X-Amz-Security-Token", Token)] : Array.Empty<(string, string)>(),
            ("X-Amz-SignedHeaders", SignedHeaders), .. Query,
        ];
        (string Name, string Value)[] signed = [.. Order(parameters.Select(p => (SignedEncoding(p.Name), SignedEncoding(p.Value))))];
        string canonicalRequest = string.Join(
            '\n', Method, SignedPath ?? Path, Join(signed), "host:" + (SignedHost ?? Host), string.Empty, SignedHeaders, PayloadHash);
        canonicalRequest = ChangeRequest?.Invoke(canonicalRequest) ?? canonicalRequest;
        string digest = Digest?.Invoke(canonicalRequest) ?? Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonicalRequest)));
        string stringToSign = $"AWS4-HMAC-SHA256\n{Date}\n{scope}\n{digest}";
        stringToSign = ChangeText?.Invoke(stringToSign) ?? stringToSign;
        string[] parts = [KeyDate ?? day, KeyRegion ?? Region, KeyService ?? Service, "aws4_request"];
        byte[] key = DeriveKey?.Invoke(Secret, parts) ?? parts.Aggregate(Encoding.UTF8.GetBytes("AWS4" + Secret), Hmac);
        key = SignText?.Invoke(key, stringToSign) ?? Hmac(key, stringToSign);

        Func<string, string> sent = SentEncoding ?? SignedEncoding;
        string query = Join(Order(parameters.Select(p => (sent(p.Name), sent(p.Value)))));
        string appended = Token is not null && !SignsToken ? "&X-Amz-Security-Token=" + Encode(Token) : string.Empty;
        return $"{Scheme}://{Host}{Path}?{query}&X-Amz-Signature={Hex(key)}{appended}";
    }

    private static string Join(IEnumerable<(string Name, string Value)> query) => string.Join('&', query.Select(static p => $"{p.Name}={p.Value}"));
}
