using System;
using System.Diagnostics;
using System.Text;
using System.Threading.Tasks;
using AwsSignTools.Module.Tests.Engine;

namespace AwsSignTools.Module.Tests.Isolation;

/// <summary>
/// Runs a script in a process of its own, in which there is the PowerShell engine and nothing else: what is loaded there, and in which order, is
/// the script's doing. The environment is that of the tests.
/// </summary>
internal static class TestShell
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>A script that imports the module under test.</summary>
    public static string ImportModule { get; } = $"\nImport-Module -Name '{StagedModule.Folder}' -ErrorAction Stop\n";

    /// <summary>Runs the script to its end.</summary>
    public static async Task<ShellResult> Run(string script)
    {
        ProcessStartInfo start = new("dotnet", [StagedModule.Metadata("TestShell")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = Utf8,
            StandardOutputEncoding = Utf8,
            StandardErrorEncoding = Utf8,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(script);
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The script did not end. Output so far: {await output} {await error}");
        }

        return new ShellResult((await output).Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries), await error, process.ExitCode);
    }
}
