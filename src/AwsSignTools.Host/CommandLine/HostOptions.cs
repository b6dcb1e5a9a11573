using System;
using System.Collections.Generic;

namespace AwsSignTools.Host.CommandLine;

/// <summary>A parsed command line.</summary>
internal sealed class HostOptions
{
    /// <summary>What to do.</summary>
    internal required RunMode Mode { get; init; }

    /// <summary>The script text of <see cref="RunMode.Command"/>.</summary>
    internal string Command { get; init; } = string.Empty;

    /// <summary>The path of <see cref="RunMode.File"/>, as it was given.</summary>
    internal string File { get; init; } = string.Empty;

    /// <summary>What follows the path of <see cref="RunMode.File"/>.</summary>
    internal IReadOnlyList<string> FileArguments { get; init; } = Array.Empty<string>();

    /// <summary>True where prompts must fail rather than wait.</summary>
    internal bool NonInteractive { get; init; }
}
