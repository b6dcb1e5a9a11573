using System;
using System.Collections.Generic;
using AwsSignTools.Platform;

namespace AwsSignTools.Keys;

/// <summary>One block of PEM text: its label, the headers of the old encryption (RFC 1421), and its bytes. Disposing it wipes the bytes.</summary>
internal sealed class PemBlock(string label, IReadOnlyDictionary<string, string> headers, byte[] buffer, int length) : IDisposable
{
    /// <summary>What stands after BEGIN, such as <c>EC PRIVATE KEY</c>.</summary>
    public string Label { get; } = label;

    /// <summary>The headers before the base64, such as <c>DEK-Info</c>; nearly always none.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; } = headers;

    /// <summary>The decoded bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(0, length);

    /// <inheritdoc/>
    public void Dispose() => PlatformCrypto.Zero(buffer);
}
