using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.EventStream;
using Xunit;

namespace AwsSignTools.Core.Tests.EventStream;

public class HeaderValueParserTests
{
    private static readonly Guid Uuid = new("00112233-4455-6677-8899-aabbccddeeff");

    public static TheoryData<string, EventStreamHeaderType> Names { get; } = new()
    {
        { "boolean", EventStreamHeaderType.True },
        { "bool", EventStreamHeaderType.True },
        { "byte", EventStreamHeaderType.SByte },
        { "sbyte", EventStreamHeaderType.SByte },
        { "int8", EventStreamHeaderType.SByte },
        { "short", EventStreamHeaderType.Int16 },
        { "int16", EventStreamHeaderType.Int16 },
        { "integer", EventStreamHeaderType.Int32 },
        { "int", EventStreamHeaderType.Int32 },
        { "int32", EventStreamHeaderType.Int32 },
        { "long", EventStreamHeaderType.Int64 },
        { "int64", EventStreamHeaderType.Int64 },
        { "binary", EventStreamHeaderType.ByteArray },
        { "blob", EventStreamHeaderType.ByteArray },
        { "bytes", EventStreamHeaderType.ByteArray },
        { "byte[]", EventStreamHeaderType.ByteArray },
        { "string", EventStreamHeaderType.String },
        { "timestamp", EventStreamHeaderType.Timestamp },
        { "datetime", EventStreamHeaderType.Timestamp },
        { "datetimeoffset", EventStreamHeaderType.Timestamp },
        { "uuid", EventStreamHeaderType.Uuid },
        { "guid", EventStreamHeaderType.Uuid },
    };

    // In Turkish and Azeri "int" has no capital that is "INT"; in Thai and Arabic a year and a minus are other ones.
    [Theory]
    [MemberData(nameof(Names))]
    public void A_type_has_the_names_of_smithy_and_net_in_any_case_and_culture(string name, EventStreamHeaderType type)
    {
        object value = type switch
        {
            EventStreamHeaderType.True => true,
            EventStreamHeaderType.ByteArray => "AAEC",
            EventStreamHeaderType.Timestamp => "2023-07-31T11:36:12Z",
            EventStreamHeaderType.Uuid => Uuid.ToString(),
            EventStreamHeaderType.String => "text",
            _ => "-12",
        };
        EventStreamHeaderValue expected = HeaderValueParser.Parse(name, value);
        Assert.Equal(type, expected.Type);
        InEveryCulture(() =>
        {
            Assert.Equal(expected, HeaderValueParser.Parse(name, value));
            Assert.Equal(expected, HeaderValueParser.Parse(name.ToUpperInvariant(), value));
            Assert.Equal(expected, HeaderValueParser.Parse($" {char.ToUpperInvariant(name[0])}{name[1..]} ", value));
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("float")]
    [InlineData("uint32")]
    [InlineData("ınt")]
    [InlineData("i nt")]
    [InlineData("int128")]
    [InlineData("System.Int32")]
    public void A_name_of_no_type_is_refused(string name) => _ = Refused.As("EventStreamValueTypeInvalid", name, () => HeaderValueParser.Parse(name, 1));

    [Fact]
    public void A_null_name_is_named() => Assert.Throws<ArgumentNullException>("type", () => HeaderValueParser.Parse(null!, 1));

    [Theory]
    [MemberData(nameof(Names))]
    public void Null_is_a_value_of_no_type(string name, EventStreamHeaderType type)
    {
        _ = type;
        _ = Refused.As("EventStreamValueTypeInvalid", null, () => HeaderValueParser.Parse(name, null));
    }

    [Theory]
    [InlineData("byte", -128L, 127L)]
    [InlineData("short", -32_768L, 32_767L)]
    [InlineData("integer", -2_147_483_648L, 2_147_483_647L)]
    [InlineData("long", long.MinValue, long.MaxValue)]
    public void A_number_is_taken_in_its_range_and_refused_one_beyond(string name, long least, long most)
    {
        foreach (long n in new[] { least, most, 0, 1, -1 })
        {
            Assert.Equal(n, Convert.ToInt64(HeaderValueParser.Parse(name, n).ToObject(), CultureInfo.InvariantCulture));
            Assert.Equal(n, Convert.ToInt64(HeaderValueParser.Parse(name, (decimal)n).ToObject(), CultureInfo.InvariantCulture));
            InEveryCulture(() => Assert.Equal(
                n, Convert.ToInt64(HeaderValueParser.Parse(name, n.ToString(CultureInfo.InvariantCulture)).ToObject(), CultureInfo.InvariantCulture)));
        }

        foreach (decimal n in new[] { (decimal)least - 1, (decimal)most + 1 })
        {
            _ = Refused.As("EventStreamValueTypeInvalid", n, () => HeaderValueParser.Parse(name, n));
            string text = n.ToString(CultureInfo.InvariantCulture);
            _ = Refused.As("EventStreamValueTypeInvalid", text, () => HeaderValueParser.Parse(name, text));
        }
    }

    [Fact]
    public void A_number_of_any_net_type_is_taken_where_it_is_whole()
    {
        object[] fives = [(sbyte)5, (byte)5, (short)5, (ushort)5, 5, 5u, 5L, 5ul, 5f, 5d, 5m, 5.00m, DayOfWeek.Friday, "5", " 5 ", "+5", "5.0"];
        foreach (object five in fives)
        {
            foreach (string name in new[] { "byte", "short", "integer", "long" })
            {
                Assert.Equal(5L, Convert.ToInt64(HeaderValueParser.Parse(name, five).ToObject(), CultureInfo.InvariantCulture));
            }

            Assert.Equal(DateTimeOffset.UnixEpoch.AddMilliseconds(5), five is "5" or not string ? HeaderValueParser.Parse("timestamp", five).ToObject() : DateTimeOffset.UnixEpoch.AddMilliseconds(5));
        }
    }

    // A double has whole numbers of up to 53 bits; as a decimal it would have the first 15 digits.
    [Theory]
    [InlineData(9_007_199_254_740_991d, 9_007_199_254_740_991L)]
    [InlineData(-9_007_199_254_740_991d, -9_007_199_254_740_991L)]
    [InlineData(1_690_803_372_123_457d, 1_690_803_372_123_457L)]
    [InlineData(-9_223_372_036_854_775_808d, long.MinValue)]
    [InlineData(9_223_372_036_854_774_784d, 9_223_372_036_854_774_784L)]
    public void A_whole_double_keeps_every_digit(double value, long expected)
    {
        Assert.Equal(expected, HeaderValueParser.Parse("long", value).ToObject());
        Assert.Equal(EventStreamHeaderValue.FromUnixMilliseconds(expected), HeaderValueParser.Parse("timestamp", value));
    }

    [Fact]
    public void What_is_no_whole_number_is_refused()
    {
        object[] all =
        [
            5.5, 5.5f, 5.5m, "5.5", double.NaN, double.PositiveInfinity, double.NegativeInfinity, float.NaN, 1e300, float.MaxValue, 9_223_372_036_854_775_808d,
            "", " ", "five", "0x5", "5 5", "1e3", "٥", '5', DateTime.UnixEpoch, Uuid, new byte[] { 5 }, new object(), TimeSpan.Zero, BigInteger.One,
        ];
        foreach (object value in all)
        {
            _ = Refused.As("EventStreamValueTypeInvalid", value, () => HeaderValueParser.Parse("long", value));
            _ = Refused.As("EventStreamValueTypeInvalid", value, () => HeaderValueParser.Parse("byte", value));
        }
    }

    [Fact]
    public void A_boolean_is_one_its_name_or_a_number()
    {
        foreach (object yes in new object[] { true, "true", "True", " TRUE ", 1, -1, 0.5 })
        {
            Assert.Equal(EventStreamHeaderType.True, HeaderValueParser.Parse("boolean", yes).Type);
        }

        foreach (object no in new object[] { false, "false", "FALSE", 0, 0m })
        {
            Assert.Equal(EventStreamHeaderType.False, HeaderValueParser.Parse("boolean", no).Type);
        }

        foreach (object value in new object[] { "yes", "1", "", 'c', DateTime.UnixEpoch, Uuid, new object() })
        {
            _ = Refused.As("EventStreamValueTypeInvalid", value, () => HeaderValueParser.Parse("boolean", value));
        }
    }

    [Fact]
    public void Binary_is_bytes_or_base64_text()
    {
        byte[] bytes = [0, 1, 255];

        Assert.Equal(bytes, HeaderValueParser.Parse("binary", bytes).ToObject());
        Assert.Equal(bytes, HeaderValueParser.Parse("binary", new ReadOnlyMemory<byte>(bytes)).ToObject());
        Assert.Equal(bytes, HeaderValueParser.Parse("binary", "AAH/").ToObject());
        Assert.Equal(bytes, HeaderValueParser.Parse("binary", " AA H/\r\n").ToObject());
        Assert.Equal(Array.Empty<byte>(), HeaderValueParser.Parse("binary", "").ToObject());
        Assert.Equal(Array.Empty<byte>(), HeaderValueParser.Parse("binary", Array.Empty<byte>()).ToObject());

        // The digits of a number are Base64 too, and not what was meant.
        foreach (object value in new object[] { "A", "AAH", "AA_-", "é", 1234, 12345678L, true, 'c', Uuid, new object[] { 1, 2 }, new int[] { 1 } })
        {
            _ = Refused.As("EventStreamValueTypeInvalid", value, () => HeaderValueParser.Parse("binary", value));
        }

        _ = Refused.As("EventStreamValueTooLong", 32_768, () => HeaderValueParser.Parse("binary", new byte[32_768]));
    }

    [Fact]
    public void A_string_is_the_text_of_a_value_in_no_culture()
    {
        InEveryCulture(() =>
        {
            Assert.Equal("-1.5", HeaderValueParser.Parse("string", -1.5).ToObject());
            Assert.Equal("-12", HeaderValueParser.Parse("string", -12).ToObject());
            Assert.Equal("07/31/2023 11:36:12", HeaderValueParser.Parse("string", new DateTime(2023, 7, 31, 11, 36, 12, DateTimeKind.Utc)).ToObject());
        });
        Assert.Equal("", HeaderValueParser.Parse("string", "").ToObject());
        Assert.Equal(" é😀 ", HeaderValueParser.Parse("string", " é😀 ").ToObject());
        Assert.Equal("True", HeaderValueParser.Parse("string", true).ToObject());
        Assert.Equal(Uuid.ToString(), HeaderValueParser.Parse("string", Uuid).ToObject());
        _ = Refused.As("TextInvalid", () => HeaderValueParser.Parse("string", "\uD800"));
        _ = Refused.As("EventStreamValueTooLong", 32_768, () => HeaderValueParser.Parse("string", new string('a', 32_768)));

        // The name of a class is no one's text.
        foreach (object value in new object[] { new byte[] { 65 }, new object[] { "a" }, new List<string> { "a" }, new Dictionary<string, string>() })
        {
            _ = Refused.As("EventStreamValueTypeInvalid", value, () => HeaderValueParser.Parse("string", value));
        }
    }

    [Fact]
    public void A_timestamp_is_a_date_its_text_or_milliseconds()
    {
        DateTimeOffset time = new(2023, 7, 31, 11, 36, 12, 345, TimeSpan.Zero);
        const long Milliseconds = 1_690_803_372_345;
        InEveryCulture(() =>
        {
            object[] all =
            [
                time, time.ToOffset(TimeSpan.FromHours(5)), time.UtcDateTime, time.LocalDateTime, Milliseconds, (double)Milliseconds, (decimal)Milliseconds,
                "1690803372345", "2023-07-31T11:36:12.345Z", "2023-07-31T11:36:12.345", "2023-07-31T13:36:12.345+02:00", "2023-07-31 11:36:12.345",
            ];
            foreach (object value in all)
            {
                Assert.Equal(time, HeaderValueParser.Parse("timestamp", value).ToObject());
            }
        });
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero), HeaderValueParser.Parse("timestamp", "2026-11-23").ToObject());
        Assert.Equal(EventStreamHeaderValue.FromUnixMilliseconds(-1), HeaderValueParser.Parse("timestamp", "-1"));
        Assert.Equal(EventStreamHeaderValue.FromUnixMilliseconds(long.MinValue), HeaderValueParser.Parse("timestamp", long.MinValue));
        Assert.Equal(EventStreamHeaderValue.FromUnixMilliseconds(long.MaxValue), HeaderValueParser.Parse("timestamp", "9223372036854775807"));
    }

    [Fact]
    public void What_is_no_moment_is_refused()
    {
        object[] all =
        [
            "", " ", "yesterday", "2023-13-01", "2023-02-29", "2023-07-31T25:00:00Z", "2023-07-31T11:36:12+15:00", "0001-01-01T00:00:00+14:00",
            "9999-12-31T23:59:59-14:00", "9223372036854775808", "1.5", 1.5, Uuid, TimeSpan.Zero, new byte[] { 1 }, new object(),
        ];
        foreach (object value in all)
        {
            _ = Refused.As("EventStreamValueTypeInvalid", value, () => HeaderValueParser.Parse("timestamp", value));
        }
    }

    [Fact]
    public void A_uuid_is_one_or_its_text()
    {
        foreach (object value in new object[] { Uuid, Uuid.ToString(), Uuid.ToString("N"), Uuid.ToString("B"), Uuid.ToString().ToUpperInvariant() })
        {
            Assert.Equal(EventStreamHeaderValue.FromGuid(Uuid), HeaderValueParser.Parse("uuid", value));
        }

        foreach (object value in new object[] { "", "00112233", 5, new byte[16], new object(), "{0x00112233,0x4455}", "{0x100112233,0x4455,0x6677,{0x88,0x99,0xaa,0xbb,0xcc,0xdd,0xee,0xff}}" })
        {
            _ = Refused.As("EventStreamValueTypeInvalid", value, () => HeaderValueParser.Parse("uuid", value));
        }
    }

    [Fact]
    public void What_is_refused_is_quoted_short_and_on_one_line()
    {
        AwsSignTools.Findings.Finding finding = Refused.As("EventStreamValueTypeInvalid", () => HeaderValueParser.Parse("int", "a\n" + new string('b', 10_000)));

        Assert.True(finding.Message.Length < 300, finding.Message);
        Assert.Contains("of the header type int", finding.Message, StringComparison.Ordinal);
    }

    private static void InEveryCulture(Action act)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            foreach (string name in new[] { "", "en-US", "de-DE", "tr-TR", "az-Latn-AZ", "th-TH", "ar-SA", "fa-IR", "sv-SE", "he-IL" })
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
                act();
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
