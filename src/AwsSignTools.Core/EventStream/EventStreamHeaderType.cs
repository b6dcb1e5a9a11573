namespace AwsSignTools.EventStream;

/// <summary>The types of a header's value, with their numbers on the wire (smithy, "Event stream: headers").</summary>
public enum EventStreamHeaderType : byte
{
    /// <summary>True; no bytes.</summary>
    True = 0,

    /// <summary>False; no bytes.</summary>
    False = 1,

    /// <summary>A signed 8-bit integer.</summary>
    SByte = 2,

    /// <summary>A signed 16-bit integer.</summary>
    Int16 = 3,

    /// <summary>A signed 32-bit integer.</summary>
    Int32 = 4,

    /// <summary>A signed 64-bit integer.</summary>
    Int64 = 5,

    /// <summary>Up to 32,767 bytes after a 16-bit length.</summary>
    ByteArray = 6,

    /// <summary>Up to 32,767 bytes of UTF-8 after a 16-bit length.</summary>
    String = 7,

    /// <summary>Milliseconds since 1970-01-01T00:00:00Z, as a signed 64-bit integer.</summary>
    Timestamp = 8,

    /// <summary>A UUID: 16 bytes in the order of RFC 4122.</summary>
    Uuid = 9,
}
