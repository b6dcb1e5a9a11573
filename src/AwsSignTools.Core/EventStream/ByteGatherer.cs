using System;

namespace AwsSignTools.EventStream;

/// <summary>Gathers single bytes to payloads of one length.</summary>
internal sealed class ByteGatherer
{
    private readonly byte[] _bytes;
    private int _count;

    /// <summary>Makes a gatherer.</summary>
    /// <param name="size">The length of a full payload, in bytes; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 1.</exception>
    public ByteGatherer(int size)
    {
        if (size < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, "A payload has at least one byte.");
        }

        _bytes = new byte[size];
    }

    /// <summary>Adds a byte.</summary>
    /// <returns>True when the payload is full; take it before adding more.</returns>
    public bool Add(byte value)
    {
        _bytes[_count++] = value;
        return _count == _bytes.Length;
    }

    /// <summary>The bytes gathered so far, and starts anew; valid until the next <see cref="Add"/>.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        ReadOnlyMemory<byte> taken = _bytes.AsMemory(0, _count);
        _count = 0;
        return taken;
    }
}
