using System;
using System.Globalization;
using System.Management.Automation;

namespace AwsSignTools.Parameters;

/// <summary>
/// Takes a moment as a DateTimeOffset, a DateTime or text: ISO 8601, or SigV4's own form (<c>20191201T000000Z</c>). Text is read in the
/// invariant culture. A number is refused: whether it means seconds or milliseconds is the most common mistake there is.
/// </summary>
internal sealed class MomentTransformAttribute : PlainValueAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        Unwrapped.Of(inputData) switch
        {
            DateTime time => new DateTimeOffset(time),
            sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal =>
                throw NotAMoment(),
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) => throw NotAMoment(),
            string text when TryParse(text, out DateTimeOffset moment) => moment,
            _ => base.Transform(engineIntrinsics, inputData),
        };

    private static ArgumentTransformationMetadataException NotAMoment() => new(
        "A number is not a moment. Give a date, such as [DateTimeOffset]::FromUnixTimeSeconds(1767225600) or '2026-01-01T00:00:00Z'.");

    private static bool TryParse(string text, out DateTimeOffset moment) =>
        DateTimeOffset.TryParseExact(
            text, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment)
        || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out moment);
}

/// <summary>Takes a duration as a number of seconds or as a TimeSpan, in every culture alike.</summary>
internal sealed class SecondsTransformAttribute : PlainValueAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        Unwrapped.Of(inputData) switch
        {
            sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal =>
                FromSeconds(Convert.ToDouble(Unwrapped.Of(inputData), CultureInfo.InvariantCulture)),
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) => FromSeconds(seconds),
            string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan time) => time,
            _ => base.Transform(engineIntrinsics, inputData),
        };

    // A number too large for a TimeSpan stays a TimeSpan too large for every rule, whose refusal says more than an overflow.
    private static object FromSeconds(double seconds) =>
        seconds >= TimeSpan.MaxValue.TotalSeconds ? TimeSpan.MaxValue
        : seconds <= TimeSpan.MinValue.TotalSeconds ? TimeSpan.MinValue
        : double.IsNaN(seconds) ? seconds
        : TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
}
