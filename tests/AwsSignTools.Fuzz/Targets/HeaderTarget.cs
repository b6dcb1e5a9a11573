using System;
using System.Globalization;
using System.Text;
using AwsSignTools.EventStream;
using AwsSignTools.Findings;
using AwsSignTools.Fuzz.Support;

namespace AwsSignTools.Fuzz.Targets;

/// <summary>
/// A header block; or, after a first byte of <c>=</c>, the name of a type and on the next line a text that is to be a value of it.
/// </summary>
internal sealed class HeaderTarget : FuzzTarget
{
    private static readonly string[] TypeNames = ["boolean", "boolean", "byte", "short", "integer", "long", "binary", "string", "timestamp", "uuid"];

    /// <inheritdoc/>
    public override string Name => "headers";

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        if (input is [(byte)'=', ..])
        {
            string[] lines = Encoding.UTF8.GetString(input, 1, input.Length - 1).Split('\n', 2);
            CheckParsing(lines[0], lines.Length > 1 ? lines[1] : string.Empty);
        }
        else
        {
            CheckBlock(input);
        }
    }

    private static void CheckBlock(byte[] block)
    {
        int wrong = Property.Bounded(block.Length, 0, () => EventStreamHeaderReader.Check(block, out _));
        Property.AreEqual(ReferenceFrames.FindWrongHeader(block), wrong, "A header block is wrong where the format says so.");
        if (wrong >= 0)
        {
            return;
        }

        EventStreamHeader[] headers = Property.Bounded(block.Length, 128, () => EventStreamHeaderReader.ReadAll(block));
        byte[] written = new byte[block.Length];
        Span<byte> rest = written;
        foreach (EventStreamHeader header in headers)
        {
            EventStreamEncoder.WriteHeader(rest, header);
            rest = rest.Slice(header.EncodedLength);
            CheckValue(header);
        }

        Property.Holds(rest.IsEmpty, "Headers that were read take the bytes that they were read from.");
        Property.AreSameBytes(block, written, "Headers that were read are written to the same bytes.");
        if (block.Length <= EventStreamLimits.HeadersLength)
        {
            RawMessage message = new(headers, default);
            Property.AreEqual(block.Length, message.HeadersLength, "A message takes every header block that was read.");
            foreach (EventStreamHeader header in headers)
            {
                Property.Holds(message.TryGetHeader(header.Name, out EventStreamHeaderValue found) && found == header.Value, "A header is found by its name.");
            }
        }
    }

    private static void CheckValue(EventStreamHeader header)
    {
        EventStreamHeaderValue value = header.Value;
        object made = value.ToObject();
        EventStreamHeader remade = new(header.Name, value);
        Property.AreEqual(header.EncodedLength, remade.EncodedLength, "A header can be made of what was read.");
        Property.AreEqual(value, HeaderValueParser.Parse(TypeNames[(int)value.Type], made), "A value is parsed from its .NET value and its type.");

        // A time that .NET does not have is a number there.
        if (value.Type != EventStreamHeaderType.Timestamp || made is not long)
        {
            Property.AreEqual(value, EventStreamHeaderValue.FromObject(made), "A value is made of its .NET value.");
        }

        string? text = made switch
        {
            byte[] bytes => Convert.ToBase64String(bytes),
            DateTimeOffset time => time.ToString("o", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => made.ToString(),
        };
        Property.AreEqual(value, HeaderValueParser.Parse(TypeNames[(int)value.Type], text), "A value is parsed from its text and its type.");
    }

    private static void CheckParsing(string type, string text)
    {
        EventStreamHeaderValue value;
        try
        {
            value = HeaderValueParser.Parse(type, text);
        }
        catch (InvalidInputException)
        {
            return;
        }

        byte[] written = new byte[1 + 1 + 1 + value.EncodedLength];
        EventStreamHeader header = new("n", value);
        EventStreamEncoder.WriteHeader(written, header);
        Property.AreEqual(-1, ReferenceFrames.FindWrongHeader(written), "A value that is parsed makes a header that is right.");
        Property.AreEqual(value, EventStreamHeaderReader.ReadAll(written)[0].Value, "A value that is parsed, written and read is the same.");
        CheckValue(header);
    }
}
