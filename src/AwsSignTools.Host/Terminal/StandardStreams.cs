using System;
using System.IO;
using System.Text;

namespace AwsSignTools.Host.Terminal;

/// <summary>The process's three streams: which of them are a terminal, and how they are written.</summary>
internal sealed class StandardStreams
{
    private StandardStreams(bool inputRedirected, bool outputRedirected, bool errorRedirected)
    {
        InputRedirected = inputRedirected;
        OutputRedirected = outputRedirected;
        ErrorRedirected = errorRedirected;
        SupportsColor = !outputRedirected
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") != "dumb"
            && WindowsVirtualTerminal.TryEnable();
    }

    internal bool InputRedirected { get; }

    internal bool OutputRedirected { get; }

    internal bool ErrorRedirected { get; }

    /// <summary>True where escape sequences are shown as colours: standard output is a terminal and NO_COLOR is not set.</summary>
    internal bool SupportsColor { get; }

    /// <summary>Where questions go: a terminal, even when the answers to the script's work go to a file.</summary>
    internal TextWriter PromptWriter => OutputRedirected && !ErrorRedirected ? Console.Error : Console.Out;

    /// <summary>Looks at the streams and makes them UTF-8.</summary>
    internal static StandardStreams Open()
    {
        // Without a byte order mark: it would be in front of the first URL of a redirected output.
        UTF8Encoding encoding = new(encoderShouldEmitUTF8Identifier: false);
        try
        {
            Console.OutputEncoding = encoding;
            if (Console.IsInputRedirected)
            {
                Console.InputEncoding = encoding;
            }
        }
        catch (IOException)
        {
            // Windows without a console: the streams are files or pipes and keep the encoding they have.
        }

        return new StandardStreams(Console.IsInputRedirected, Console.IsOutputRedirected, Console.IsErrorRedirected);
    }
}
