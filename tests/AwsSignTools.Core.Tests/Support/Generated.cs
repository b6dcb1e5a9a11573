using System;
using System.Text;

namespace AwsSignTools.Core.Tests.Support;

/// <summary>Random inputs from a seed, for comparisons with other implementations. Failure messages carry the seed.</summary>
internal static class Generated
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

    /// <summary>Valid Unicode: ASCII of every kind most of the time, then the rest of the BMP and the planes above, in a mix.</summary>
    public static string Text(Random random, int longest)
    {
        int length = random.Next(longest + 1);
        StringBuilder text = new();
        for (int i = 0; i < length; i++)
        {
            int scalar = random.Next(8) switch
            {
                < 4 => random.Next(0x20, 0x7F),
                4 => random.Next(0x20),
                5 => random.Next(0x80, 0x800),
                6 => random.Next(0x800, 0xD800),
                _ => random.Next(0xE000, 0x11_0000),
            };
            _ = text.Append(new Rune(scalar).ToString());
        }

        return text.ToString();
    }

    /// <summary>Characters that no encoding changes; at least one.</summary>
    public static string Name(Random random, int longest)
    {
        int length = random.Next(1, longest + 1);
        StringBuilder text = new();
        for (int i = 0; i < length; i++)
        {
            _ = text.Append(Unreserved[random.Next(Unreserved.Length)]);
        }

        return text.ToString();
    }

    /// <summary>Printable ASCII without spaces: what secrets and tokens are made of.</summary>
    public static string Secret(Random random, int shortest, int longest)
    {
        char[] text = new char[random.Next(shortest, longest + 1)];
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = (char)random.Next(0x21, 0x7F);
        }

        return new string(text);
    }

    public static byte[] Bytes(Random random, int longest)
    {
        byte[] bytes = new byte[random.Next(longest + 1)];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>A time of this century's first half, with a fraction of a second, in some zone.</summary>
    public static DateTimeOffset Time(Random random) =>
        new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero)
            .AddSeconds(random.Next())
            .AddTicks(random.Next((int)TimeSpan.TicksPerSecond))
            .ToOffset(TimeSpan.FromMinutes(random.Next(-14 * 60, (14 * 60) + 1)));
}
