using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using AwsSignTools.Platform;

namespace AwsSignTools.EventStream;

/// <summary>
/// Reads a header block one header after another (smithy, "Event stream: headers"). <see cref="Check"/> looks at untrusted bytes and makes
/// no object of them; the rest reads blocks that it let pass.
/// </summary>
internal struct EventStreamHeaderReader
{
    private static readonly int[] FixedLengths = [0, 0, 1, 2, 4, 8, -1, -1, 8, 16];

    private static readonly uint HashStart = (uint)Guid.NewGuid().GetHashCode();

    private readonly ReadOnlyMemory<byte> _block;
    private int _position;

    /// <summary>Begins at the first header of a block that was checked.</summary>
    public EventStreamHeaderReader(ReadOnlyMemory<byte> checkedBlock)
    {
        _block = checkedBlock;
    }

    /// <summary>The name of the header that was read, in UTF-8.</summary>
    public ReadOnlyMemory<byte> Name { get; private set; }

    /// <summary>The value's type.</summary>
    public EventStreamHeaderType Type { get; private set; }

    /// <summary>The value's bytes, without the length before them.</summary>
    public ReadOnlyMemory<byte> Value { get; private set; }

    /// <summary>The whole header as it is on the wire.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <summary>Checks a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="problem">What is wrong, where something is.</param>
    /// <returns>The offset in the block of what is wrong; -1 where nothing is.</returns>
    public static int Check(ReadOnlySpan<byte> block, out HeaderProblem problem)
    {
        int count = 0;
        int position = 0;
        while (position < block.Length)
        {
            int next = CheckOne(block, position, out problem);
            if (next < 0)
            {
                return position;
            }

            position = next;
            count++;
        }

        return CheckUnique(block, count, out problem);
    }

    /// <summary>Every header of a block that was checked.</summary>
    public static EventStreamHeader[] ReadAll(ReadOnlyMemory<byte> checkedBlock)
    {
        List<EventStreamHeader> headers = [];
        EventStreamHeaderReader reader = new(checkedBlock);
        while (reader.Read())
        {
            headers.Add(new EventStreamHeader(
                Text.FromUtf8(reader.Name.Span), reader.Name.ToArray(), EventStreamHeaderValue.FromWire(reader.Type, reader.Value)));
        }

        return [.. headers];
    }

    /// <summary>Goes on to the next header; false after the last.</summary>
    public bool Read()
    {
        if (_position >= _block.Length)
        {
            return false;
        }

        ReadOnlySpan<byte> block = _block.Span;
        int start = _position;
        int nameLength = block[start];
        Name = _block.Slice(start + 1, nameLength);
        int position = start + 1 + nameLength;
        Type = (EventStreamHeaderType)block[position++];
        int length = FixedLengths[(int)Type];
        if (length < 0)
        {
            length = BinaryPrimitives.ReadUInt16BigEndian(block.Slice(position));
            position += 2;
        }

        Value = _block.Slice(position, length);
        _position = position + length;
        Bytes = _block.Slice(start, _position - start);
        return true;
    }

    private static int CheckOne(ReadOnlySpan<byte> block, int start, out HeaderProblem problem)
    {
        int nameLength = block[start];
        int position = start + 1 + nameLength;
        problem = nameLength == 0 ? HeaderProblem.NameEmpty
            : position + 1 > block.Length ? HeaderProblem.Cut
            : !Text.IsUtf8(block.Slice(start + 1, nameLength)) ? HeaderProblem.NameNotUtf8
            : block[position] >= FixedLengths.Length ? HeaderProblem.TypeUnknown
            : HeaderProblem.None;
        if (problem != HeaderProblem.None)
        {
            return -1;
        }

        EventStreamHeaderType type = (EventStreamHeaderType)block[position++];
        int length = FixedLengths[(int)type];
        if (length < 0)
        {
            if (position + 2 > block.Length)
            {
                problem = HeaderProblem.Cut;
                return -1;
            }

            length = BinaryPrimitives.ReadUInt16BigEndian(block.Slice(position));
            position += 2;
        }

        problem = length > EventStreamLimits.ValueLength ? HeaderProblem.ValueTooLong
            : position + length > block.Length ? HeaderProblem.Cut
            : type == EventStreamHeaderType.String && !Text.IsUtf8(block.Slice(position, length)) ? HeaderProblem.ValueNotUtf8
            : HeaderProblem.None;
        return problem == HeaderProblem.None ? position + length : -1;
    }

    // A few headers are compared with each other; a block made to have thousands would take long that way, so for many their names are
    // found by hash in a table that is borrowed, not made.
    private static int CheckUnique(ReadOnlySpan<byte> block, int count, out HeaderProblem problem)
    {
        const int Few = 16;
        problem = HeaderProblem.None;
        if (count < 2)
        {
            return -1;
        }

        int slots = 4;
        while (slots < count * 2)
        {
            slots *= 2;
        }

        int[]? borrowed = count <= Few ? null : ArrayPool<int>.Shared.Rent(slots);
        Span<int> table = borrowed is null ? stackalloc int[4 * Few] : borrowed.AsSpan(0, slots);
        table = table.Slice(0, slots);
        table.Clear();
        try
        {
            for (int position = 0; position < block.Length; position = Next(block, position))
            {
                ReadOnlySpan<byte> name = block.Slice(position + 1, block[position]);
                int slot = Hash(name) & (slots - 1);
                for (; table[slot] != 0; slot = (slot + 1) & (slots - 1))
                {
                    int other = table[slot] - 1;
                    if (block.Slice(other + 1, block[other]).SequenceEqual(name))
                    {
                        problem = HeaderProblem.Duplicate;
                        return position;
                    }
                }

                table[slot] = position + 1;
            }

            return -1;
        }
        finally
        {
            if (borrowed is not null)
            {
                ArrayPool<int>.Shared.Return(borrowed);
            }
        }
    }

    private static int Next(ReadOnlySpan<byte> checkedBlock, int start)
    {
        int position = start + 1 + checkedBlock[start];
        int length = FixedLengths[checkedBlock[position++]];
        return length >= 0 ? position + length : position + 2 + BinaryPrimitives.ReadUInt16BigEndian(checkedBlock.Slice(position));
    }

    // FNV-1a, 32 bits, from a start that nobody outside knows: names cannot be made to collide.
    private static int Hash(ReadOnlySpan<byte> name)
    {
        uint hash = HashStart;
        foreach (byte b in name)
        {
            hash = (hash ^ b) * 16777619;
        }

        return (int)(hash ^ (hash >> 15));
    }
}

/// <summary>What can be wrong with a header block.</summary>
internal enum HeaderProblem
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The block ends within a header.</summary>
    Cut,

    /// <summary>A name has no byte.</summary>
    NameEmpty,

    /// <summary>A name is not UTF-8.</summary>
    NameNotUtf8,

    /// <summary>A value's type is above 9.</summary>
    TypeUnknown,

    /// <summary>A byte array or string is longer than <see cref="EventStreamLimits.ValueLength"/>.</summary>
    ValueTooLong,

    /// <summary>A string is not UTF-8.</summary>
    ValueNotUtf8,

    /// <summary>A name is there twice.</summary>
    Duplicate,
}
