using System;
using System.Text;
using System.Text.Json;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Json;
using Xunit;

namespace AwsSignTools.Core.Tests.Json;

public class JsonObjectWriterTests
{
    [Fact]
    public void An_object_without_members_is_empty()
    {
        JsonObjectWriter writer = new(1);
        writer.End();

        Assert.Equal("{}", Encoding.UTF8.GetString(writer.Json.Written));
        writer.Dispose();
    }

    [Fact]
    public void Only_what_must_be_escaped_is()
    {
        JsonObjectWriter writer = new(1);
        writer.Write("a\"", "\"\\\b\f\n\r\t\0\u001F/\u007F\u2028é😀");
        writer.Write("n", long.MinValue);
        writer.Write("t", true);
        writer.Write("f", false);
        writer.End();

        Assert.Equal(
            "{\"a\\\"\":\"\\\"\\\\\\u0008\\u000c\\u000a\\u000d\\u0009\\u0000\\u001f/\u007F\u2028é😀\",\"n\":-9223372036854775808,\"t\":true,\"f\":false}",
            Encoding.UTF8.GetString(writer.Json.Written));
        writer.Dispose();
    }

    // System.Text.Json reads it back.
    [Fact]
    public void Random_text_is_read_back()
    {
        for (int seed = 0; seed < 1000; seed++)
        {
            Random random = new(seed);
            string name = Generated.Text(random, 30);
            string value = Generated.Text(random, 300);
            JsonObjectWriter writer = new(16);
            writer.Write(name, value);
            writer.End();
            using JsonDocument json = JsonDocument.Parse(writer.Json.Written.ToArray());
            writer.Dispose();

            Assert.True(json.RootElement.GetProperty(name).GetString() == value, $"seed {seed}");
        }
    }
}
