namespace AwsSignTools.Host.CommandLine;

/// <summary>What the command line asks for.</summary>
internal enum RunMode
{
    /// <summary>Lines from a terminal or standard input, one command after another.</summary>
    Session,

    /// <summary>The text after <c>-Command</c>.</summary>
    Command,

    /// <summary>All of standard input as one script (<c>-Command -</c>).</summary>
    CommandFromInput,

    /// <summary>A script file.</summary>
    File,

    /// <summary>Usage on standard output.</summary>
    Help,

    /// <summary>The module's version on standard output.</summary>
    Version,
}
