using System;
using System.Collections.Generic;
using AwsSignTools.Findings;

namespace AwsSignTools.SigV4;

/// <summary>A parameter of a query, as it is meant: not percent-encoded.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value; empty if the query has only a name.</param>
public readonly record struct QueryParameter(string Name, string Value)
{
    /// <summary>Reads a query: split at <c>&amp;</c>, each side of the first <c>=</c> decoded once.</summary>
    /// <param name="query">The query without its <c>?</c>.</param>
    /// <exception cref="InvalidInputException">
    /// <c>UriEscapeInvalid</c>: an escape is malformed; <c>QueryEscapedAsHtml</c>: the parameters are separated by <c>&amp;amp;</c>.
    /// </exception>
    public static IReadOnlyList<QueryParameter> ParseQuery(string query)
    {
        ArgumentNullException.ThrowIfNull(query);
        List<QueryParameter> parameters = [];
        foreach (string pair in query.Split('&'))
        {
            if (pair.Length == 0)
            {
                continue;
            }

            if (parameters.Count > 0 && pair.StartsWith("amp;", StringComparison.Ordinal))
            {
                throw CopiedFromHtml("&amp;");
            }

            int equals = pair.IndexOf('=');
            ReadOnlySpan<char> name = equals < 0 ? pair.AsSpan() : pair.AsSpan(0, equals);
            ReadOnlySpan<char> value = equals < 0 ? default : pair.AsSpan(equals + 1);
            string decodedName = PercentEncoding.Decode(name);
            parameters.Add(new QueryParameter(decodedName, PercentEncoding.Decode(value, decodedName)));
        }

        return parameters;
    }

    /// <summary>A separator of parameters as HTML writes it with a #, which is no fragment; null if a URL has none.</summary>
    internal static string? FindHtmlSeparator(string url) =>
        url.AsSpan().IndexOf("&#38;".AsSpan()) >= 0 ? "&#38;" : url.AsSpan().IndexOf("&#x26;".AsSpan()) >= 0 ? "&#x26;" : null;

    /// <summary>The refusal of a URL whose parameters have such a separator between them.</summary>
    internal static InvalidInputException CopiedFromHtml(string separator) => InvalidInputException.For(
        "QueryEscapedAsHtml",
        separator,
        $"The URL has {separator} between two parameters: it was copied from HTML or XML, which write an & so.",
        "Write & in its place.");
}
