using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading.Tasks;

namespace AwsSignTools.Host.Tests.Running;

/// <summary>The built program, run as a user runs it: <c>dotnet AwsSignTools.Host.dll</c>.</summary>
public static class HostProcess
{
    internal const string Assembly = "AwsSignTools.Host.dll";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Runs it with standard input at its end.</summary>
    public static Task<HostResult> Run(params string[] arguments) => RunWithInput(string.Empty, arguments);

    /// <summary>Runs it with <paramref name="input"/> on standard input.</summary>
    public static async Task<HostResult> RunWithInput(string input, params string[] arguments)
    {
        using Process process = Start(AppContext.BaseDirectory, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading its input.
        }

        return await Finish(process, output);
    }

    /// <summary>Starts it from <paramref name="folder"/> and leaves the rest to the caller.</summary>
    public static Process Start(string folder, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = Utf8,
            StandardOutputEncoding = Utf8,
            StandardErrorEncoding = Utf8,
        };
        start.ArgumentList.Add(Path.Combine(folder, Assembly));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    /// <summary>Waits for its end; <paramref name="output"/> reads standard output already.</summary>
    public static async Task<HostResult> Finish(Process process, Task<string> output)
    {
        Task<string> error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The program did not end. Output so far: {await output} {await error}");
        }

        return new HostResult(await output, await error, process.ExitCode);
    }
}
