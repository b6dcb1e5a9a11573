using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using AwsSignTools.EventStream;
using Xunit;

namespace AwsSignTools.Core.Tests.EventStream;

public class EventStreamMessageTests
{
    [Fact]
    public void Headers_are_in_the_order_of_the_wire_and_told_apart_by_case()
    {
        EventStreamMessage message = Message([Text("b", "1"), Text("A", "2"), Text("a", "3"), Text("B", "4"), Text(":z", "5")], default);

        Assert.Equal(["b", "A", "a", "B", ":z"], message.Headers.Keys.Cast<string>());
        Assert.Equal(["1", "2", "3", "4", "5"], message.Headers.Values.Cast<string>());
        Assert.Equal("3", message.Headers["a"]);
        Assert.Equal("2", message.Headers["A"]);
        Assert.Null(message.Headers[":Z"]);
    }

    // What .NET has no date for stays what it is on the wire; a number would come back as another type.
    [Theory]
    [InlineData(253_402_300_799_999, true)]
    [InlineData(253_402_300_800_000, false)]
    [InlineData(-62_135_596_800_000, true)]
    [InlineData(-62_135_596_800_001, false)]
    [InlineData(long.MaxValue, false)]
    [InlineData(long.MinValue, false)]
    [InlineData(-1, true)]
    public void A_timestamp_comes_back_as_it_was(long milliseconds, bool isDate)
    {
        byte[] frame = EventStreamEncoder.Encode(new RawMessage([new("t", EventStreamHeaderValue.FromUnixMilliseconds(milliseconds))], default));

        EventStreamMessage message = Assert.Single(new EventStreamReader().Read(frame));

        Assert.Equal(isDate ? typeof(DateTimeOffset) : typeof(EventStreamHeaderValue), message.Headers["t"]!.GetType());
        Assert.Equal(isDate ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : EventStreamHeaderValue.FromUnixMilliseconds(milliseconds), message.Headers["t"]);
        Assert.Equal(frame, new EventStreamFramer([]).FrameMessage(message, default).Bytes);
    }

    [Fact]
    public void Any_message_comes_back_as_it_was()
    {
        EventStreamFramer framer = new([]);
        for (int seed = 0; seed < 500; seed++)
        {
            byte[] frame = EventStreamEncoder.Encode(Frames.Random(new Random(seed)));

            EventStreamMessage message = Assert.Single(new EventStreamReader().Read(frame));

            Assert.True(framer.FrameMessage(message, default).Bytes.AsSpan().SequenceEqual(frame), $"seed {seed}");
        }
    }

    [Fact]
    public void The_protocols_own_headers_are_properties()
    {
        EventStreamMessage message = Message(
            [Text(":message-type", "event"), Text(":event-type", "TranscriptEvent"), Text(":content-type", "application/json")], default);
        EventStreamMessage none = Message([Text(":Message-Type", "event"), Text("event-type", "a"), new(":content-type", EventStreamHeaderValue.FromInt32(1))], "{}"u8.ToArray());

        Assert.Equal(("event", "TranscriptEvent", "application/json", null), (message.MessageType, message.EventType, message.ContentType, message.ExceptionType));
        Assert.Equal((null, null, null, null, null), (none.MessageType, none.EventType, none.ContentType, none.ExceptionType, none.PayloadText));
    }

    [Fact]
    public void The_type_of_an_exception_or_the_code_of_an_error_is_one_property()
    {
        EventStreamHeader exception = Text(":exception-type", "BadRequestException");
        EventStreamHeader error = Text(":error-code", "InternalFailure");

        Assert.Equal("BadRequestException", Message([Text(":message-type", "exception"), exception], default).ExceptionType);
        Assert.Equal("InternalFailure", Message([Text(":message-type", "error"), error, Text(":error-message", "m")], default).ExceptionType);
        Assert.Equal("BadRequestException", Message([error, exception], default).ExceptionType);
        Assert.Null(Message([Text(":event-type", "a")], default).ExceptionType);
    }

    [Theory]
    [InlineData("text/plain", true)]
    [InlineData("text/plain; charset=utf-8", true)]
    [InlineData("TEXT/HTML", true)]
    [InlineData("text/csv;header=present", true)]
    [InlineData("application/json", true)]
    [InlineData("Application/JSON", true)]
    [InlineData(" application/json ; charset=\"utf-8\"", true)]
    [InlineData("application/x-amz-json-1.0", true)]
    [InlineData("application/x-amz-json-1.1", true)]
    [InlineData("application/vnd.api+json", true)]
    [InlineData("application/problem+json; a=b", true)]
    [InlineData("application/xml", true)]
    [InlineData("application/soap+xml", true)]
    [InlineData("application/octet-stream", false)]
    [InlineData("audio/wav", false)]
    [InlineData("application/vnd.amazon.eventstream", false)]
    [InlineData("application/cbor; note=text/plain", false)]
    [InlineData("text", false)]
    [InlineData("json", false)]
    [InlineData("", false)]
    [InlineData(";", false)]
    [InlineData(null, false)]
    public void The_payload_is_text_where_the_content_type_says_so(string? contentType, bool isText)
    {
        const string Payload = "{\"é\":\"😀\"}";
        EventStreamHeader[] headers = contentType is null ? [] : [Text(":content-type", contentType)];

        Assert.Equal(isText ? Payload : null, Message(headers, Encoding.UTF8.GetBytes(Payload)).PayloadText);
        Assert.Equal(isText ? "" : null, Message(headers, default).PayloadText);
    }

    [Theory]
    [InlineData("ff")]
    [InlineData("7bc3")]
    [InlineData("eda080")]
    [InlineData("c080")]
    public void A_payload_that_is_no_utf8_is_no_text(string hex) =>
        Assert.Null(Message([Text(":content-type", "application/json")], Convert.FromHexString(hex)).PayloadText);

    [Fact]
    public void A_message_is_shown_by_its_type_and_length()
    {
        Assert.Equal("AudioEvent, 3 bytes", Message([Text(":message-type", "event"), Text(":event-type", "AudioEvent")], "abc"u8.ToArray()).ToString());
        Assert.Equal("BadRequestException, 0 bytes", Message([Text(":message-type", "exception"), Text(":exception-type", "BadRequestException")], default).ToString());
        Assert.Equal("event, 0 bytes", Message([Text(":message-type", "event")], default).ToString());
        Assert.Equal("message, 1 bytes", Message([], "a"u8.ToArray()).ToString());
        Assert.Equal("end of stream, 0 bytes", Assert.Single(new EventStreamReader().Read(Frames.Samples[7])).ToString());
    }

    private static EventStreamHeader Text(string name, string value) => new(name, EventStreamHeaderValue.FromString(value));

    private static EventStreamMessage Message(IEnumerable<EventStreamHeader> headers, byte[]? payload) =>
        Assert.Single(new EventStreamReader().Read(EventStreamEncoder.Encode(new RawMessage(headers, payload))));
}
