using AwsSignTools.Aws;
using Xunit;

namespace AwsSignTools.Core.Tests.Aws;

public class ArnTests
{
    [Fact]
    public void An_arn_is_taken_apart_and_its_resource_keeps_its_colons()
    {
        Assert.True(Arn.TryParse("arn:aws-cn:chime:cn-north-1:123456789012:a:b/c", out Arn arn));

        Assert.Equal("aws-cn", arn.Partition.ToString());
        Assert.Equal("chime", arn.Service.ToString());
        Assert.Equal("cn-north-1", arn.Region.ToString());
        Assert.Equal("123456789012", arn.Account.ToString());
        Assert.Equal("a:b/c", arn.Resource.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("arn")]
    [InlineData("arn:")]
    [InlineData("arn:aws:s:r:1")]
    [InlineData("arn:aws:s:r:1:")]
    [InlineData("arn:aws:s:r:x:a")]
    [InlineData("arn:aws:s:r:١:a")]
    [InlineData("arn:aws:s:R:1:a")]
    [InlineData("arn:aws:s::1:a")]
    [InlineData("arn::s:r:1:a")]
    [InlineData("Arn:aws:s:r:1:a")]
    [InlineData("xarn:aws:s:r:1:a")]
    public void A_text_without_six_good_parts_is_none(string? text) => Assert.False(Arn.TryParse(text, out _));

    [Theory]
    [InlineData("arn%3Aaws", true)]
    [InlineData("ARN%3aaws", true)]
    [InlineData("arn%253Aaws", true)]
    [InlineData("arn:aws:a%3Ab", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void An_arn_that_was_encoded_is_told(string? text, bool encoded) => Assert.Equal(encoded, Arn.LooksEncoded(text));
}
