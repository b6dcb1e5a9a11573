using System;
using System.IO;
using System.Text;
using System.Threading;
using AwsSignTools.Platform;

namespace AwsSignTools.Keys;

/// <summary>Reads the text of a key file, or of a pipe, into memory that is wiped: no string, and no reader's buffer, holds a copy.</summary>
internal static class KeyFile
{
    private const int MaxBytes = 1 << 20;

    // A pipe may come from a program that asks a person for a passphrase.
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(2);

    /// <summary>The text, which the caller wipes.</summary>
    /// <param name="path">The file; UTF-8, or UTF-16 with a BOM.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="FileTooLargeException">It is too long to be a key.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="OperationCanceledException">The reading was stopped.</exception>
    public static char[] ReadText(string path, CancellationToken cancellation)
    {
        byte[] bytes = BoundedFile.Read(path, MaxBytes, new ReadLimit(TimeLimit, cancellation));
        try
        {
            return Decode(bytes);
        }
        finally
        {
            PlatformCrypto.Zero(bytes);
        }
    }

    private static char[] Decode(byte[] bytes)
    {
        // What Windows PowerShell redirects is UTF-16; what nearly everything else writes is UTF-8.
        Encoding encoding = StartsWith(0xFF, 0xFE) ? Encoding.Unicode : StartsWith(0xFE, 0xFF) ? Encoding.BigEndianUnicode : Encoding.UTF8;
        return encoding.GetChars(bytes);

        bool StartsWith(byte first, byte second) => bytes.Length >= 2 && bytes[0] == first && bytes[1] == second;
    }
}
