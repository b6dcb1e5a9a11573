using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using AwsSignTools.Module.Tests.Engine;

namespace AwsSignTools.Module.Tests.Isolation;

/// <summary>
/// Runs a script in a new pwsh, in which nothing is loaded that pwsh does not load itself: the script decides what is loaded, and in which order.
/// The environment is that of the tests.
/// </summary>
internal static class TestShell
{
    // Dot-sourced, so that the script's variables are global, as they are at a prompt. Each output is a line of standard output; warnings and
    // errors go to standard error. The exit code is 1 if the script reported an error; errors that it caught do not count.
    private const string Runner = """
        $failed = 0
        function Write-Problem($text) { [System.Console]::Error.WriteLine($text) }
        try {
            . $env:AWSSIGNTOOLS_TEST_SCRIPT 2>&1 3>&1 | ForEach-Object {
                if ($_ -is [System.Management.Automation.ErrorRecord]) {
                    $failed = 1
                    Write-Problem "$($_.FullyQualifiedErrorId): $_ ($($_.InvocationInfo.PositionMessage)) $($_.Exception)"
                }
                elseif ($_ -is [System.Management.Automation.WarningRecord]) { Write-Problem "WARNING: $_" }
                else { "$_" }
            }
        }
        catch {
            $failed = 1
            Write-Problem "$($_.FullyQualifiedErrorId): $_ ($($_.InvocationInfo.PositionMessage)) $($_.Exception)"
        }
        exit $failed
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>A script that imports the module under test.</summary>
    public static string ImportModule { get; } = $"\nImport-Module -Name '{StagedModule.Folder}' -ErrorAction Stop\n";

    /// <summary>Runs the script to its end.</summary>
    public static async Task<ShellResult> Run(string script)
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("script.ps1");
        await File.WriteAllTextAsync(path, script, Utf8);
        ProcessStartInfo start = new("dotnet", [StagedModule.Metadata("Pwsh"), "-NoProfile", "-NonInteractive", "-Command", Runner])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Utf8,
            StandardErrorEncoding = Utf8,
            Environment = { ["AWSSIGNTOOLS_TEST_SCRIPT"] = path },
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
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
