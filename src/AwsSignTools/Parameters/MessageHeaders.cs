using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Management.Automation;
using AwsSignTools.Errors;
using AwsSignTools.EventStream;
using AwsSignTools.Findings;

namespace AwsSignTools.Parameters;

/// <summary>The headers of a message from the parameters that give them.</summary>
internal static class MessageHeaders
{
    /// <summary>The protocol's own headers first, then those of -Header in their order.</summary>
    /// <param name="contentType">The <c>:content-type</c>; null for none.</param>
    /// <param name="eventType">The <c>:event-type</c>; null for none.</param>
    /// <param name="messageType">The <c>:message-type</c>; where it is null and one of the others is there, <c>event</c>.</param>
    /// <param name="others">More headers; null for none.</param>
    /// <exception cref="InvalidInputException">A name or a value cannot be a header's.</exception>
    public static List<EventStreamHeader> Create(string? contentType, string? eventType, string? messageType, IDictionary? others)
    {
        List<EventStreamHeader> headers = [];
        Add(":content-type", contentType);
        Add(":event-type", eventType);
        Add(":message-type", messageType ?? (contentType is null && eventType is null ? null : "event"));
        foreach ((string name, object? value) in InOrder(others))
        {
            headers.Add(new EventStreamHeader(name, ValueOf(value)));
        }

        return headers;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                headers.Add(new EventStreamHeader(name, EventStreamHeaderValue.FromString(value)));
            }
        }
    }

    /// <summary>
    /// The value of a header. An object with Type and Value, such as <c>[pscustomobject]@{ Type = 'timestamp'; Value = … }</c> or a hashtable, says
    /// its type itself.
    /// </summary>
    /// <exception cref="InvalidInputException">It is no value of a header.</exception>
    public static EventStreamHeaderValue ValueOf(object? value)
    {
        object? inner = Unwrapped.Of(value);
        (object? type, object? given) = inner switch
        {
            IDictionary dictionary => (dictionary["Type"], dictionary["Value"]),
            PSCustomObject => (((PSObject)value!).Properties["Type"]?.Value, ((PSObject)value).Properties["Value"]?.Value),
            _ => default,
        };
        return Unwrapped.Of(type) is string name
            ? HeaderValueParser.Parse(name, Unwrapped.Of(given))
            : EventStreamHeaderValue.FromObject(inner);
    }

    private static List<(string Name, object? Value)> InOrder(IDictionary? headers)
    {
        List<(string Name, object? Value)> pairs = [];
        foreach (DictionaryEntry entry in headers ?? new Hashtable())
        {
            pairs.Add((
                entry.Key as string ?? throw NotText(entry.Key),
                entry.Value));
        }

        // A plain hashtable has no order of its own; by name, the same script gives the same bytes every time.
        if (headers is not (null or IOrderedDictionary))
        {
            pairs.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        }

        return pairs;
    }

    // Of an object only its type is shown: its properties may be secret.
    private static InvalidInputException NotText(object name)
    {
        object shown = name is ValueType ? name : $"({name.GetType().FullName})";
        return ErrorRecords.Exception("EventStreamHeaderNameInvalid", shown, $"The header name {shown} is not text.", "Give names as strings.");
    }
}
