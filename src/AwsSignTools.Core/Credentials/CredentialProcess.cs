using System;
using System.Collections;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using AwsSignTools.Compatibility;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Credentials;

/// <summary>
/// Gets a credential from the program that a profile's <c>credential_process</c> names (AWS SDKs and Tools Reference Guide, "Process
/// credential provider"). Run through the shell, as the AWS SDK for .NET does; but within a time limit, stopped by Ctrl+C, and
/// nothing of its output or of its command line, either of which may hold a secret, is in a message.
/// </summary>
internal static class CredentialProcess
{
    private const int LongestOutput = 256 * 1024;
    private const string BeyondPath = "=;&|<>(){}$`\"'";

    private static readonly bool OnWindows = Path.DirectorySeparatorChar == '\\';
    private static readonly string Shell = OnWindows ? "cmd.exe" : "/bin/sh";

    /// <summary>Runs the program and reads its output.</summary>
    /// <param name="commandLine">The setting's value.</param>
    /// <param name="asker">Who asks, for messages.</param>
    /// <param name="context">The time limit and what stops it.</param>
    /// <exception cref="CredentialUnavailableException">It fails, takes too long, or prints something else.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static AwsCredential Run(string commandLine, string asker, CredentialContext context)
    {
        string program = ProgramOf(commandLine);
        string output = Execute(commandLine, program, asker, context);
        if (CredentialJson.TryParse(output) is not { } members)
        {
            throw CredentialErrors.ProcessOutputInvalid(asker, program, "whose output is not a JSON object");
        }

        if (Text(members, "Version") is not "1")
        {
            throw CredentialErrors.ProcessOutputInvalid(asker, program, "whose output has no Version 1");
        }

        string Required(string name) =>
            Text(members, name) ?? throw CredentialErrors.ProcessOutputInvalid(asker, program, $"whose output has no {name}");
        DateTimeOffset? end = null;
        if (Text(members, "Expiration") is { } moment)
        {
            end = DateTimeOffset.TryParse(moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset parsed)
                ? parsed
                : throw CredentialErrors.ProcessOutputInvalid(asker, program, "whose Expiration is not a time");
        }

        try
        {
            return new AwsCredential(Required("AccessKeyId"), Required("SecretAccessKey"), Text(members, "SessionToken"), end);
        }
        catch (InvalidInputException e)
        {
            throw CredentialErrors.ProcessOutputInvalid(asker, program, "whose output cannot be right: " + e.Finding.Message.TrimEnd('.'));
        }
    }

    private static string Execute(string commandLine, string program, string asker, CredentialContext context)
    {
        using Process process = new() { StartInfo = StartInfo(commandLine) };
        try
        {
            _ = process.Start();
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            throw CredentialErrors.ProcessNotStarted(asker, program, e);
        }

        // Both are read to their ends: a program whose pipe is full waits. What it says on its error output is dropped.
        Task<string> output = ReadBounded(process.StandardOutput);
        Task<string> errors = ReadBounded(process.StandardError);
        Task ended = Task.WhenAll(output, errors);
        bool inTime;
        try
        {
            Stopwatch clock = Stopwatch.StartNew();
            inTime = ended.Wait((int)context.TimeLimit.TotalMilliseconds, context.Cancellation)
                && process.WaitForExit((int)Math.Max(0, (context.TimeLimit - clock.Elapsed).TotalMilliseconds));
        }
        catch (OperationCanceledException)
        {
            ProcessTree.Kill(process);
            throw;
        }

        if (!inTime)
        {
            ProcessTree.Kill(process);
            throw CredentialErrors.ProcessTimedOut(asker, program, context.TimeLimit);
        }

        return process.ExitCode == 0 ? output.Result : throw CredentialErrors.ProcessFailed(asker, program, process.ExitCode);
    }

    private static async Task<string> ReadBounded(StreamReader reader)
    {
        StringBuilder text = new();
        char[] buffer = new char[4096];
        int read;
        while ((read = await reader.ReadAsync(buffer, 0, buffer.Length).ConfigureAwait(false)) > 0)
        {
            // One character more than is allowed shows that there was too much.
            _ = text.Append(buffer, 0, Math.Min(read, LongestOutput + 1 - text.Length));
        }

        return text.Length > LongestOutput ? string.Empty : text.ToString();
    }

    private static ProcessStartInfo StartInfo(string commandLine)
    {
        return new ProcessStartInfo
        {
            FileName = Shell,
            Arguments = OnWindows ? "/d /s /c \"" + commandLine + "\"" : "-c " + QuoteArgument(commandLine),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            CreateNoWindow = true,
        };
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

    // The first word, without its folder: the rest may hold a secret. So may a first word that is more than a path, such as TOKEN=x before
    // the program's name: the shell that reads it is named then.
    private static string ProgramOf(string commandLine)
    {
        string text = commandLine.Trim();
        bool quoted = text.Length > 0 && text[0] is '"' or '\'';
        int end = quoted ? text.IndexOf(text[0], 1) : text.IndexOfAny([' ', '\t']);
        bool whole = !quoted || (end > 0 && (end + 1 == text.Length || char.IsWhiteSpace(text[end + 1])));
        string word = end < 0 ? text : text.Substring(quoted ? 1 : 0, quoted ? end - 1 : end);
        return whole && word.AsSpan().IndexOfAny(BeyondPath.AsSpan()) < 0 ? word.Substring(word.LastIndexOfAny(['/', '\\']) + 1) : Path.GetFileName(Shell);
    }

    private static string? Text(IDictionary members, string name) =>
        members.Contains(name) && members[name] is string { Length: > 0 } text ? text : null;
}
