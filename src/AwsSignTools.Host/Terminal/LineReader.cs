using System;
using System.IO;
using System.Management.Automation;
using System.Security;

namespace AwsSignTools.Host.Terminal;

/// <summary>Reads a line from the terminal with editing, or from redirected input as it is.</summary>
internal sealed class LineReader(StandardStreams streams)
{
    private readonly TextReader _input = Console.In;

    /// <summary>Reads one line; null at the end of the input.</summary>
    /// <exception cref="PipelineStoppedException">Ctrl+C was pressed.</exception>
    internal string? ReadLine(LineHistory? history = null, Func<string, int, CommandCompletion?>? complete = null)
    {
        if (streams.InputRedirected)
        {
            return _input.ReadLine();
        }

        return CanEdit ? WithKeys(() => new LineEditor(history, complete).Read()) : _input.ReadLine();
    }

    /// <summary>Reads one line that is not shown; null at the end of the input.</summary>
    /// <exception cref="PipelineStoppedException">Ctrl+C was pressed.</exception>
    internal SecureString? ReadSecret()
    {
        if (!streams.InputRedirected)
        {
            return WithKeys(ReadSecretKeys);
        }

        if (_input.ReadLine() is not { } line)
        {
            return null;
        }

        SecureString secret = new();
        foreach (char character in line)
        {
            secret.AppendChar(character);
        }

        return secret;
    }

    /// <summary>The editor moves the cursor, for which the output must be the terminal as well.</summary>
    private bool CanEdit => !streams.OutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Ctrl+C must come as a key: as a signal it would stop the pipeline but not this read.</summary>
    private static T WithKeys<T>(Func<T> read)
    {
        bool before = Console.TreatControlCAsInput;
        Console.TreatControlCAsInput = true;
        try
        {
            return read();
        }
        finally
        {
            Console.TreatControlCAsInput = before;
        }
    }

    private SecureString ReadSecretKeys()
    {
        TextWriter echo = streams.PromptWriter;
        SecureString secret = new();
        while (true)
        {
            ConsoleKeyInfo key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter)
            {
                echo.WriteLine();
                return secret;
            }

            if (key.Key == ConsoleKey.C && key.Modifiers.HasFlag(ConsoleModifiers.Control))
            {
                echo.WriteLine();
                throw new PipelineStoppedException();
            }

            if (key.Key == ConsoleKey.Backspace)
            {
                if (secret.Length > 0)
                {
                    secret.RemoveAt(secret.Length - 1);
                    echo.Write("\b \b");
                }
            }
            else if (!char.IsControl(key.KeyChar))
            {
                secret.AppendChar(key.KeyChar);
                echo.Write('*');
            }
        }
    }
}
