using System;
using AwsSignTools.Platform;

namespace AwsSignTools.SigV4;

/// <summary>
/// The canonical query: each parameter encoded once as it is added, then written in the order of the encoded names and,
/// for the same name, of the encoded values. Dispose it; never copy it.
/// </summary>
internal ref struct CanonicalQuery
{
    // So many are put in their places as they are added. More are sorted at the end: each in its place would move all that stand after it.
    private const int MaxInserted = 64;

    /// <summary>The encoded text; between <see cref="Begin"/> and <see cref="End"/> the caller writes a value to it.</summary>
    public ByteWriter Text;

    private Span<Parameter> _parameters;
    private int _count;
    private bool _isUnsorted;
    private int _start;
    private int _nameEnd;

    /// <summary>Starts an empty query.</summary>
    /// <param name="textCapacity">The bytes expected.</param>
    /// <param name="parameters">Room for the parameters expected, on the caller's stack: a pool of their own would have to be compiled first.</param>
    public CanonicalQuery(int textCapacity, Span<Parameter> parameters)
    {
        Text = new ByteWriter(textCapacity);
        _parameters = parameters;
    }

    /// <summary>Adds a parameter that is not yet encoded.</summary>
    public void Add(string name, string value)
    {
        _start = Text.Length;
        PercentEncoding.Write(ref Text, name.AsSpan());
        _nameEnd = Text.Length;
        Text.Write((byte)'=');
        PercentEncoding.Write(ref Text, value.AsSpan());
        End();
    }

    /// <summary>Begins a parameter with an unreserved name; the caller writes its encoded value and calls <see cref="End"/>.</summary>
    public void Begin(scoped ReadOnlySpan<byte> name)
    {
        _start = Text.Length;
        Text.Write(name);
        _nameEnd = Text.Length;
        Text.Write((byte)'=');
    }

    /// <summary>Files the parameter that was just written in its place.</summary>
    public void End()
    {
        if (_count == _parameters.Length)
        {
            Span<Parameter> larger = new Parameter[_count * 2];
            _parameters.CopyTo(larger);
            _parameters = larger;
        }

        Parameter added = new(_start, _nameEnd - _start, Text.Length - _start);
        if (_count >= MaxInserted)
        {
            _isUnsorted |= Compare(_parameters[_count - 1], added) > 0;
            _parameters[_count++] = added;
            return;
        }

        // A signer adds its own in their order: then the place is the end, and the last one the only one to compare with.
        int high = _count;
        int low = high > 0 && Compare(_parameters[high - 1], added) <= 0 ? high : 0;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (Compare(_parameters[middle], added) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        _parameters.Slice(low, _count - low).CopyTo(_parameters.Slice(low + 1));
        _parameters[low] = added;
        _count++;
    }

    /// <summary>Writes the parameters in canonical order, <c>&amp;</c> between them.</summary>
    public void WriteTo(ref ByteWriter writer)
    {
        if (_isUnsorted)
        {
            Sort();
            _isUnsorted = false;
        }

        for (int i = 0; i < _count; i++)
        {
            if (i > 0)
            {
                writer.Write((byte)'&');
            }

            writer.Write(Text.Written.Slice(_parameters[i].Start, _parameters[i].Length));
        }
    }

    /// <summary>Wipes the text.</summary>
    public void Dispose() => Text.Dispose();

    // Heapsort, since netstandard2.0 sorts no span: in place, and n log n for any order. Those that compare as equal are equal.
    private readonly void Sort()
    {
        for (int root = (_count / 2) - 1; root >= 0; root--)
        {
            SiftDown(root, _count);
        }

        for (int end = _count - 1; end > 0; end--)
        {
            (_parameters[0], _parameters[end]) = (_parameters[end], _parameters[0]);
            SiftDown(0, end);
        }
    }

    private readonly void SiftDown(int root, int end)
    {
        for (int child = (2 * root) + 1; child < end; child = (2 * root) + 1)
        {
            child += child + 1 < end && Compare(_parameters[child], _parameters[child + 1]) < 0 ? 1 : 0;
            if (Compare(_parameters[root], _parameters[child]) >= 0)
            {
                return;
            }

            (_parameters[root], _parameters[child]) = (_parameters[child], _parameters[root]);
            root = child;
        }
    }

    private readonly int Compare(Parameter left, Parameter right)
    {
        ReadOnlySpan<byte> text = Text.Written;
        int names = text.Slice(left.Start, left.NameLength).SequenceCompareTo(text.Slice(right.Start, right.NameLength));
        return names != 0
            ? names
            : text.Slice(left.Start + left.NameLength, left.Length - left.NameLength)
                .SequenceCompareTo(text.Slice(right.Start + right.NameLength, right.Length - right.NameLength));
    }

    /// <summary>Where a parameter stands in the text.</summary>
    /// <param name="Start">The first byte of its name.</param>
    /// <param name="NameLength">The length of the encoded name.</param>
    /// <param name="Length">The length of name, equals sign and value.</param>
    internal readonly record struct Parameter(int Start, int NameLength, int Length);
}
