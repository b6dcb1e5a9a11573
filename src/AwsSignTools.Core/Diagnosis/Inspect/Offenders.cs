using System;
using System.Collections.Generic;
using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>The parameters of a query that break a rule, by name: their values may be secret. As text it is "'a'" or "'a' and 2 more".</summary>
internal readonly struct Offenders
{
    private readonly int _count;

    private Offenders(string? first, int count)
    {
        First = first;
        _count = count;
    }

    /// <summary>True where there is one.</summary>
    public bool Any => _count > 0;

    /// <summary>The name of the first; null where there is none.</summary>
    public string? First { get; }

    /// <summary>Finds them.</summary>
    public static Offenders In(IReadOnlyList<QueryPart> query, Predicate<QueryPart> breaks)
    {
        string? first = null;
        int count = 0;
        foreach (QueryPart part in query)
        {
            if (breaks(part))
            {
                first ??= part.Name;
                count++;
            }
        }

        return new Offenders(first, count);
    }

    /// <inheritdoc/>
    public override string ToString() => Quoted.Value(First) + (_count > 1 ? $" and {_count - 1} more" : string.Empty);
}
