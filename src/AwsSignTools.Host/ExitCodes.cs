namespace AwsSignTools.Host;

/// <summary>The exit codes the host itself gives; the same numbers as pwsh uses. A script's <c>exit N</c> gives any other.</summary>
internal static class ExitCodes
{
    /// <summary>Everything went well.</summary>
    internal const int Success = 0;

    /// <summary>An error ended the script, or the last command failed.</summary>
    internal const int Failure = 1;

    /// <summary>The command line was wrong (EX_USAGE).</summary>
    internal const int Usage = 64;

    /// <summary>The module is not staged, or does not load (EX_SOFTWARE).</summary>
    internal const int InitializationFailed = 70;

    /// <summary>Ctrl+C ended the script (128 + SIGINT).</summary>
    internal const int Interrupted = 130;
}
