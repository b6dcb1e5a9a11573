using System;
using System.Collections;
using System.Text;
using AwsSignTools.Json;
using Xunit;

namespace AwsSignTools.Core.Tests.Json;

public class JsonReaderTests
{
    [Theory]
    [InlineData("null", null)]
    [InlineData(" true ", true)]
    [InlineData("false", false)]
    [InlineData("\"\"", "")]
    [InlineData("\"a\\u0062\\n\\\"\"", "ab\n\"")]
    [InlineData("0", 0L)]
    [InlineData("-12", -12L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9223372036854775808", "9223372036854775808")]
    [InlineData("1.5", 1.5)]
    [InlineData(".5e1", null, false)]
    [InlineData("1.7976931348623157E+308", double.MaxValue)]
    [InlineData("-1.7976931348623157E+308", double.MinValue)]
    [InlineData("1e400", "1e400")]
    [InlineData("2E2", 200.0)]
    public void A_value_is_the_one_that_is_written(string text, object? expected, bool isJson = true)
    {
        JsonValue? value = new JsonReader(text.AsSpan(), 64).TryRead();

        Assert.Equal(isJson, value is not null);
        Assert.Equal(expected, value?.ToObject());
    }

    [Fact]
    public void Arrays_and_objects_keep_their_order_and_of_two_members_of_a_name_the_last_counts()
    {
        JsonValue value = new JsonReader(" [1, [\"b\", null], {\"x\": 1, \"y\": [], \"x\": {\"z\": false}}] ".AsSpan(), 64).TryRead()!;

        object?[] items = Assert.IsType<object?[]>(value.ToObject());
        Assert.Equal(1L, items[0]);
        Assert.Equal(["b", null], (object?[])items[1]!);
        IDictionary members = Assert.IsAssignableFrom<IDictionary>(items[2]);
        Assert.Equal(2, members.Count);
        Assert.Equal(false, ((IDictionary)members["x"]!)["z"]);
        Assert.Empty((object?[])members["y"]!);
        JsonValue read = value.Items[2];
        Assert.Equal(string.Empty, read.Text);
        Assert.Equal(string.Empty, value.Text);
        Assert.Equal("false", read.Find("x")!.Find("z")!.Text);
        Assert.Equal("null", value.Items[1].Items[1].Text);
        Assert.Null(read.Find("X"));
        Assert.Null(value.Find("x"));
        Assert.True(value.Items[0].TryGetInteger(out long one));
        Assert.Equal(1, one);
        Assert.False(value.Items[1].Items[0].TryGetInteger(out _));
        Assert.False(new JsonReader("\"1\"".AsSpan(), 64).TryRead()!.TryGetInteger(out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nul")]
    [InlineData("truth")]
    [InlineData("falsy")]
    [InlineData("1 2")]
    [InlineData("01")]
    [InlineData("-")]
    [InlineData("1.")]
    [InlineData("1e")]
    [InlineData("[")]
    [InlineData("[1,]")]
    [InlineData("[1 2]")]
    [InlineData("{")]
    [InlineData("{1:2}")]
    [InlineData("{\"a\"}")]
    [InlineData("{\"a\":}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\":1 \"b\":2}")]
    [InlineData("\"a")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12g4\"")]
    [InlineData("\"a\nb\"")]
    [InlineData("\"\\ud83d\"")]
    [InlineData("\"\\ud83dx\"")]
    [InlineData("\"\\ude00\"")]
    public void What_is_no_JSON_is_refused(string text) => Assert.Null(new JsonReader(text.AsSpan(), 64).TryRead());

    // A depth that overflows no stack.
    [Fact]
    public void Arrays_within_arrays_have_a_limit()
    {
        int deepest = 0;
        for (int depth = 1; depth < 1000 && new JsonReader((new string('[', depth) + new string(']', depth)).AsSpan(), 64).TryRead() is not null; depth++)
        {
            deepest = depth;
        }

        Assert.InRange(deepest, 16, 512);
        Assert.Null(new JsonReader(new string('[', 1_000_000).AsSpan(), 64).TryRead());
        Assert.NotNull(new JsonReader($"[{new string('[', deepest - 1)}{new string(']', deepest - 1)},[]]".AsSpan(), 64).TryRead());
    }

    [Theory]
    [InlineData("{\"a\":1}x", 7)]
    [InlineData("[1", 2)]
    [InlineData("\"a", 2)]
    public void The_place_where_the_reading_ended_is_within_the_text(string text, int position)
    {
        JsonReader reader = new(text.AsSpan(), 64);

        Assert.Null(reader.TryRead());
        Assert.Equal(position, reader.Position);
    }

    [Theory]
    [InlineData("{\"a\":[1,2.50,{\"b\":null,\"c\":\"\\\"\"},[],{}],\"d\":true}")]
    [InlineData("[1]")]
    [InlineData("\" \"")]
    public void What_was_read_is_written_as_it_was(string text)
    {
        JsonObjectWriter writer = new(1);
        writer.Write("v", new JsonReader(text.AsSpan(), 64).TryRead()!);
        writer.End();

        Assert.Equal($"{{\"v\":{text}}}", Encoding.UTF8.GetString(writer.Json.Written));
        writer.Dispose();
    }
}
