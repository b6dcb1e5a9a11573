using System.Diagnostics;
using System.IO;
using System.Text;

namespace AwsSignTools.Credentials;

/// <summary>The command line of a <c>credential_process</c>, as the platform's shell is to run it and as a message may show it.</summary>
internal static class ShellCommand
{
    private static readonly bool IsWindows = Path.DirectorySeparatorChar == '\\';
    private static readonly string Shell = IsWindows ? "cmd.exe" : "/bin/sh";

    /// <summary>How the shell is started; its outputs are redirected.</summary>
    public static ProcessStartInfo StartInfo(string commandLine) => new()
    {
        FileName = Shell,
        Arguments = IsWindows ? "/d /s /c \"" + commandLine + "\"" : "-c " + QuoteArgument(commandLine),
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        StandardOutputEncoding = Encoding.UTF8,
        CreateNoWindow = true,
    };

    /// <summary>
    /// The name of the program that is called first, without its folder and its arguments, which may hold a secret. Where the command line
    /// begins with anything else, such as a variable's value, it is the name of the shell.
    /// </summary>
    public static string ProgramOf(string commandLine)
    {
        string text = commandLine.Trim();
        bool isQuoted = text.Length > 0 && text[0] is '"' or '\'';
        int start = isQuoted ? 1 : 0;
        int end = isQuoted ? text.IndexOf(text[0], 1) : text.IndexOfAny([' ', '\t']);
        if (end < 0)
        {
            end = isQuoted ? start : text.Length;
        }

        int next = end + start;
        bool isWhole = next >= text.Length || text[next] is ' ' or '\t';
        string path = text.Substring(start, end - start);
        string name = path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);
        return isWhole && name.Length > 0 && Has(name, isQuoted ? " " : string.Empty) && (isQuoted || Has(path, "/\\:~$%{}"))
            ? name
            : Shell.Substring(Shell.LastIndexOf('/') + 1);
    }

    // .NET takes Arguments apart by the rules of Windows everywhere: a backslash counts only before a quote.
    private static string QuoteArgument(string argument)
    {
        StringBuilder quoted = new("\"");
        int backslashes = 0;
        foreach (char c in argument)
        {
            if (c == '"')
            {
                _ = quoted.Append('\\', backslashes + 1);
            }

            backslashes = c == '\\' ? backslashes + 1 : 0;
            _ = quoted.Append(c);
        }

        return quoted.Append('\\', backslashes).Append('"').ToString();
    }

    // True where there are no characters but those that names of programs are made of, and others that are given.
    private static bool Has(string text, string others)
    {
        foreach (char c in text)
        {
            if (!char.IsLetterOrDigit(c) && "._-+@".IndexOf(c) < 0 && others.IndexOf(c) < 0)
            {
                return false;
            }
        }

        return true;
    }
}
