using System;
using System.Runtime.InteropServices;
using System.Security;

namespace AwsSignTools.Parameters;

/// <summary>Reads and makes SecureStrings without leaving a string behind.</summary>
internal static class SecureText
{
    /// <summary>What a secret's characters are used for.</summary>
    public delegate T Reader<out T>(ReadOnlySpan<char> text);

    /// <summary>A SecureString of some text.</summary>
    public static SecureString FromString(string text)
    {
        SecureString secure = new();
        foreach (char c in text)
        {
            secure.AppendChar(c);
        }

        secure.MakeReadOnly();
        return secure;
    }

    /// <summary>Lets <paramref name="read"/> see the characters, which are wiped when it returns.</summary>
    public static unsafe T Use<T>(SecureString? secure, Reader<T> read)
    {
        if (secure is null)
        {
            return read(default);
        }

        IntPtr characters = Marshal.SecureStringToGlobalAllocUnicode(secure);
        try
        {
            return read(new ReadOnlySpan<char>((void*)characters, secure.Length));
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(characters);
        }
    }
}
