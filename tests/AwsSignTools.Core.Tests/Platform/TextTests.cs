using System;
using System.Linq;
using AwsSignTools.Platform;
using Xunit;

namespace AwsSignTools.Core.Tests.Platform;

public class TextTests
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    [Fact]
    public void Every_character_is_told_wherever_it_stands()
    {
        // At each place of texts of each length: vectors look at several at once, and at the rest in another way.
        for (int c = 0; c <= 0x100; c++)
        {
            int length = c % 70;
            for (int place = 0; place <= length; place++)
            {
                string text = new string('a', place) + (char)c + new string('z', length - place);
                bool isUnreserved = Unreserved.Contains((char)c, StringComparison.Ordinal);
                byte[] copy = new byte[text.Length];

                Assert.Equal(c < 0x80, Text.IsAscii(text));
                Assert.Equal(isUnreserved, Text.IsUnreserved(text));
                Assert.Equal(isUnreserved && c != '~', Characters.IsPlainName(text));
                Assert.Equal(c < 0x80 ? text.Length : place, Text.CopyAscii(text, copy));
                Assert.Equal(text.Take(c < 0x80 ? text.Length : place).Select(static c => (byte)c), copy.Take(c < 0x80 ? text.Length : place));
            }
        }
    }

    [Fact]
    public void An_empty_text_is_ascii_and_no_name()
    {
        Assert.True(Text.IsAscii(""));
        Assert.True(Text.IsUnreserved(""));
        Assert.False(Characters.IsPlainName(""));
        Assert.Equal(0, Text.CopyAscii("", []));
    }
}
