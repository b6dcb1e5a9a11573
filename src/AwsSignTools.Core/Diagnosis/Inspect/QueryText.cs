using System;
using System.Collections.Generic;
using System.Text;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>In which order the parameters of a query are signed.</summary>
internal enum QueryOrder
{
    /// <summary>By the encoded names, then the encoded values, as SigV4 requires.</summary>
    Canonical,

    /// <summary>As they stand in the URL.</summary>
    AsWritten,

    /// <summary>By the names before encoding.</summary>
    ByMeaning,

    /// <summary>By the names in any case of the letters.</summary>
    IgnoringCase,
}

/// <summary>Builds the query line of a canonical request from the parameters of a URL, as SigV4 does or in another way.</summary>
internal static class QueryText
{
    /// <summary>Builds the line.</summary>
    /// <param name="parts">The parameters; the signature is left out.</param>
    /// <param name="encoding">How names and values are encoded; null for SigV4's encoding.</param>
    /// <param name="order">Their order.</param>
    public static string Build(IEnumerable<QueryPart> parts, QueryEncoding? encoding = null, QueryOrder order = QueryOrder.Canonical)
    {
        List<Item> items = [];
        int length = 0;
        foreach (QueryPart part in parts)
        {
            if (part.Name != SigningParameter.Signature)
            {
                items.Add(encoding is null
                    ? new Item(part.Name, part.CanonicalName, part.CanonicalValue, items.Count)
                    : new Item(part.Name, encoding.Encode(part.RawName, part.Name), encoding.Encode(part.RawValue, part.Value), items.Count));
                length += items[items.Count - 1].Name.Length + items[items.Count - 1].Value.Length + 2;
            }
        }

        items.Sort((x, y) => Compare(x, y, order));
        StringBuilder text = new(length);
        foreach (Item item in items)
        {
            _ = text.Append(text.Length == 0 ? string.Empty : "&").Append(item.Name).Append('=').Append(item.Value);
        }

        return text.ToString();
    }

    private static int Compare(Item x, Item y, QueryOrder order)
    {
        int names = order switch
        {
            QueryOrder.AsWritten => 0,
            QueryOrder.ByMeaning => string.CompareOrdinal(x.Meant, y.Meant),
            QueryOrder.IgnoringCase => StringComparer.OrdinalIgnoreCase.Compare(x.Name, y.Name),
            _ => string.CompareOrdinal(x.Name, y.Name),
        };
        names = names == 0 && order == QueryOrder.Canonical ? string.CompareOrdinal(x.Value, y.Value) : names;
        return names == 0 ? x.Index.CompareTo(y.Index) : names;
    }

    private readonly record struct Item(string Meant, string Name, string Value, int Index);
}
