using System;
using System.Globalization;
using AwsSignTools.Buffers;
using AwsSignTools.Compatibility;

namespace AwsSignTools.SigV4;

/// <summary>The time formats of SigV4: UTC, the proleptic Gregorian calendar and ASCII digits in every culture.</summary>
public static class AmzDate
{
    /// <summary>The time of an <c>X-Amz-Date</c>: <c>yyyyMMddTHHmmssZ</c>, truncated to seconds.</summary>
    /// <param name="time">Any time; its offset is taken into account.</param>
    public static string Format(DateTimeOffset time)
    {
        ByteWriter writer = new(16);
        try
        {
            WriteDateTime(ref writer, time);
            return Text.FromAscii(writer.Written);
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>The same moment in UTC without a fraction of a second: what a signature's date can express.</summary>
    /// <param name="time">Any time.</param>
    public static DateTimeOffset Truncate(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    /// <summary>Reads the time of an <c>X-Amz-Date</c>; false where the text is not of its form, or no date.</summary>
    /// <param name="text">The text.</param>
    /// <param name="time">The time, in UTC.</param>
    public static bool TryParse(string? text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    /// <summary>The UTC day of a credential scope: <c>yyyyMMdd</c>.</summary>
    internal static string FormatDay(DateTime utc)
    {
        ByteWriter writer = new(8);
        try
        {
            WriteDate(ref writer, utc);
            return Text.FromAscii(writer.Written);
        }
        finally
        {
            writer.Dispose();
        }
    }

    internal static void WriteDateTime(ref ByteWriter writer, DateTimeOffset time)
    {
        DateTime utc = time.UtcDateTime;
        WriteDate(ref writer, utc);
        writer.Write((byte)'T');
        writer.WriteDecimal(utc.Hour, 2);
        writer.WriteDecimal(utc.Minute, 2);
        writer.WriteDecimal(utc.Second, 2);
        writer.Write((byte)'Z');
    }

    internal static void WriteDate(ref ByteWriter writer, DateTime utc)
    {
        writer.WriteDecimal(utc.Year, 4);
        writer.WriteDecimal(utc.Month, 2);
        writer.WriteDecimal(utc.Day, 2);
    }
}
