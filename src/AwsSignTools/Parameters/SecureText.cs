using System;
using System.Management.Automation;
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

/// <summary>Takes a secret as a SecureString or as plain text, and keeps it as a SecureString.</summary>
internal sealed class SecretTransformAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        switch (Unwrapped.Of(inputData))
        {
            case null:
                return null;
            case SecureString secure:
                return secure;
            case string text:
                return SecureText.FromString(text);
            default:
                // The engine's own message would show the value.
                throw new ArgumentTransformationMetadataException("Give it as a string or a SecureString.");
        }
    }
}
