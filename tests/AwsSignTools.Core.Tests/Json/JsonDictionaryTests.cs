using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Json;
using Xunit;

namespace AwsSignTools.Core.Tests.Json;

public sealed class JsonDictionaryTests
{
    private const string Sample = """
        {
          "Version": 1,
          "AccessKeyId": "ASIAIOSFODNN7EXAMPLE",
          "SecretAccessKey": "canary\/K7MDENG\u002bbPxRfiCY\"\\\b\f\n\r\t",
          "Credentials": { "Expiration": "2030-01-01T00:00:00Z", "x": [1, { "y": [true, null, -1.5e+10] }, []], "z": {} },
          "Größe": false, "": null
        }
        """;

    // What is deeper is no credential.
    private const int MaximumDepth = 8;

    [Fact]
    public void An_object_is_read_whole()
    {
        IDictionary members = JsonDictionary.TryParse(Sample)!;

        Assert.Equal(6, members.Count);
        Assert.Equal("1", members["Version"]);
        Assert.Equal("ASIAIOSFODNN7EXAMPLE", members["AccessKeyId"]);
        Assert.Equal("canary/K7MDENG+bPxRfiCY\"\\\b\f\n\r\t", members["SecretAccessKey"]);
        Assert.Equal("false", members["Größe"]);
        Assert.True(members.Contains(""));
        Assert.Null(members[""]);
        IDictionary nested = Assert.IsType<IDictionary>(members["Credentials"], exactMatch: false);
        Assert.Equal(3, nested.Count);
        Assert.Equal("2030-01-01T00:00:00Z", nested["Expiration"]);
        Assert.True(nested.Contains("x"));
        Assert.Null(nested["x"]);
        Assert.Empty(Assert.IsType<IDictionary>(nested["z"], exactMatch: false));
    }

    [Fact]
    public void Names_ignore_case_and_the_last_of_two_counts()
    {
        IDictionary members = JsonDictionary.TryParse("""{"accesskeyid":"a","b":1,"AccessKeyId":"c","b":{"d":1},"B":2}""")!;

        Assert.Equal(2, members.Count);
        Assert.Equal("c", members["ACCESSKEYID"]);
        Assert.Equal("2", members["b"]);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData(" \t\r\n{ \t\r\n} \t\r\n")]
    [InlineData("\uFEFF{}")]
    public void An_empty_object_is_one(string text) => Assert.Empty(JsonDictionary.TryParse(text)!);

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "-0")]
    [InlineData("10", "10")]
    [InlineData("1.0", "1.0")]
    [InlineData("-12.5E-3", "-12.5E-3")]
    [InlineData("1e5", "1e5")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    [InlineData("\"\"", "")]
    [InlineData("\"\\u0041\\u00e9\\uD83D\\uDE00\"", "Aé😀")]
    [InlineData("\"é😀\"", "é😀")]
    [InlineData("\"\\u0000\"", "\0")]
    [InlineData("\"<&>\"", "<&>")]
    [InlineData("\" 1 \"", " 1 ")]
    public void A_value_is_its_text(string json, string text)
    {
        Assert.Equal(text, JsonDictionary.TryParse($"{{\"a\":{json}}}")!["a"]);
        Assert.Equal(text, JsonDictionary.TryParse($"{{ \"b\" : [ {json} , {json} ] , \"a\" : {json} }}")!["a"]);
    }

    [Theory]
    [InlineData("__type")]
    [InlineData("item")]
    [InlineData("a:item")]
    [InlineData("type")]
    [InlineData("xmlns")]
    [InlineData("two words")]
    [InlineData("<&>")]
    [InlineData("Größe")]
    [InlineData("名前")]
    [InlineData("😀")]
    public void A_name_may_be_anything(string name)
    {
        IDictionary members = JsonDictionary.TryParse($"{{\"{name}\":\"x\",\"b\":1}}")!;

        Assert.Equal("x", members[name]);
        Assert.Equal("1", members["b"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\uFEFF")]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("\"a\"")]
    [InlineData("[]")]
    [InlineData("[{}]")]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("{} x")]
    [InlineData("{}{}")]
    [InlineData("{},")]
    [InlineData("{\"a\":1}}")]
    [InlineData("{\"a\":1}\0")]
    [InlineData("{\"a\":1]")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":{\"b\":1}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{,\"a\":1}")]
    [InlineData("{\"a\":1,,\"b\":1}")]
    [InlineData("{\"a\" 1}")]
    [InlineData("{\"a\":}")]
    [InlineData("{\"a\"}")]
    [InlineData("{\"a\":1 \"b\":2}")]
    [InlineData("{\"a\":1 2}")]
    [InlineData("{a:1}")]
    [InlineData("{'a':1}")]
    [InlineData("{\"a\":'b'}")]
    [InlineData("{1:1}")]
    [InlineData("{null:1}")]
    [InlineData("{\"a\":[1,2}")]
    [InlineData("{\"a\":[1 2]}")]
    [InlineData("{\"a\":[1,]}")]
    [InlineData("{\"a\":[,]}")]
    [InlineData("{\"a\":[}")]
    [InlineData("{\"a\":tru}")]
    [InlineData("{\"a\":True}")]
    [InlineData("{\"a\":truefalse}")]
    [InlineData("{\"a\":nul}")]
    [InlineData("{\"a\":undefined}")]
    [InlineData("{\"a\":NaN}")]
    [InlineData("{\"a\":-Infinity}")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":-}")]
    [InlineData("{\"a\":+1}")]
    [InlineData("{\"a\":.5}")]
    [InlineData("{\"a\":1.}")]
    [InlineData("{\"a\":1.e5}")]
    [InlineData("{\"a\":1e}")]
    [InlineData("{\"a\":1e+}")]
    [InlineData("{\"a\":0x10}")]
    [InlineData("{\"a\":\u0661}")]
    [InlineData("{\"a\":\"x\ny\"}")]
    [InlineData("{\"a\":\"\t\"}")]
    [InlineData("{\"a\":\"\\x\"}")]
    [InlineData("{\"a\":\"\\'\"}")]
    [InlineData("{\"a\":\"\\u12\"}")]
    [InlineData("{\"a\":\"\\u12g4\"}")]
    [InlineData("{\"a\":\"\\u+123\"}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"a\":\"\\ud800\\u0041\"}")]
    [InlineData("{\"a\":\"\\udc00\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"a\":\"x}")]
    [InlineData("{\"a\":\"x\\\"}")]
    [InlineData("{\"a\":\"x\\")]
    [InlineData("/*x*/{}")]
    [InlineData("{/*x*/}")]
    [InlineData("{\"a\":1//x\n}")]
    [InlineData("{\"a\":1}#")]
    [InlineData("\v{}")]
    [InlineData("\u00A0{}")]
    [InlineData("{}\u2028")]
    [InlineData("<root type='object'/>")]
    public void What_is_no_JSON_object_is_null(string text) => Assert.Null(JsonDictionary.TryParse(text));

    [Fact]
    public void Deep_nesting_is_refused()
    {
        Assert.NotNull(JsonDictionary.TryParse(Nested("{\"a\":", "{}", "}", MaximumDepth - 1)));
        Assert.Null(JsonDictionary.TryParse(Nested("{\"a\":", "{}", "}", MaximumDepth)));
        Assert.NotNull(JsonDictionary.TryParse("{\"a\":" + Nested("[", "1", "]", MaximumDepth - 1) + "}"));
        Assert.Null(JsonDictionary.TryParse("{\"a\":" + Nested("[", "1", "]", MaximumDepth) + "}"));
        Assert.Null(JsonDictionary.TryParse("{\"a\":" + Nested("[", "1", "]", 100_000) + "}"));
        Assert.Null(JsonDictionary.TryParse("{\"a\":" + new string('[', 200_000)));
        Assert.Null(JsonDictionary.TryParse(Nested("{\"a\":", "1", "}", 40_000)));
    }

    [Fact]
    public void Large_text_is_refused_and_what_is_not_too_large_is_read()
    {
        const int Longest = 256 * 1024;
        string shell = "{\"a\":\"\"}";
        string value = new('x', Longest - shell.Length);

        Assert.Equal(value, JsonDictionary.TryParse($"{{\"a\":\"{value}\"}}")!["a"]);
        Assert.Null(JsonDictionary.TryParse($"{{\"a\":\"{value}x\"}}"));
        Assert.Null(JsonDictionary.TryParse($"{{\"a\":\"{value}\"}} "));
        string wide = new('名', Longest - shell.Length);
        Assert.Equal(wide, JsonDictionary.TryParse($"{{\"a\":\"{wide}\"}}")!["a"]);

        string many = "{" + string.Join(',', Enumerable.Range(0, 20_000).Select(static i => string.Create(CultureInfo.InvariantCulture, $"\"{i}\":0"))) + "}";
        Assert.Equal(20_000, JsonDictionary.TryParse(many)!.Count);
    }

    [Fact]
    public void A_text_that_is_cut_anywhere_is_refused()
    {
        Assert.NotNull(JsonDictionary.TryParse(Sample));
        for (int length = 0; length < Sample.Length; length++)
        {
            Assert.Null(JsonDictionary.TryParse(Sample[..length]));
        }
    }

    [Fact]
    public void Every_bit_of_a_sample_may_be_wrong()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Sample);
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            CheckAgreement(Encoding.UTF8.GetString(bytes));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void What_is_JSON_is_as_the_platforms_strict_reader_says()
    {
        Random random = new(20150830);
        const string Alphabet = "{}[]\",:\\ 01-.eEtrufalsn/b\t\r\n\0xé\uFEFF";
        for (int i = 0; i < 20_000; i++)
        {
            StringBuilder text = new(i % 3 == 0 ? Sample : "{\"a\":[1,{\"b\":\"\\u00e9\"}],\"c\":-1.5e3,\"d\":true}");
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                int at = random.Next(text.Length);
                _ = random.Next(3) switch
                {
                    0 => text.Remove(at, random.Next(1, Math.Min(4, text.Length - at + 1))),
                    1 => text.Insert(at, Alphabet[random.Next(Alphabet.Length)]),
                    _ => text.Replace(text[at], Alphabet[random.Next(Alphabet.Length)], at, 1),
                };
            }

            CheckAgreement(text.ToString());
        }
    }

    [Fact]
    public void Generated_objects_are_read_as_the_platform_reads_them()
    {
        Random random = new(42);
        for (int i = 0; i < 300; i++)
        {
            CheckAgreement(JsonSerializer.Serialize(Value(random, 5) as Dictionary<string, object?> ?? []));
        }
    }

    [Fact]
    public void Nothing_takes_long()
    {
        // What makes a careless reader go over its text again and again.
        string[] texts =
        [
            "{\"a\":\"" + new string('\\', 262_000) + "\"}",
            "{\"a\":" + new string('1', 262_000) + "}",
            "{" + new string(' ', 262_000) + "}",
            "{\"a\":[" + string.Concat(Enumerable.Repeat("[],", 87_000)) + "1]}",
            "{" + string.Concat(Enumerable.Repeat("\"a\":{},", 37_000)) + "\"a\":1}",
            string.Concat(Enumerable.Repeat("{\"", 131_000)),
        ];
        Stopwatch clock = Stopwatch.StartNew();
        foreach (string text in texts)
        {
            _ = JsonDictionary.TryParse(text);
        }

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), clock.Elapsed.ToString());
    }

    [Fact]
    public void A_text_that_is_null_is_named() => Assert.Throws<ArgumentNullException>("text", static () => JsonDictionary.TryParse(null!));

    private static string Nested(string open, string inner, string close, int times) =>
        string.Concat(Enumerable.Repeat(open, times)) + inner + string.Concat(Enumerable.Repeat(close, times));

    private static object? Value(Random random, int depth) => random.Next(depth > 0 ? 7 : 4) switch
    {
        0 => Generated.Text(random, 20),
        1 => random.Next(),
        2 => random.Next(2) == 0,
        3 => null,
        4 => Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth - 1)).ToArray(),
        _ => Enumerable.Range(0, random.Next(5)).ToDictionary(i => Generated.Text(random, 8) + i, _ => Value(random, depth - 1)),
    };

    // Null or what System.Text.Json reads; never an exception.
    private static void CheckAgreement(string text)
    {
        IDictionary? ours = JsonDictionary.TryParse(text);
        JsonDocument? theirs = null;
        try
        {
            theirs = JsonDocument.Parse(text.StartsWith('\uFEFF') ? text[1..] : text, new JsonDocumentOptions { MaxDepth = MaximumDepth });
            Assert.True((theirs.RootElement.ValueKind == JsonValueKind.Object) == (ours is not null), text);
            if (ours is not null)
            {
                CheckSame(theirs.RootElement, ours, text);
            }
        }
        catch (JsonException)
        {
            Assert.True(ours is null, text);
        }
        finally
        {
            theirs?.Dispose();
        }
    }

    private static void CheckSame(JsonElement theirs, IDictionary ours, string text)
    {
        Dictionary<string, JsonElement> last = new(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty property in theirs.EnumerateObject())
        {
            last[property.Name] = property.Value;
        }

        Assert.True(last.Count == ours.Count, text);
        foreach ((string name, JsonElement value) in last)
        {
            Assert.True(ours.Contains(name), text);
            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    CheckSame(value, (IDictionary)ours[name]!, text);
                    break;
                case JsonValueKind.String:
                    Assert.Equal(value.GetString(), ours[name]);
                    break;
                case JsonValueKind.Array or JsonValueKind.Null:
                    Assert.Null(ours[name]);
                    break;
                default:
                    Assert.Equal(value.GetRawText(), ours[name]);
                    break;
            }
        }
    }
}
