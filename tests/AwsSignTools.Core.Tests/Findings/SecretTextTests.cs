using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;
using AwsSignTools.Findings;
using Xunit;

namespace AwsSignTools.Core.Tests.Findings;

public class SecretTextTests
{
    private const string Body = "MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDC1a2b3c4D5e6F7g8H9i0Jk";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private const string Token = "IQoJb3JpZ2luX2VjEJr//////////wEaCXVzLWVhc3QtMSJHMEUCIQDx1yz2A3bC4";
    private const string Jwt = "eyJhbGciOiJFUzM4NCIsInR5cCI6IkpXVCJ9.eyJhd3M6Y2hhbm5lbC1hcm4iOiJhIn0.c2ln";

    public static TheoryData<string, string> Secrets => new()
    {
        { $"-----BEGIN PRIVATE KEY-----\n{Body}\n-----END PRIVATE KEY-----", "Key" },
        { $"-----BEGIN PRIVATE KEY-----\r\n{Body}\r\n{Body}", "Key" },
        { $"-----BEGIN EC PRIVATE KEY-----\\n{Body}\\n-----END EC PRIVATE KEY-----\\n", "Key" },
        { $"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n{Body}\n-----END RSA PRIVATE KEY-----", "Key" },
        { $"-----BEGIN OPENSSH PRIVATE KEY----- b3BlbnNzaC1rZXktdjEAAAAABG5vbmU -----END OPENSSH PRIVATE KEY-----", "Key" },
        { Body, "Key" },
        { Body.Replace('+', '-'), "Key" },
        { $"  {Body}\n{Body}\nAQ==", "Key" },
        { Convert.ToBase64String(Encoding.UTF8.GetBytes($"-----BEGIN PRIVATE KEY-----\n{Body}")), "Key" },
        { $"/home/me/{Body}", "Base64" },
        { "3081b6020100301006072a8648ce3d020106052b8104002204819e30819b0201010430" + new string('a', 200), "Key" },
        { Jwt, "Jwt" },
        { $"Token {Jwt[..40]}", "Jwt" },
        { Secret, "Base64" },
        { Uri.EscapeDataString(Secret), "Base64" },
        { Secret.Replace("/", "\\/"), "Base64" },
        { Secret.Replace("/", "\\u002f"), "Base64" },
        { "/work/somewhere/" + Secret, "Base64" },
        { Token, "Base64" },
        { $"The value is '{Token}'.", "Base64" },
        { "wss://h/?X-Amz-Security-Token=abc", "NamedValue" },
        { "wss://h/&a=900&261X-Amz-Security-Token=abc", "NamedValue" },
        { "wss://h/?X%2DAmz%2DSecurity%2DToken=abc", "NamedValue" },
        { "wss://h/?X-Amz-Security-Token%3Dabc", "NamedValue" },
        { "X-Amz-Security-Token: abc", "NamedValue" },
        { "aws_secret_access_key = abc", "NamedValue" },
        { "http://user:a/pass@proxy:8080/", "NamedValue" },
        { "//user:pass@proxy", "NamedValue" },
        { "0x" + "3081b6020100301006072a8648ce3d020106052b8104002204819e30819b0201010430" + new string('a', 200), "Key" },
        { "wss://h/?a=b&x-amz-signature=0123456789abcdef", "NamedValue" },
        { "https://h/x.m3u8?token=abc", "NamedValue" },
        { "http://user:pass@proxy:8080", "NamedValue" },
        { "aws_secret_access_key = wJalrXUtnFEMIK7MDENGbPx", "NamedValue" },
        { "{\"SecretAccessKey\": \"abc\", \"x\": 1}", "NamedValue" },
        { "{\\\"SessionToken\\\":\\\"abc\\\"}", "NamedValue" },
        { "Authorization: Bearer abcdefghijklmnopqrstuv", "NamedValue" },
    };

    public static TheoryData<string> Others => new()
    {
        "",
        "AKIAIOSFODNN7EXAMPLE",
        "arn:aws:kinesisvideo:us-west-2:123456789012:channel/demo-channel/1234567890123",
        "arn:aws:ivs:us-west-2:123456789012:channel/AbCdEfGhIjKl",
        "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_AWSAdministratorAccess_1a2b3c4d5e6f7a8b",
        "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_PowerUserAccess_0f1e2d3c4b5a6978/someone@example.com",
        "arn:aws:chime:us-east-1:123456789012:app-instance/4d2b9a3e-1a2b-4c3d-8e9f-a1b2c3d4e5f6/user/me",
        "arn:aws:bedrock-agentcore:us-west-2:123456789012:runtime/my_agent-AbC123dEf4",
        "wss://v-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com/?X-Amz-ChannelARN=arn%3Aaws%3Akinesisvideo%3Aus-west-2%3A123456789012%3Achannel%2Fdemo%2F1234567890123",
        "https://bucket.s3.us-west-2.amazonaws.com/2026/11/29/reports/weekly/Summary-Of-All-Regions-For-The-Quarter.pdf",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "30b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "MEDIA-PIPELINE-OF-THE-FIRST-CHANNEL-IN-EU-WEST-1-AND-EU-CENTRAL-1",
        "D7D1C6E2-9CB0-4D61-BEA9-ECB3D3816557D7D1C6E2-9CB0-4D61-BEA9-ECB3D3816557",
        "GetSignalingChannelEndpointForTheSingleMasterConfiguration",
        "the-quick-brown-fox-jumps-over-the-lazy-dog-in-eu-west-1-every-morning",
        "/tmp/awssigntools-5Fy2N9/AppData/Local/AWSToolkit/RegisteredAccounts.json",
        "/Users/JohnSmith/MyProjects/SigningTools/keys/PrivateKey2026.pem",
        "/home/operator/projects/media/streaming/keys/private-key-of-the-channel.pem",
        "C:\\Users\\operator\\Documents\\PowerShell\\Modules\\AwsSignTools\\key.pem",
        "The private key has no PEM block (-----BEGIN … PRIVATE KEY-----).",
        "Give the private key (-----BEGIN EC PRIVATE KEY----- or -----BEGIN PRIVATE KEY-----).",
        "The session token looks like a JWT (eyJ….….…), which no AWS session token does.",
        "There is no token: it ends. The password is wrong. X-Amz-Signature= is empty",
        "Set AWS_SESSION_TOKEN, too, and -SecretKey",
        "https://user@example.com/",
        "https://example.com:8443/users/me@example.com",
        "https://example.com/a:b/c@d",
        "The token: it has ended. Password: none. X-Amz-Date: 20261129T120000Z",
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261129/us-west-2/kinesisvideo/aws4_request",
    };

    [Theory]
    [MemberData(nameof(Secrets))]
    public void What_looks_like_a_secret_is_found_and_not_shown(string text, string kind)
    {
        Assert.Equal(kind, SecretText.KindOf(text).ToString());
        string shown = SecretText.Conceal($"It was {text}");
        Assert.Contains("***", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("SM49AgE", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("b3JpZ2lu", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("tnFEMI", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("pass", shown, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void What_people_must_be_able_to_read_is_shown(string text)
    {
        Assert.Equal(SecretKind.None, SecretText.KindOf(text));
        Assert.Same(text, SecretText.Conceal(text));
    }

    [Fact]
    public void Only_the_secret_is_replaced() => Assert.Equal(
        "wss://***@h/p?a=1&X-Amz-Security-Token=***&b=2 and *** and {\"Password\": \"***\"}",
        SecretText.Conceal($"wss://u:p@h/p?a=1&X-Amz-Security-Token={Uri.EscapeDataString(Token)}&b=2 and {Secret} and {{\"Password\": \"x\"}}"));

    [Fact]
    public void Base64_over_several_lines_is_hidden_to_its_end()
    {
        string body = string.Join("\n", Body, Body, "AbCd==");

        Assert.Equal("before *** after", SecretText.Conceal($"before {body} after"));
        Assert.Equal("before ***", SecretText.Conceal($"before {body.Replace("\n", "\\n", StringComparison.Ordinal)}"));
        Assert.Equal("***\nThe words after it stay.", SecretText.Conceal($"{Body}\nThe words after it stay."));
    }

    [Fact]
    public void Random_secrets_are_found()
    {
        List<string> missed = [];
        Random random = new(20261129);
        byte[] bytes = new byte[96];
        for (int i = 0; i < 20000; i++)
        {
            random.NextBytes(bytes);
            string text = Convert.ToBase64String(bytes);
            foreach (string secret in new[] { text.Substring(0, 40), $"x={Uri.EscapeDataString(text)}&y=1", $"'{text.Replace('+', '-').Replace('/', '_')}'" })
            {
                if (SecretText.KindOf(secret) == SecretKind.None)
                {
                    missed.Add(secret);
                }
            }
        }

        // Forty characters may happen to look like words; more never do.
        Assert.All(missed, static secret => Assert.Equal(40, secret.Length));
        Assert.True(missed.Count <= 10, $"{missed.Count} of 20,000: {string.Join(" ", missed)}");
    }

    [Fact]
    public void A_real_key_is_found_in_every_form()
    {
        for (int i = 0; i < 50; i++)
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
            string pem = key.ExportPkcs8PrivateKeyPem() + "\n";
            string body = pem.Substring(pem.IndexOf('\n') + 1);
            foreach (string text in new[] { pem, pem.Replace("\n", "\\n"), body, body.Replace("\n", string.Empty), Convert.ToBase64String(Encoding.UTF8.GetBytes(pem)) })
            {
                Assert.Equal(SecretKind.Key, SecretText.KindOf(text));
            }

            Assert.DoesNotContain(body.Substring(150, 10), SecretText.Conceal($"Could not find file '/work/{pem}'."), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_long_text_is_searched_once()
    {
        // A search that began anew at every character would not end within the run.
        string text = string.Concat(new string('a', 1 << 20), new string('=', 1 << 18), new string('%', 1 << 18), new string(':', 1 << 18));

        Assert.Same(text, SecretText.Conceal(text));
        Assert.Equal("token=***", SecretText.Conceal(string.Concat(System.Linq.Enumerable.Repeat("token=", 1 << 18))));
    }
}
