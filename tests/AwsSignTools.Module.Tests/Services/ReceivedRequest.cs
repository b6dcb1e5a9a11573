using System;
using System.Collections.Generic;
using System.Linq;

namespace AwsSignTools.Module.Tests.Services;

/// <summary>A request as a server received it.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path, decoded.</param>
/// <param name="QueryString">The query as it stood, with its question mark; empty for none.</param>
/// <param name="Headers">The headers.</param>
/// <param name="Body">The body.</param>
internal sealed record ReceivedRequest(
    string Method, string Path, string QueryString, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The parameters of the query.</summary>
    public IReadOnlyDictionary<string, string> Query => Parse(QueryString.TrimStart('?'));

    /// <summary>The parameters of the query protocol.</summary>
    public IReadOnlyDictionary<string, string> Form => Parse(Body);

    /// <summary>A header; null where it is missing.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    private static Dictionary<string, string> Parse(string text) => text.Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(p => p.Split('=', 2))
        .ToDictionary(p => Decode(p[0]), p => p.Length > 1 ? Decode(p[1]) : string.Empty, StringComparer.Ordinal);

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
