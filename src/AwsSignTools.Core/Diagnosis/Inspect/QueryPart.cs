using System;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>A parameter of a query: as it stands in the URL, and decoded.</summary>
internal sealed class QueryPart
{
    /// <summary>Reads the text between two <c>&amp;</c>.</summary>
    public QueryPart(string raw)
    {
        int equals = raw.IndexOf('=');
        RawName = equals < 0 ? raw : raw.Substring(0, equals);
        RawValue = equals < 0 ? string.Empty : raw.Substring(equals + 1);
        IsMalformed = !PercentEncoding.TryDecode(RawName.AsSpan(), out string name) | !PercentEncoding.TryDecode(RawValue.AsSpan(), out string value);
        Name = name;
        Value = value;
    }

    /// <summary>The name as it stands in the URL.</summary>
    public string RawName { get; }

    /// <summary>The value as it stands in the URL.</summary>
    public string RawValue { get; }

    /// <summary>True if an escape is not percent-encoded UTF-8; then the text as it stands counts as decoded.</summary>
    public bool IsMalformed { get; }

    /// <summary>The name, decoded once.</summary>
    public string Name { get; }

    /// <summary>The value, decoded once.</summary>
    public string Value { get; }

    /// <summary>The name in SigV4's encoding. Computed once: hundreds of suspects have the same parts.</summary>
    public string CanonicalName => field ??= QueryEncoding.Canonical.Encode(RawName, Name);

    /// <summary>The value in SigV4's encoding.</summary>
    public string CanonicalValue => field ??= QueryEncoding.Canonical.Encode(RawValue, Value);

    /// <summary>True for a parameter of SigV4 itself, in any case of the letters.</summary>
    public bool IsSigning => SigningParameter.IsOne(Name);

    /// <summary>True if the name or the value, as it stands in the URL, passes a test.</summary>
    public bool AnyRaw(Func<string, bool> test) => test(RawName) || test(RawValue);
}
