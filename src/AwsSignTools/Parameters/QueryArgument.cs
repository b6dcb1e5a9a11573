using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using AwsSignTools.Errors;
using AwsSignTools.SigV4;

namespace AwsSignTools.Parameters;

/// <summary>The parameters of a query from a hashtable: plain text, which the signer encodes.</summary>
internal static class QueryArgument
{
    /// <summary>The parameters of a URL's query, and after them those of a dictionary; a list is as many parameters of the same name, a null none.</summary>
    /// <param name="query">The parameters of the URL.</param>
    /// <param name="more">The dictionary; null for none.</param>
    /// <exception cref="Findings.InvalidInputException"><c>QueryParameterInvalid</c>: a value has no text of its own, or a name is empty.</exception>
    public static IReadOnlyList<QueryParameter> Join(IReadOnlyList<QueryParameter> query, IDictionary? more)
    {
        if (more is null || more.Count == 0)
        {
            return query;
        }

        List<QueryParameter> all = [.. query];
        foreach (DictionaryEntry entry in more)
        {
            string name = Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? string.Empty;
            object? value = Unwrapped.Of(entry.Value);
            if (value is IEnumerable values and not (string or IDictionary))
            {
                foreach (object? item in values)
                {
                    Add(all, name, Unwrapped.Of(item));
                }
            }
            else
            {
                Add(all, name, value);
            }
        }

        return all;
    }

    private static void Add(List<QueryParameter> all, string name, object? value)
    {
        if (name.Length == 0)
        {
            throw ErrorRecords.Exception("QueryParameterInvalid", null, "A parameter of the query has no name.", "Give each a name.");
        }

        if (value is not null)
        {
            all.Add(new QueryParameter(name, TextOf(name, value)));
        }
    }

    // As JSON has it and services expect it: true, not True.
    private static string TextOf(string name, object value)
    {
        string? text = value is bool flag ? (flag ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture);
        return text is not null && value is not PSCustomObject && text != value.GetType().ToString()
            ? text
            : throw ErrorRecords.Exception(
                "QueryParameterInvalid",
                name,
                $"The value of the parameter '{name}' is a {value.GetType().FullName}, which is no text.",
                "Give a string, a number, or a list of them.");
    }
}
