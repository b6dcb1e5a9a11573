namespace AwsSignTools.Benchmarks.DoNothing;

/// <summary>The one object that a cmdlet which does nothing writes for each record.</summary>
/// <param name="text">What was bound.</param>
public sealed class BoundRecord(object? text)
{
    /// <summary>What was bound.</summary>
    public object? Text { get; } = text;

    /// <inheritdoc/>
    public override string? ToString() => Text?.ToString();
}
