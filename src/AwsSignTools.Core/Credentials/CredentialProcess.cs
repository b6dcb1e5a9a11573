using System;
using System.Collections;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
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

        using ProgramOutput output = new(process.StandardOutput);
        using ProgramOutput errors = new(process.StandardError);
        using MemoryStream printed = new();
        try
        {
            return !ReadAll(process, output, errors, printed, context) ? throw CredentialErrors.ProcessTimedOut(sourceName, program, context.TimeLimit)
                : process.ExitCode != 0 ? throw CredentialErrors.ProcessFailed(sourceName, program, process.ExitCode)
                : Platform.Text.Decode(printed.GetBuffer(), (int)printed.Length);
        }
        catch (OperationCanceledException)
        {
            ProcessTree.Kill(process);
            throw;
        }
        finally
        {
            PlatformCrypto.Zero(printed.GetBuffer());
        }
    }

    /// <summary>Reads what a program prints, until it has ended and all is there. A program that takes too long is stopped.</summary>
    /// <returns>False if it took too long.</returns>
    private static bool ReadAll(Process process, ProgramOutput output, ProgramOutput errors, MemoryStream printed, CredentialContext context)
    {
        Stopwatch clock = Stopwatch.StartNew();
        byte[] buffer = new byte[4096];
        long seen = 0;
        while (clock.Elapsed < context.TimeLimit)
        {
            context.Cancellation.ThrowIfCancellationRequested();

            // Asked before its output is read: then all that it printed is there.
            bool hasExited = process.HasExited;
            int count = output.ReadAvailable(buffer);

            // One byte more than is allowed shows that there was too much.
            printed.Write(buffer, 0, (int)Math.Min(count, LongestOutput + 1 - printed.Length));

            // A program whose pipe is full waits, so its error output is read, and dropped.
            int dropped = errors.ReadAvailable(buffer);
            if (hasExited && count == 0)
            {
                // A program that it left in the background may hold its output open.
                if (output.HasEnded || process.ExitCode != 0 || (printed.Length > seen && IsWhole(printed)))
                {
                    return true;
                }

                seen = printed.Length;
            }

            if (count + dropped == 0)
            {
                ProgramOutput.Wait(process, output, errors);
            }
        }

        ProcessTree.Kill(process);
        return false;
    }

    private static bool IsWhole(MemoryStream printed) =>
        printed.Length > LongestOutput || JsonDictionary.TryParse(Platform.Text.Decode(printed.GetBuffer(), (int)printed.Length)) is not null;

    private static string? Text(IDictionary members, string name) =>
        members.Contains(name) && members[name] is string { Length: > 0 } text ? text : null;
}
