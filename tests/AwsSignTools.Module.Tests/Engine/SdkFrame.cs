using System;
using System.Linq;
using Amazon.Runtime.EventStreams;

namespace AwsSignTools.Module.Tests.Engine;

/// <summary>Frames made by AWSSDK.Core.</summary>
internal static class SdkFrame
{
    /// <summary>A frame with headers that are strings.</summary>
    public static byte[] Of(byte[] payload, params (string Name, string Value)[] headers) =>
        Of(payload, [.. headers.Select(static h => Header(h.Name, header => header.SetString(h.Value)))]);

    /// <summary>A frame with any headers.</summary>
    public static byte[] Of(byte[] payload, params EventStreamHeader[] headers) =>
        new EventStreamMessage([.. headers], payload).ToByteArray();

    /// <summary>A header.</summary>
    public static EventStreamHeader Header(string name, Action<EventStreamHeader> set)
    {
        EventStreamHeader header = new(name);
        set(header);
        return header;
    }
}
