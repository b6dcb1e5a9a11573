using System;
using System.Globalization;
using AwsSignTools.Platform;

namespace AwsSignTools.EventStream;

/// <summary>A frame of an event stream, ready to be sent.</summary>
public sealed class EventStreamFrame
{
    private readonly byte[]? _signature;
    private readonly byte[]? _priorSignature;

    /// <summary>Holds an unsigned frame.</summary>
    /// <param name="bytes">The whole frame, which is not copied.</param>
    /// <exception cref="ArgumentNullException"><paramref name="bytes"/> is null.</exception>
    public EventStreamFrame(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        Bytes = bytes;
    }

    internal EventStreamFrame(byte[] bytes, byte[] signature, byte[] priorSignature, DateTimeOffset date)
    {
        Bytes = bytes;
        _signature = signature;
        _priorSignature = priorSignature;
        Date = date;
    }

    /// <summary>The whole frame.</summary>
    public byte[] Bytes { get; }

    /// <summary>The length of the frame, in bytes.</summary>
    public int Length => Bytes.Length;

    /// <summary>The frame's signature in hexadecimal, which the next frame is chained to; null if the frame is not signed.</summary>
    public string? Signature => _signature is null ? null : Hex.ToString(_signature);

    /// <summary>The signature it is chained to, in hexadecimal; null if the frame is not signed.</summary>
    public string? PriorSignature => _priorSignature is null ? null : Hex.ToString(_priorSignature);

    /// <summary>The date the frame was signed with, in UTC; null if the frame is not signed.</summary>
    public DateTimeOffset? Date { get; }

    /// <summary>The length, and the signature where there is one.</summary>
    public override string ToString()
    {
        string length = Length.ToString(CultureInfo.InvariantCulture);
        return _signature is null ? $"event-stream frame of {length} bytes" : $"event-stream frame of {length} bytes, signature {Signature}";
    }
}
