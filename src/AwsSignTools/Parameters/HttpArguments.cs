using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using AwsSignTools.Aws;
using AwsSignTools.Errors;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Parameters;

/// <summary>
/// Headers and query parameters from a hashtable, in the form that Invoke-WebRequest accepts: a value is text, a number or a Boolean, a
/// list is as many entries of the same name, and a null is left out.
/// </summary>
internal static class HttpArguments
{
    /// <summary>The HTTP method in upper case.</summary>
    /// <exception cref="InvalidInputException">
    /// <c>MethodInvalid</c>: it is longer than any method. It may be a part of a secret, which nothing recognizes in upper case, so it is not shown.
    /// </exception>
    public static string Method(string method)
    {
        const int LongestMethod = 20;
        return method.Length <= LongestMethod ? method.ToUpperInvariant()
            : throw ErrorRecords.Exception(
                "MethodInvalid", "Method", $"The HTTP method has {method.Length} characters; no method has that many.", "Give a method such as GET or POST.");
    }

    /// <summary>The service that a request is signed for: that of its host where none is given.</summary>
    /// <exception cref="InvalidInputException"><c>ServiceMissing</c>: the host does not name a service.</exception>
    public static AwsService Service(string? service, RequestUri uri) => AwsServices.Get(service ?? UrlFacts.FindService(uri) ?? throw ErrorRecords.Exception(
        "ServiceMissing",
        uri.Endpoint.Host,
        $"There is no -Service, and the host '{uri.Endpoint.Host}' does not name one.",
        "Give the SigV4 name of the service as -Service, such as execute-api."));

    /// <summary>The headers of an HTTP request, in the order of the dictionary.</summary>
    /// <param name="headers">The headers; null for none.</param>
    /// <exception cref="InvalidInputException"><c>HeaderInvalid</c>: a value has no text of its own.</exception>
    public static List<KeyValuePair<string, string>> Headers(IDictionary? headers)
    {
        List<KeyValuePair<string, string>> list = [];
        foreach ((string name, object value) in Entries(headers, areBytesOneValue: true))
        {
            string text = TextOf(value) ?? throw NotText("HeaderInvalid", "header", name, value);
            list.Add(new(name, text));
        }

        return list;
    }

    /// <summary>The parameters of a query with more of them after.</summary>
    /// <param name="query">The first parameters.</param>
    /// <param name="more">The others; null for none.</param>
    /// <exception cref="InvalidInputException"><c>QueryParameterInvalid</c>: a name is empty, or a value has no text of its own.</exception>
    public static IReadOnlyList<QueryParameter> AddTo(IReadOnlyList<QueryParameter> query, IDictionary? more)
    {
        if (more is null)
        {
            return query;
        }

        List<QueryParameter> all = [.. query];
        foreach ((string name, object value) in Entries(more, areBytesOneValue: false))
        {
            if (name.Length == 0)
            {
                throw ErrorRecords.Exception("QueryParameterInvalid", null, "A parameter of the query has no name.", "Give each a name.");
            }

            // As JSON has it and services expect it: true, not True.
            string? text = value is bool flag ? (flag ? "true" : "false") : TextOf(value);
            all.Add(new QueryParameter(name, text ?? throw NotText("QueryParameterInvalid", "parameter", name, value)));
        }

        return all;
    }

    private static IEnumerable<(string Name, object Value)> Entries(IDictionary? dictionary, bool areBytesOneValue)
    {
        foreach (DictionaryEntry entry in dictionary ?? new Hashtable())
        {
            string name = Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? string.Empty;
            object? value = Unwrapped.Of(entry.Value);
            IEnumerable values = value is IEnumerable list and not (string or IDictionary) && !(areBytesOneValue && value is byte[])
                ? list
                : new[] { value };
            foreach (object? item in values)
            {
                if (Unwrapped.Of(item) is { } given)
                {
                    yield return (name, given);
                }
            }
        }
    }

    // What has no text of its own gives the name of its type, which nobody means to send.
    private static string? TextOf(object value)
    {
        string? text = Convert.ToString(value, CultureInfo.InvariantCulture);
        return text is not null && value is not PSCustomObject && text != value.GetType().ToString() ? text : null;
    }

    private static InvalidInputException NotText(string id, string what, string name, object value) => ErrorRecords.Exception(
        id,
        name,
        $"The value of the {what} '{name}' is a {value.GetType().FullName}, which is no text.",
        "Give a string, a number, or a list of them.");
}
