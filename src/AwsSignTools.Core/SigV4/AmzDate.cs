using System;
using System.Globalization;
using AwsSignTools.Platform;

namespace AwsSignTools.SigV4;

/// <summary>The time formats of SigV4: UTC, the proleptic Gregorian calendar and ASCII digits in every culture.</summary>
internal static class AmzDate
{
    private const int DateLength = 8;
    private const int DateTimeLength = 16;

    // A signature has its time four times over, and a job makes thousands in a second: the text of a second is made once. Whichever thread wins, it is
    // the right one.
    private static Second? _last;

    /// <summary>The time of an <c>X-Amz-Date</c>: <c>yyyyMMddTHHmmssZ</c>, truncated to seconds.</summary>
    /// <param name="time">Any time; its offset is taken into account.</param>
    public static string Format(DateTimeOffset time)
    {
        ByteWriter writer = new(DateTimeLength);
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

    /// <summary>Reads the time of an <c>X-Amz-Date</c>; false if the text is not of its form, or no date.</summary>
    /// <param name="text">The text.</param>
    /// <param name="time">The time, in UTC.</param>
    public static bool TryParse(string? text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    /// <summary>The UTC day of a credential scope: <c>yyyyMMdd</c>.</summary>
    internal static string FormatDay(DateTime utc)
    {
        ByteWriter writer = new(DateLength);
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
        Second? last = _last;
        if (last is null || !last.Holds(time.UtcTicks))
        {
            _last = last = new Second(time.UtcTicks);
        }

        writer.Write(last.Text);
    }

    internal static void WriteDate(ref ByteWriter writer, DateTime utc)
    {
        if (_last is { } last && last.IsOfDay(utc))
        {
            writer.Write(last.Text.Slice(0, DateLength));
            return;
        }

        PutDate(writer.GetSpan(DateLength), utc);
        writer.Advance(DateLength);
    }

    private static void PutDate(Span<byte> text, DateTime utc)
    {
        PutTwo(text, utc.Year / 100);
        PutTwo(text.Slice(2), utc.Year % 100);
        PutTwo(text.Slice(4), utc.Month);
        PutTwo(text.Slice(6), utc.Day);
    }

    private static void PutTwo(Span<byte> text, int value)
    {
        text[1] = (byte)('0' + (value % 10));
        text[0] = (byte)('0' + (value / 10));
    }

    /// <summary>A second and its text.</summary>
    private sealed class Second
    {
        private readonly long _start;
        private readonly byte[] _text = new byte[DateTimeLength];

        public Second(long ticks)
        {
            DateTime utc = new(ticks, DateTimeKind.Utc);
            _start = ticks - (ticks % TimeSpan.TicksPerSecond);
            PutDate(_text, utc);
            _text[8] = (byte)'T';
            PutTwo(_text.AsSpan(9), utc.Hour);
            PutTwo(_text.AsSpan(11), utc.Minute);
            PutTwo(_text.AsSpan(13), utc.Second);
            _text[15] = (byte)'Z';
        }

        public ReadOnlySpan<byte> Text => _text;

        public bool Holds(long ticks) => (ulong)(ticks - _start) < TimeSpan.TicksPerSecond;

        public bool IsOfDay(DateTime utc) => (ulong)(_start - utc.Date.Ticks) < TimeSpan.TicksPerDay;
    }
}
