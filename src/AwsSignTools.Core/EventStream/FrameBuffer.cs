using System;

namespace AwsSignTools.EventStream;

/// <summary>
/// The bytes of a stream that are not read yet: the piece that came last, and before it the bytes of a frame that is not whole, in memory
/// that grows with what has come. A mutable struct: use it as a field, never as a copy.
/// </summary>
internal struct FrameBuffer
{
    private const int SmallestBuffer = 256;

    private byte[]? _buffer;
    private int _start;
    private int _end;
    private ReadOnlyMemory<byte> _input;

    /// <summary>How many bytes were read or passed over.</summary>
    public long Offset { get; private set; }

    /// <summary>How many bytes have come in all.</summary>
    public long Seen { get; private set; }

    /// <summary>True if no more bytes come.</summary>
    public bool IsComplete { get; set; }

    /// <summary>True if bytes of the last piece are not read yet.</summary>
    public readonly bool HasInput => !_input.IsEmpty;

    /// <summary>True if bytes of a frame are gathered from several pieces.</summary>
    public readonly bool IsGathering => _start != _end;

    /// <summary>How many bytes are not read yet.</summary>
    public readonly long Length => _end - _start + _input.Length;

    /// <summary>Adds a piece, once the one before is read or gathered.</summary>
    public void Append(ReadOnlyMemory<byte> bytes)
    {
        _input = bytes;
        Seen += bytes.Length;
    }

    /// <summary>The bytes that come next: at least as many as are wanted, or all there are.</summary>
    public ReadOnlyMemory<byte> Peek(int wanted)
    {
        int gathered = _end - _start;
        if (gathered == 0 && _input.Length >= wanted)
        {
            return _input;
        }

        if (gathered < wanted)
        {
            Gather(Math.Min(wanted - gathered, _input.Length), wanted);
        }

        return _buffer.AsMemory(_start, _end - _start);
    }

    /// <summary>Drops the bytes that come next.</summary>
    public void Drop(int count)
    {
        int gathered = Math.Min(count, _end - _start);
        _start += gathered;
        _input = _input.Slice(count - gathered);
        Offset += count;
    }

    // Moves bytes of the input after those that are gathered. The buffer grows by doubling, to no more than is wanted.
    private void Gather(int count, int wanted)
    {
        if (count == 0)
        {
            return;
        }

        int kept = _end - _start;
        int needed = kept + count;
        byte[] buffer = _buffer ?? [];
        if (buffer.Length - _start < needed)
        {
            byte[] target = buffer;
            if (buffer.Length < needed)
            {
                int doubled = Math.Max(SmallestBuffer, buffer.Length * 2);
                target = new byte[Math.Max(needed, Math.Min(doubled, Math.Max(wanted, SmallestBuffer)))];
            }

            buffer.AsSpan(_start, kept).CopyTo(target);
            _buffer = target;
            _start = 0;
            _end = kept;
        }

        _input.Span.Slice(0, count).CopyTo(_buffer.AsSpan(_end));
        _input = _input.Slice(count);
        _end += count;
    }
}
