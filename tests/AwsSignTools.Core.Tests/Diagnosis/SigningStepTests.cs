using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using AwsSignTools.Diagnosis;
using AwsSignTools.Diagnosis.Inspect;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;
using Xunit;
using static AwsSignTools.Core.Tests.Diagnosis.FaultySigner;

namespace AwsSignTools.Core.Tests.Diagnosis;

/// <summary>What signers that are written by hand get wrong: each step is done wrong, and named.</summary>
public class SigningStepTests
{
    private static readonly FaultySigner Right = new();
    private static readonly FaultySigner Spaced = new() { Path = "/a b", SignedPath = "/a%2520b" };

    private static readonly Dictionary<string, (FaultySigner Signer, string Id, string Words)> Mistakes = new()
    {
        ["no AWS4"] = (Key(static (secret, scope) => Chain(secret, scope)), "SigningKeyMisderived", "without AWS4"),
        ["the secret alone"] = (Key(static (secret, _) => Encoding.UTF8.GetBytes(secret)), "SigningKeyMisderived", "the secret itself"),
        ["AWS4 and the secret alone"] = (Key(static (secret, _) => Encoding.UTF8.GetBytes("AWS4" + secret)), "SigningKeyMisderived", "AWS4 and the secret"),
        ["hexadecimal keys"] = (Key(static (secret, scope) => Chain("AWS4" + secret, scope, static k => Encoding.ASCII.GetBytes(Hex(k)))), "SigningKeyMisderived", "hexadecimal text of each"),
        ["Base64 keys"] = (Key(static (secret, scope) => Chain("AWS4" + secret, scope, static k => Encoding.ASCII.GetBytes(Convert.ToBase64String(k)))), "SigningKeyMisderived", "Base64 text"),
        ["a hexadecimal last key"] = (Right with { SignText = static (key, text) => FaultySigner.Hmac(Encoding.ASCII.GetBytes(Hex(key)), text) }, "SigningKeyMisderived", "used as hexadecimal"),
        ["key and data exchanged"] = (Key(static (secret, scope) => scope.Aggregate(Encoding.UTF8.GetBytes("AWS4" + secret), static (data, part) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(part), data))), "SigningKeyMisderived", "exchanged"),
        ["service before region"] = (Key(static (secret, s) => Chain("AWS4" + secret, [s[0], s[2], s[1], s[3]])), "SigningKeyMisderived", "service before"),
        ["no aws4_request"] = (Key(static (secret, s) => Chain("AWS4" + secret, s[..3])), "SigningKeyMisderived", "aws4_request"),
        ["one HMAC"] = (Key(static (secret, s) => Chain("AWS4" + secret, [string.Join('/', s)])), "SigningKeyMisderived", "in one HMAC"),
        ["a decoded secret"] = (Right with { Secret = "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0", DeriveKey = static (secret, s) => s.Aggregate((byte[])[.. "AWS4"u8, .. Convert.FromBase64String(secret)], FaultySigner.Hmac) }, "SigningKeyMisderived", "decoded as Base64"),
        ["UTF-16 keys"] = (Key(static (secret, s) => s.Aggregate(Encoding.Unicode.GetBytes("AWS4" + secret), static (key, part) => HMACSHA256.HashData(key, Encoding.Unicode.GetBytes(part)))), "SigningKeyMisderived", "UTF-16"),
        ["the time in the key"] = (Right with { KeyDate = Right.Date }, "SigningKeyMisderived", "with its time"),
        ["no empty line"] = (Request(static r => r.Replace("\n\n", "\n", StringComparison.Ordinal)), "CanonicalRequestMalformed", "no empty line"),
        ["two empty lines"] = (Request(static r => r.Replace("\n\n", "\n\n\n", StringComparison.Ordinal)), "CanonicalRequestMalformed", "one more empty line"),
        ["a last line end"] = (Request(static r => r + "\n"), "CanonicalRequestMalformed", "ends with a line end"),
        ["CR LF"] = (Request(static r => r.Replace("\n", "\r\n", StringComparison.Ordinal)), "CanonicalRequestMalformed", "carriage returns"),
        ["literal \\n"] = (Request(static r => r.Replace("\n", "\\n", StringComparison.Ordinal)), "CanonicalRequestMalformed", "two characters"),
        ["a question mark"] = (Request(static r => r.Replace("\nX-Amz-Algorithm", "\n?X-Amz-Algorithm", StringComparison.Ordinal)), "CanonicalRequestMalformed", "? before"),
        ["path and query together"] = (Request(static r => r.Replace("/\nX-Amz-Algorithm", "/?X-Amz-Algorithm", StringComparison.Ordinal)), "CanonicalRequestMalformed", "on one line"),
        ["no path"] = (Request(static r => r.Replace("GET\n/\n", "GET\n", StringComparison.Ordinal)), "CanonicalRequestMalformed", "no line for the path"),
        ["no method"] = (Request(static r => r.Replace("GET\n", string.Empty, StringComparison.Ordinal)), "CanonicalRequestMalformed", "no line for the method"),
        ["no query"] = (Request(static r => string.Join('\n', r.Split('\n').Where(static (_, i) => i != 2))), "CanonicalRequestMalformed", "no line for the query"),
        ["Host"] = (Request(static r => r.Replace("\nhost:", "\nHost:", StringComparison.Ordinal)), "CanonicalRequestMalformed", "another case"),
        ["a space"] = (Request(static r => r.Replace("\nhost:", "\nhost: ", StringComparison.Ordinal)), "CanonicalRequestMalformed", "space after host"),
        ["wss in the host"] = (Right with { SignedHost = "wss://" + Right.Host }, "CanonicalRequestMalformed", "scheme in the header"),
        ["https in the host"] = (Right with { SignedHost = "https://" + Right.Host }, "CanonicalRequestMalformed", "scheme in the header"),
        ["no signed headers"] = (Request(static r => r.Replace("\n\nhost\n", "\n\n", StringComparison.Ordinal)), "CanonicalRequestMalformed", "names of the signed headers"),
        ["no payload"] = (Request(static r => r[..r.LastIndexOf('\n')]), "CanonicalRequestMalformed", "no line for the hash of the payload"),
        ["an upper-case payload"] = (Right with { PayloadHash = Right.PayloadHash.ToUpperInvariant() }, "CanonicalRequestMalformed", "in upper case"),
        ["a query that is encoded as a whole"] = (Request(static r => string.Join('\n', r.Split('\n').Select(static (line, i) => i == 2 ? Encode(line) : line))), "CanonicalRequestMalformed", "as a whole"),
        ["a query without the credential"] = (Request(static r => string.Join('\n', r.Split('\n').Select(static (line, i) => i == 2 ? string.Join('&', line.Split('&').Where(static p => !p.StartsWith("X-Amz-Credential", StringComparison.Ordinal))) : line))), "CanonicalRequestMalformed", "no X-Amz-Credential"),
        ["a query without the signer's own"] = (Request(static r => string.Join('\n', r.Split('\n').Select(static (line, i) => i == 2 ? string.Join('&', line.Split('&').Where(static p => p.StartsWith("X-Amz-C", StringComparison.Ordinal) && !p.StartsWith("X-Amz-Cre", StringComparison.Ordinal))) : line))), "CanonicalRequestMalformed", "none of the X-Amz- parameters"),
        ["no hash"] = (Right with { Digest = static r => r }, "StringToSignMalformed", "itself"),
        ["an upper-case hash"] = (Right with { Digest = static r => Convert.ToHexString(Sha(r)) }, "StringToSignMalformed", "upper case"),
        ["a Base64 hash"] = (Right with { Digest = static r => Convert.ToBase64String(Sha(r)) }, "StringToSignMalformed", "Base64"),
        ["a hash of a hash"] = (Right with { Digest = static r => Hex(Sha(Hex(Sha(r)))) }, "StringToSignMalformed", "of the SHA-256"),
        ["a hash of a hash's bytes"] = (Right with { Digest = static r => Hex(SHA256.HashData(Sha(r))) }, "StringToSignMalformed", "bytes of the SHA-256"),
        ["no algorithm"] = (Text(static t => t[(t.IndexOf('\n', StringComparison.Ordinal) + 1)..]), "StringToSignMalformed", "no line for the algorithm"),
        ["no date"] = (Text(static t => t.Replace("\n20261123T093000Z", string.Empty, StringComparison.Ordinal)), "StringToSignMalformed", "no line for the date"),
        ["no scope"] = (Text(static t => t.Replace("\n20261123/us-west-2/kinesisvideo/aws4_request", string.Empty, StringComparison.Ordinal)), "StringToSignMalformed", "no line for the scope"),
        ["a scope without its end"] = (Text(static t => t.Replace("/aws4_request", string.Empty, StringComparison.Ordinal)), "StringToSignMalformed", "without aws4_request"),
        ["a scope in another order"] = (Text(static t => t.Replace("us-west-2/kinesisvideo", "kinesisvideo/us-west-2", StringComparison.Ordinal)), "StringToSignMalformed", "service before"),
        ["a scope with the access key"] = (Text(static t => t.Replace("\n20261123/", "\nAKIDEXAMPLE/20261123/", StringComparison.Ordinal)), "StringToSignMalformed", "access key id"),
        ["a day"] = (Text(static t => t.Replace("T093000Z", string.Empty, StringComparison.Ordinal)), "StringToSignMalformed", "without its time"),
        ["a long date"] = (Text(static t => t.Replace("20261123T093000Z", "2026-11-23T09:30:00Z", StringComparison.Ordinal)), "StringToSignMalformed", "2026-11-23T09:30:00Z"),
        ["CR LF in the string"] = (Text(static t => t.Replace("\n", "\r\n", StringComparison.Ordinal)), "StringToSignMalformed", "carriage returns"),
        ["literal \\n in the string"] = (Text(static t => t.Replace("\n", "\\n", StringComparison.Ordinal)), "StringToSignMalformed", "two characters"),
        ["a last line end in the string"] = (Text(static t => t + "\n"), "StringToSignMalformed", "ends with a line end"),
        ["the last HMAC exchanged"] = (Right with { SignText = static (key, text) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(text), key) }, "SignatureMiscomputed", "exchanged"),
        ["a hashed string"] = (Right with { SignText = static (key, text) => HMACSHA256.HashData(key, Sha(text)) }, "SignatureMiscomputed", "over the SHA-256"),
        ["a string in hexadecimal"] = (Right with { SignText = static (key, text) => FaultySigner.Hmac(key, Hex(Sha(text))) }, "SignatureMiscomputed", "hexadecimal SHA-256"),
        ["a string in UTF-16"] = (Right with { SignText = static (key, text) => HMACSHA256.HashData(key, Encoding.Unicode.GetBytes(text)) }, "SignatureMiscomputed", "UTF-16"),
        ["another client id"] = (Changed("viewer-1", "VIEWER-1"), "ParameterChanged", "'viewer-1' when the URL was signed"),
        ["no client id"] = (Changed("", "viewer-1"), "ParameterChanged", "was '' when"),
        ["another password"] = (Right with { Query = [("password", "HUNTER2")], ChangeRequest = static r => r.Replace("HUNTER2", "hunter2", StringComparison.Ordinal) }, "ParameterChanged", "'password' had another value"),
        ["another region in the ARN"] = (Right with { ChangeRequest = static r => r.Replace("kinesisvideo%3Aus-west-2", "kinesisvideo%3Aeu-west-1", StringComparison.Ordinal) }, "ParameterChanged", "eu-west-1"),
        ["another region's host"] = (Right with { SignedHost = "v-a1b2c3d4.kinesisvideo.eu-west-1.amazonaws.com" }, "SignedForAnotherHost", "eu-west-1"),
        ["a fips host"] = (Right with { SignedHost = "v-a1b2c3d4.kinesisvideo-fips.us-west-2.amazonaws.com" }, "SignedForAnotherHost", "-fips"),
        ["a dual-stack host"] = (Right with { SignedHost = "v-a1b2c3d4.kinesisvideo.us-west-2.api.aws" }, "SignedForAnotherHost", "api.aws"),
        ["the service's own host"] = (Right with { SignedHost = "kinesisvideo.us-west-2.amazonaws.com" }, "SignedForAnotherHost", "'kinesisvideo.us-west-2"),
    };

    public static TheoryData<string> Names => [.. Mistakes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_step_that_is_done_wrong_is_named(string name)
    {
        (FaultySigner signer, string id, string words) = Mistakes[name];

        SignedUrlReport report = Inspect(signer, signer.Secret);

        Assert.False(report.SignatureValid);
        Assert.Equal((id, FindingSeverity.Error), (report.Findings[0].Id, report.Findings[0].Severity));
        Assert.Contains(words, report.Findings[0].Message, StringComparison.Ordinal);
        Assert.DoesNotContain(signer.Secret, string.Concat(report.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_right_signature_and_another_secret_are_not_explained()
    {
        Assert.True(Inspect(Right, Right.Secret).Valid);
        Assert.Equal("SignatureMismatch", Inspect(Right, "another").Findings[0].Id);
        Assert.True(Inspect(Spaced, Spaced.Secret).SignatureValid);
    }

    private static SignedUrlReport Inspect(FaultySigner signer, string secret) => SignedUrlInspector.Inspect(
        signer.Sign(), new InspectionOptions(Time) { Credential = new AwsCredential(signer.AccessKey, secret) });

    private static FaultySigner Key(Func<string, string[], byte[]> derive) => Right with { DeriveKey = derive };

    private static FaultySigner Request(Func<string, string> change) => Right with { ChangeRequest = change };

    private static FaultySigner Text(Func<string, string> change) => Right with { ChangeText = change };

    private static FaultySigner Changed(string signed, string sent) => Right with
    {
        Query = [Right.Query[0], ("X-Amz-ClientId", sent)],
        ChangeRequest = request => request.Replace("X-Amz-ClientId=" + sent, "X-Amz-ClientId=" + signed, StringComparison.Ordinal),
    };

    private static byte[] Chain(string secret, string[] scope, Func<byte[], byte[]>? change = null) =>
        scope.Aggregate(Encoding.UTF8.GetBytes(secret), (key, part) => change is null ? FaultySigner.Hmac(key, part) : change(FaultySigner.Hmac(key, part)));

    private static byte[] Sha(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
