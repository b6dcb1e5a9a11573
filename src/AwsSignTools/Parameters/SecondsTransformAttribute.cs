using System;
using System.Globalization;
using System.Management.Automation;

namespace AwsSignTools.Parameters;

/// <summary>Takes a duration as a number of seconds or as a TimeSpan, in every culture alike.</summary>
internal sealed class SecondsTransformAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        Unwrapped.Of(inputData) switch
        {
            sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal =>
                FromSeconds(Convert.ToDouble(Unwrapped.Of(inputData), CultureInfo.InvariantCulture)),
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) => FromSeconds(seconds),
            string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan time) => time,
            _ => inputData,
        };

    // A number too large for a TimeSpan stays a TimeSpan too large for every rule, whose refusal says more than an overflow.
    private static object FromSeconds(double seconds) =>
        seconds >= TimeSpan.MaxValue.TotalSeconds ? TimeSpan.MaxValue
        : seconds <= TimeSpan.MinValue.TotalSeconds ? TimeSpan.MinValue
        : double.IsNaN(seconds) ? seconds
        : TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
}
