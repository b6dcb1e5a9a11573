using System;
using System.Security.Cryptography;
using System.Text;
using AwsSignTools.Core.Tests.Keys;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Keys;

namespace AwsSignTools.Core.Tests.Services.Ivs;

/// <summary>Tokens made by hand, so that every mistake can be made: with the platform's own base64, JSON as text, and ECDsa.</summary>
internal static class HandMade
{
    public const string Header = """{"alg":"ES384","typ":"JWT"}""";
    public const string Channel = "arn:aws:ivs:us-west-2:123456789012:channel/abcdABCDefgh";
    public const string PlaybackUrl = "https://a1b2c3d4.us-west-2.playback.live-video.net/api/video/v1/us-west-2.123456789012.channel.abcdABCDefgh.m3u8";
    public static readonly DateTimeOffset Now = Known.Time;
    public static readonly long End = Now.AddMinutes(5).ToUnixTimeSeconds();

    /// <summary>The claims of every kind, but for those that are given: others in the form of JSON, or none for null.</summary>
    public static string Claims(
        string? channel = $"\"{Channel}\"",
        string? exp = "1440938460",
        string? origin = null,
        string? strict = null,
        string? singleUse = null,
        string? viewer = null,
        string? version = null,
        string? more = null)
    {
        string[] members =
        [
            Member("aws:channel-arn", channel),
            Member("aws:access-control-allow-origin", origin),
            Member("aws:strict-origin-enforcement", strict),
            Member("aws:single-use-uuid", singleUse),
            Member("aws:viewer-id", viewer),
            Member("aws:viewer-session-version", version),
            Member("exp", exp),
            more ?? string.Empty,
        ];
        return "{" + string.Join(',', Array.FindAll(members, static m => m.Length > 0)) + "}";

        static string Member(string name, string? value) => value is null ? string.Empty : $"\"{name}\":{value}";
    }

    /// <summary>A key that the caller disposes.</summary>
    public static ECDsa NewKey() => EcPrivateKeyReader.Read(TestKeys.Sec1);

    public static string Encode(string json) => Encode(Encoding.UTF8.GetBytes(json));

    public static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public static byte[] Sign(string input, ECDsa? key = null, HashAlgorithmName? hash = null, DSASignatureFormat format = DSASignatureFormat.IeeeP1363FixedFieldConcatenation) =>
        Sign(Encoding.UTF8.GetBytes(input), key, hash, format);

    public static byte[] Sign(byte[] input, ECDsa? key = null, HashAlgorithmName? hash = null, DSASignatureFormat format = DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
    {
        using ECDsa own = NewKey();
        return (key ?? own).SignData(input, hash ?? HashAlgorithmName.SHA384, format);
    }

    /// <summary>A token of a header and claims, as they are given.</summary>
    public static string Token(string? claims = null, string header = Header, ECDsa? key = null)
    {
        string input = $"{Encode(header)}.{Encode(claims ?? Claims())}";
        return $"{input}.{Encode(Sign(input, key))}";
    }

    /// <summary>A token whose signature is made some other way, from the two parts.</summary>
    public static string SignedBy(Func<string, byte[]> sign, string header = Header, string? claims = null)
    {
        string input = $"{Encode(header)}.{Encode(claims ?? Claims())}";
        return $"{input}.{Encode(sign(input))}";
    }
}
