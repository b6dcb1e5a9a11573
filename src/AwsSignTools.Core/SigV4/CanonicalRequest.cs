using System;
using AwsSignTools.Platform;

namespace AwsSignTools.SigV4;

/// <summary>
/// The canonical request (SigV4, "Create a canonical request"): method, path, query, headers, the names of the signed
/// headers and the payload's hash, a line each. The caller writes the query between the start and the end.
/// </summary>
internal static class CanonicalRequest
{
    /// <summary>Writes the method and the path.</summary>
    public static void WriteStart(ref ByteWriter writer, string method, string canonicalPath)
    {
        writer.WriteUtf8(method.AsSpan());
        writer.Write((byte)'\n');
        writer.WriteUtf8(canonicalPath.AsSpan());
        writer.Write((byte)'\n');
    }

    /// <summary>Writes what follows the query.</summary>
    public static void WriteEnd(ref ByteWriter writer, in CanonicalHeaders headers, string payloadHash)
    {
        writer.Write((byte)'\n');
        headers.Write(ref writer);
        writer.Write((byte)'\n');
        writer.WriteUtf8(headers.SignedHeaders.AsSpan());
        writer.Write((byte)'\n');
        writer.WriteUtf8(payloadHash.AsSpan());
    }
}
