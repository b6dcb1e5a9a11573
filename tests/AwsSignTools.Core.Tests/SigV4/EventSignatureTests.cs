using System;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.SigV4;

public class EventSignatureTests
{
    private const string Prior = "ce2704cf5f348fd66f179d5883162f223c30b3fb8213fb1bc097bf2ecd34b1b5";
    private static readonly AwsCredential Credential = new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    private static readonly DateTimeOffset Time = new(2023, 7, 31, 11, 36, 12, TimeSpan.Zero);

    // neilberkman/ex_aws_auth and aws-beam/aws_signature.
    [Fact]
    public void The_signature_of_an_empty_event_is_as_published()
    {
        byte[] signature = new byte[EventSignature.Length];

        EventSignature.Compute(
            Credential, "us-east-1", "transcribe", Time, EventSignature.Parse(Prior), Convert.FromHexString("053a646174650800000189abbbffe0"), [], signature);

        Assert.Equal("29ef82c39850abdcc65f9d6046f3e437e385112b80b7f17b31ba33a7da3cc8af", Convert.ToHexStringLower(signature));
    }

    [Theory]
    [InlineData(31, 32)]
    [InlineData(33, 32)]
    [InlineData(0, 32)]
    [InlineData(32, 31)]
    public void A_signature_takes_32_bytes(int prior, int signature) => Assert.Throws<ArgumentException>(
        () => EventSignature.Compute(Credential, "us-east-1", "transcribe", Time, new byte[prior], [], [], new byte[signature]));

    [Fact]
    public void A_null_credential_is_named() => Assert.Throws<ArgumentNullException>(
        "credential", () => EventSignature.Compute(null!, "us-east-1", "transcribe", Time, new byte[32], [], [], new byte[32]));

    [Fact]
    public void A_signature_is_read_from_hexadecimal_of_either_case()
    {
        byte[] expected = Convert.FromHexString(Prior);

        Assert.Equal(expected, EventSignature.Parse(Prior));
        Assert.Equal(expected, EventSignature.Parse(" " + Prior.ToUpperInvariant() + "\r\n"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ce")]
    [InlineData("ce2704cf5f348fd66f179d5883162f223c30b3fb8213fb1bc097bf2ecd34b1b")]
    [InlineData("ce2704cf5f348fd66f179d5883162f223c30b3fb8213fb1bc097bf2ecd34b1b5b")]
    [InlineData("ce2704cf5f348fd66f179d5883162f223c30b3fb8213fb1bc097bf2ecd34b1b5b5")]
    [InlineData("ge2704cf5f348fd66f179d5883162f223c30b3fb8213fb1bc097bf2ecd34b1b5")]
    [InlineData("cg2704cf5f348fd66f179d5883162f223c30b3fb8213fb1bc097bf2ecd34b1b5")]
    public void A_text_that_is_no_signature_is_refused(string text) =>
        _ = Refused.As("PriorSignatureInvalid", text, () => EventSignature.Parse(text));

    [Fact]
    public void A_null_text_is_named() => Assert.Throws<ArgumentNullException>("signature", () => EventSignature.Parse(null!));
}
