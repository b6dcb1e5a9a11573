using System;
using System.IO;
using System.Text;
using AwsSignTools.Platform;

namespace AwsSignTools.Keys;

/// <summary>Reads the text of a key file, or of a pipe, into memory that is wiped: no string, and no reader's buffer, holds a copy.</summary>
internal static class KeyFile
{
    private const int LongestFile = 1 << 20;

    /// <summary>The text, which the caller wipes; null if it is too long to be a key.</summary>
    /// <param name="path">The file; UTF-8, or UTF-16 with a BOM.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static char[]? ReadText(string path)
    {
        // A buffer of one byte is none; a pipe has no length, so the bytes are read until they end.
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        byte[] bytes = new byte[4096];
        int length = 0;
        try
        {
            for (int read = -1; read != 0;)
            {
                if (length == bytes.Length)
                {
                    Grow(ref bytes);
                }

                read = file.Read(bytes, length, bytes.Length - length);
                length += read;
                if (length > LongestFile)
                {
                    return null;
                }
            }

            return Decode(bytes, length);
        }
        finally
        {
            PlatformCrypto.Zero(bytes);
        }
    }

    private static char[] Decode(byte[] bytes, int length)
    {
        // What Windows PowerShell redirects is UTF-16; what nearly everything else writes is UTF-8.
        Encoding encoding = StartsWith(0xFF, 0xFE) ? Encoding.Unicode : StartsWith(0xFE, 0xFF) ? Encoding.BigEndianUnicode : Encoding.UTF8;
        return encoding.GetChars(bytes, 0, length);

        bool StartsWith(byte first, byte second) => length >= 2 && bytes[0] == first && bytes[1] == second;
    }

    private static void Grow(ref byte[] bytes)
    {
        byte[] larger = new byte[bytes.Length * 2];
        bytes.CopyTo(larger, 0);
        PlatformCrypto.Zero(bytes);
        bytes = larger;
    }
}
