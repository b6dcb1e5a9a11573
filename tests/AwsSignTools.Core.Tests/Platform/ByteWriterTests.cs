using System;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Platform;
using Xunit;

namespace AwsSignTools.Core.Tests.Platform;

public class ByteWriterTests
{
    [Fact]
    public void What_is_written_stands_in_its_order_however_the_writer_grows()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            StringBuilder expected = new();
            ByteWriter writer = new(random.Next(20));
            for (int i = random.Next(60); i > 0; i--)
            {
                switch (random.Next(4))
                {
                    case 0:
                        string text = Generated.Text(random, 200);
                        writer.WriteUtf8(text);
                        _ = expected.Append(text);
                        break;
                    case 1:
                        byte[] bytes = Generated.Bytes(random, 50);
                        writer.WriteHex(bytes);
                        _ = expected.Append(Convert.ToHexStringLower(bytes));
                        break;
                    case 2:
                        int number = random.Next();
                        writer.WriteDecimal(number);
                        _ = expected.Append(number.ToString(CultureInfo.InvariantCulture));
                        break;
                    default:
                        writer.Write((byte)'x');
                        writer.Write("yz"u8);
                        _ = expected.Append("xyz");
                        break;
                }
            }

            Assert.True(Encoding.UTF8.GetString(writer.Written) == expected.ToString(), $"seed {seed}");
            Assert.True(writer.Length == writer.Written.Length, $"seed {seed}");
            writer.Dispose();
        }
    }

    [Theory]
    [InlineData(0, 1, "0")]
    [InlineData(7, 2, "07")]
    [InlineData(10, 2, "10")]
    [InlineData(123, 2, "123")]
    [InlineData(604_800, 1, "604800")]
    [InlineData(int.MaxValue, 4, "2147483647")]
    [InlineData(1, 4, "0001")]
    public void A_number_is_padded_to_its_width(int number, int width, string digits)
    {
        ByteWriter writer = new(1);
        writer.WriteDecimal(number, width);

        Assert.Equal(digits, Encoding.ASCII.GetString(writer.Written));
        writer.Dispose();
    }

    [Fact]
    public void What_was_written_is_wiped_when_the_writer_grows_and_when_it_ends()
    {
        ByteWriter writer = new(16);
        writer.Write("canary"u8);
        byte[] first = BufferOf(ref writer);
        writer.Write(new byte[first.Length]);
        byte[] second = BufferOf(ref writer);
        Assert.NotSame(first, second);
        Assert.True(second.AsSpan().StartsWith("canary"u8));
        Assert.Equal(-1, first.AsSpan().IndexOf("canary"u8));

        writer.Dispose();

        Assert.Equal(-1, second.AsSpan().IndexOf("canary"u8));
        Assert.Equal(0, writer.Length);
        writer.Dispose();
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_refused() => Assert.Throws<EncoderFallbackException>(static () =>
    {
        ByteWriter writer = new(1);
        try
        {
            writer.WriteUtf8("\uD800");
        }
        finally
        {
            writer.Dispose();
        }
    });

    // The array, of which the writer shows only what is written.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_buffer")]
    private static extern ref byte[] BufferOf(ref ByteWriter writer);
}
