using System;
using System.Collections.Generic;
using System.Text;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>The query line of a canonical request, built from the parameters of a URL in SigV4's way or in another.</summary>
internal static class QueryText
{
    /// <summary>Builds it.</summary>
    /// <param name="parts">The parameters; the signature is left out.</param>
    /// <param name="encoding">How names and values are encoded.</param>
    /// <param name="order">Their order.</param>
    public static string Build(IEnumerable<QueryPart> parts, QueryEncoding encoding, QueryOrder order = QueryOrder.Canonical)
    {
        List<Item> items = [];
        foreach (QueryPart part in parts)
        {
            if (part.Name != SigningParameter.Signature)
            {
                items.Add(ReferenceEquals(encoding, QueryEncoding.Canonical)
                    ? new Item(part.Name, part.CanonicalName, part.CanonicalValue, items.Count)
                    : new Item(part.Name, encoding.Encode(part.RawName, part.Name), encoding.Encode(part.RawValue, part.Value), items.Count));
            }
        }

        items.Sort((x, y) => Compare(x, y, order));
        StringBuilder text = new();
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
