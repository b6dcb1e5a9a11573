using System;
using System.Buffers;
using System.Runtime.CompilerServices;

namespace AwsSignTools.Platform;

/// <summary>
/// Bytes written one after another into a pooled array that grows. What was written is wiped when the array goes back,
/// because a canonical request holds the session token. Dispose it; never copy it.
/// </summary>
internal struct ByteWriter
{
    private byte[] _buffer;
    private int _length;

    // The methods that are not inlined are called some twenty times for a URL: with a copy at each call the code of a URL would not fit the
    // processor's instruction cache, and take 6% longer.

    /// <summary>Starts with room for <paramref name="capacity"/> bytes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ByteWriter(int capacity)
    {
        _buffer = ArrayPool<byte>.Shared.Rent(capacity);
        _length = 0;
    }

    /// <summary>How many bytes were written.</summary>
    public readonly int Length => _length;

    /// <summary>The bytes written so far; valid until the next write.</summary>
    public readonly ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>Room for at least <paramref name="size"/> bytes; follow with <see cref="Advance"/>.</summary>
    public Span<byte> GetSpan(int size)
    {
        if (_buffer.Length - _length < size)
        {
            Grow(size);
        }

        return _buffer.AsSpan(_length);
    }

    /// <summary>Counts bytes put into the span that <see cref="GetSpan"/> gave.</summary>
    public void Advance(int count) => _length += count;

    /// <summary>Writes one byte.</summary>
    public void Write(byte value)
    {
        GetSpan(1)[0] = value;
        _length++;
    }

    /// <summary>Writes bytes as they are.</summary>
    public void Write(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        _length += bytes.Length;
    }

    /// <summary>Writes text as UTF-8.</summary>
    /// <exception cref="System.Text.EncoderFallbackException">The text has an unpaired surrogate.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void WriteUtf8(ReadOnlySpan<char> text)
    {
        // ASCII, for nearly all that is signed: no encoder, and nothing measured beforehand.
        int ascii = Text.CopyAscii(text, GetSpan(text.Length));
        _length += ascii;
        if (ascii < text.Length)
        {
            text = text.Slice(ascii);
            _length += Text.ToUtf8(text, GetSpan(Text.Utf8Length(text)));
        }
    }

    /// <summary>Writes bytes as lower-case hexadecimal digits.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void WriteHex(scoped ReadOnlySpan<byte> bytes)
    {
        Hex.Encode(bytes, GetSpan(bytes.Length * 2));
        _length += bytes.Length * 2;
    }

    /// <summary>Writes a number in decimal digits, padded with zeros to <paramref name="width"/>.</summary>
    public void WriteDecimal(int value, int width = 1)
    {
        int digits = width;
        for (int rest = value, count = 1; ; count++)
        {
            rest /= 10;
            if (rest == 0)
            {
                digits = Math.Max(digits, count);
                break;
            }
        }

        Span<byte> span = GetSpan(digits);
        for (int i = digits - 1; i >= 0; i--)
        {
            span[i] = (byte)('0' + (value % 10));
            value /= 10;
        }

        _length += digits;
    }

    /// <summary>Wipes what was written and gives the array back.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Dispose()
    {
        byte[] buffer = _buffer;
        _buffer = [];
        PlatformCrypto.Zero(buffer.AsSpan(0, _length));
        _length = 0;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int size)
    {
        long twice = Math.Min(_buffer.Length * 2L, int.MaxValue / 2);
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(_length + size), (int)twice));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        PlatformCrypto.Zero(_buffer.AsSpan(0, _length));
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
