using System;
using System.Linq;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Platform;
using Xunit;

namespace AwsSignTools.Core.Tests.Platform;

public class HexTests
{
    [Fact]
    public void Bytes_are_written_as_the_platform_does_and_come_back()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            byte[] bytes = Generated.Bytes(new Random(seed), 200);
            string digits = Hex.ToString(bytes);
            byte[] lower = new byte[bytes.Length];
            byte[] upper = new byte[bytes.Length];

            Assert.Equal(Convert.ToHexStringLower(bytes), digits);
            Assert.True(Hex.TryDecode(digits, lower) && lower.AsSpan().SequenceEqual(bytes), $"seed {seed}");
            Assert.True(Hex.TryDecode(digits.ToUpperInvariant(), upper) && upper.AsSpan().SequenceEqual(bytes), $"seed {seed}");
        }
    }

    [Fact]
    public void Every_byte_is_written_at_every_place()
    {
        for (int b = 0; b <= byte.MaxValue; b++)
        {
            for (int length = 1; length <= 9; length++)
            {
                byte[] bytes = [.. Enumerable.Repeat((byte)b, length)];
                bytes[b % length] = (byte)~b;

                Assert.Equal(Convert.ToHexStringLower(bytes), Hex.ToString(bytes));
            }
        }
    }

    [Fact]
    public void Only_hexadecimal_digits_have_a_value()
    {
        for (int c = 0; c <= char.MaxValue; c++)
        {
            Assert.Equal(char.IsAsciiHexDigit((char)c) ? Convert.ToInt32(((char)c).ToString(), 16) : -1, Hex.Digit((char)c));
        }
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("0", 1)]
    [InlineData("000", 1)]
    [InlineData("0g", 1)]
    [InlineData("g0", 1)]
    [InlineData("00", 0)]
    public void Anything_else_is_not_decoded(string digits, int length) => Assert.False(Hex.TryDecode(digits, new byte[length]));
}
