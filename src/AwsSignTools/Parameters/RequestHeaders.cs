using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using AwsSignTools.Errors;

namespace AwsSignTools.Parameters;

/// <summary>The headers of an HTTP request from a hashtable, as Invoke-WebRequest takes them.</summary>
internal static class RequestHeaders
{
    /// <summary>The headers as text, in the order of the dictionary; a null is left out, and a list is as many headers of the same name.</summary>
    /// <param name="headers">The headers; null for none.</param>
    /// <exception cref="Findings.InvalidInputException"><c>HeaderInvalid</c>: a value has no text of its own.</exception>
    public static List<KeyValuePair<string, string>> Create(IDictionary? headers)
    {
        List<KeyValuePair<string, string>> list = [];
        foreach (DictionaryEntry entry in headers ?? new Hashtable())
        {
            string name = Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? string.Empty;
            object? value = Unwrapped.Of(entry.Value);
            if (value is IEnumerable values and not (string or IDictionary or byte[]))
            {
                foreach (object? item in values)
                {
                    Add(list, name, Unwrapped.Of(item));
                }
            }
            else
            {
                Add(list, name, value);
            }
        }

        return list;
    }

    private static void Add(List<KeyValuePair<string, string>> list, string name, object? value)
    {
        if (value is not null)
        {
            list.Add(new(name, TextOf(name, value)));
        }
    }

    private static string TextOf(string name, object value)
    {
        string? text = Convert.ToString(value, CultureInfo.InvariantCulture);

        // What has no text of its own gives the name of its type, which nobody means to send.
        return text is not null && value is not PSCustomObject && text != value.GetType().ToString()
            ? text
            : throw ErrorRecords.Exception(
                "HeaderInvalid",
                name,
                $"The value of the header '{name}' is a {value.GetType().FullName}, which is no text.",
                "Give a string, a number, or a list of them.");
    }
}
