namespace AwsSignTools.Host.Engine;

/// <summary>How a script ended.</summary>
internal enum RunResult
{
    /// <summary>It reached its end, or <c>exit</c>; single commands may have failed.</summary>
    Completed,

    /// <summary>An error ended it, which has been shown.</summary>
    Failed,

    /// <summary>Ctrl+C stopped it.</summary>
    Stopped,
}
