using System;
using System.Collections.Generic;

namespace AwsSignTools.SigV4;

/// <summary>A parameter of a query, as it is meant: not percent-encoded.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value; empty if the query has only a name.</param>
public readonly record struct QueryParameter(string Name, string Value)
{
    /// <summary>Reads a query: split at <c>&amp;</c>, each side of the first <c>=</c> decoded once.</summary>
    /// <param name="query">The query without its <c>?</c>.</param>
    /// <exception cref="Findings.InvalidInputException"><c>UriEscapeInvalid</c>: an escape is malformed.</exception>
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

            int equals = pair.IndexOf('=');
            ReadOnlySpan<char> name = equals < 0 ? pair.AsSpan() : pair.AsSpan(0, equals);
            ReadOnlySpan<char> value = equals < 0 ? default : pair.AsSpan(equals + 1);
            string decodedName = PercentEncoding.Decode(name);
            parameters.Add(new QueryParameter(decodedName, PercentEncoding.Decode(value, decodedName)));
        }

        return parameters;
    }
}
