using System;
using System.Text;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Platform;
using Xunit;

namespace AwsSignTools.Core.Tests.Platform;

public class Base64UrlTests
{
    // RFC 4648 section 10, without the padding.
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "Zg")]
    [InlineData("fo", "Zm8")]
    [InlineData("foo", "Zm9v")]
    [InlineData("foob", "Zm9vYg")]
    [InlineData("fooba", "Zm9vYmE")]
    [InlineData("foobar", "Zm9vYmFy")]
    public void Text_is_encoded_as_published(string text, string encoded) => Assert.Equal(encoded, Encode(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Bytes_are_encoded_as_the_platform_does()
    {
        for (int seed = 0; seed < 1000; seed++)
        {
            byte[] bytes = Generated.Bytes(new Random(seed), 200);
            Assert.Equal(System.Buffers.Text.Base64Url.EncodeToString(bytes), Encode(bytes));
        }
    }

    [Fact]
    public void A_destination_without_room_for_the_padding_is_refused() =>
        Assert.Throws<ArgumentException>("destination", () => Base64Url.Encode("f"u8, new byte[3]));

    private static string Encode(byte[] bytes)
    {
        byte[] destination = new byte[(bytes.Length + 2) / 3 * 4];
        int length = Base64Url.Encode(bytes, destination);
        Assert.Equal(Base64Url.EncodedLength(bytes.Length), length);
        return Encoding.ASCII.GetString(destination, 0, length);
    }
}
