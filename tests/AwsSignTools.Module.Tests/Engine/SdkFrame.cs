using System.Linq;
using Amazon.Runtime.EventStreams;

namespace AwsSignTools.Module.Tests.Engine;

/// <summary>Frames made by AWSSDK.Core.</summary>
internal static class SdkFrame
{
    /// <summary>A frame with headers that are strings.</summary>
    public static byte[] Of(byte[] payload, params (string Name, string Value)[] headers) =>
        new EventStreamMessage([.. headers.Select(Header)], payload).ToByteArray();

    private static IEventStreamHeader Header((string Name, string Value) header)
    {
        EventStreamHeader result = new(header.Name);
        result.SetString(header.Value);
        return result;
    }
}
