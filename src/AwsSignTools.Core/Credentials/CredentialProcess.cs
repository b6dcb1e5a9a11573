using System;
using System.Collections;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Findings;
using AwsSignTools.Json;
using AwsSignTools.Platform;
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
    private const int PollMilliseconds = 50;

    /// <summary>Runs the program and reads its output.</summary>
    /// <param name="commandLine">The setting's value.</param>
    /// <param name="sourceName">What asks, for messages.</param>
    /// <param name="context">The time limit and what stops it.</param>
    /// <exception cref="CredentialUnavailableException">It fails, takes too long, or prints something else.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static AwsCredential Run(string commandLine, string sourceName, CredentialContext context)
    {
        string program = ShellCommand.ProgramOf(commandLine);
        string output = Execute(commandLine, program, sourceName, context);
        if (JsonDictionary.TryParse(output) is not { } members)
        {
            throw CredentialErrors.ProcessOutputInvalid(sourceName, program, "whose output is not a JSON object");
        }

        if (Text(members, "Version") is not "1")
        {
            throw CredentialErrors.ProcessOutputInvalid(sourceName, program, "whose output has no Version 1");
        }

        string Required(string name) =>
            Text(members, name) ?? throw CredentialErrors.ProcessOutputInvalid(sourceName, program, $"whose output has no {name}");
        DateTimeOffset? end = null;
        if (Text(members, "Expiration") is { } moment)
        {
            end = Iso8601.TryParse(moment, out DateTimeOffset parsed)
                ? parsed
                : throw CredentialErrors.ProcessOutputInvalid(sourceName, program, "whose Expiration is not a time");
        }

        try
        {
            return new AwsCredential(Required("AccessKeyId"), Required("SecretAccessKey"), Text(members, "SessionToken"), end);
        }
        catch (InvalidInputException e)
        {
            throw CredentialErrors.ProcessOutputInvalid(sourceName, program, "whose output cannot be right: " + e.Finding.Message.TrimEnd('.'));
        }
    }

    private static string Execute(string commandLine, string program, string sourceName, CredentialContext context)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        using Process process = new() { StartInfo = ShellCommand.StartInfo(commandLine) };
        try
        {
            _ = process.Start();
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            throw CredentialErrors.ProcessNotStarted(sourceName, program, e);
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
                && HasEnded(process, context.TimeLimit - clock.Elapsed, context.Cancellation);
        }
        catch (OperationCanceledException)
        {
            ProcessTree.Kill(process);
            throw;
        }

        if (!inTime)
        {
            ProcessTree.Kill(process);
            throw CredentialErrors.ProcessTimedOut(sourceName, program, context.TimeLimit);
        }

        return process.ExitCode == 0 ? output.Result : throw CredentialErrors.ProcessFailed(sourceName, program, process.ExitCode);
    }

    // A program may close its outputs and go on.
    private static bool HasEnded(Process process, TimeSpan limit, CancellationToken cancellation)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (!process.WaitForExit(PollMilliseconds))
        {
            cancellation.ThrowIfCancellationRequested();
            if (clock.Elapsed >= limit)
            {
                return false;
            }
        }

        return true;
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

    private static string? Text(IDictionary members, string name) =>
        members.Contains(name) && members[name] is string { Length: > 0 } text ? text : null;
}
