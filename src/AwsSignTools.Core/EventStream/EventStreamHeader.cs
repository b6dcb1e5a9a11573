using System;
using System.Text;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.EventStream;

/// <summary>A header of a message: a name of 1 to 255 bytes of UTF-8, and a value of one of the wire types.</summary>
public readonly struct EventStreamHeader
{
    /// <summary>Makes a header.</summary>
    /// <param name="name">The name; case counts. Names beginning with <c>:</c> are the protocol's own.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="InvalidInputException"><c>EventStreamHeaderNameInvalid</c> or <c>TextInvalid</c>.</exception>
    public EventStreamHeader(string name, EventStreamHeaderValue value)
    {
        ArgumentNullException.ThrowIfNull(name);
        NameBytes = HeaderText.ToUtf8(name);
        if (NameBytes.Length is 0 or > EventStreamLimits.NameLength)
        {
            throw InvalidInputException.For(
                "EventStreamHeaderNameInvalid",
                name,
                $"The header name {Quoted.Value(name)} takes {NameBytes.Length} bytes of UTF-8; a name takes 1 to {EventStreamLimits.NameLength}.",
                "Give a shorter name, and not an empty one.");
        }

        Name = name;
        Value = value;
    }

    /// <summary>Makes a header of bytes that were checked.</summary>
    internal EventStreamHeader(string name, byte[] nameBytes, EventStreamHeaderValue value)
    {
        Name = name;
        NameBytes = nameBytes;
        Value = value;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The value.</summary>
    public EventStreamHeaderValue Value { get; }

    /// <summary>The name in UTF-8.</summary>
    internal byte[] NameBytes { get; }

    /// <summary>How many bytes the header takes.</summary>
    internal int EncodedLength => 1 + NameBytes.Length + 1 + Value.EncodedLength;

    /// <inheritdoc/>
    public override string ToString() => SafeText.Escape($"{Name}: {Value.Type}");
}

/// <summary>Text of headers as bytes.</summary>
internal static class HeaderText
{
    /// <summary>The UTF-8 of a name or value.</summary>
    /// <exception cref="InvalidInputException"><c>TextInvalid</c>: an unpaired surrogate.</exception>
    public static byte[] ToUtf8(string text)
    {
        try
        {
            return Text.StrictUtf8.GetBytes(text);
        }
        catch (EncoderFallbackException e)
        {
            throw InvalidInputException.For(
                "TextInvalid",
                text,
                $"{Quoted.Value(text)} has half of a surrogate pair, which no UTF-8 can carry.",
                "Give text that is valid Unicode.",
                e);
        }
    }
}
