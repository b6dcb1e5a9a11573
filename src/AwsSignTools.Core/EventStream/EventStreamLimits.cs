namespace AwsSignTools.EventStream;

/// <summary>The limits of a message (smithy, "Event stream: message encoding"; enforced by the official codecs).</summary>
public static class EventStreamLimits
{
    /// <summary>The longest header block: 128 KiB, in bytes.</summary>
    public const int HeadersLength = 131_072;

    /// <summary>The longest payload: 24 MiB, in bytes.</summary>
    public const int PayloadLength = 25_165_824;

    /// <summary>The longest header name, in bytes of UTF-8; the shortest is one.</summary>
    public const int NameLength = 255;

    /// <summary>The longest byte array or string of a header, in bytes.</summary>
    public const int ValueLength = 32_767;

    /// <summary>Total length and headers length, four bytes each, and the prelude's CRC-32.</summary>
    internal const int PreludeLength = 12;

    /// <summary>The CRC-32 of the message.</summary>
    internal const int TrailerLength = 4;
}
