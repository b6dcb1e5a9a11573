using System;
using System.Diagnostics;
using System.Globalization;
using System.Threading.Tasks;
using AwsSignTools.Host.Tests.Running;
using Xunit;

namespace AwsSignTools.Host.Tests;

/// <summary>Ctrl+C, as a terminal sends it.</summary>
public class InterruptTests
{
    [InterruptFact]
    public async Task It_stops_the_script_which_can_clean_up()
    {
        using Process process = HostProcess.Start(
            AppContext.BaseDirectory, "-c", "try { [Console]::Out.WriteLine('ready'); for (;;) { } } finally { [Console]::Out.WriteLine('cleaned') }; 'not reached'");
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync());

        await Interrupt(process);
        HostResult result = await HostProcess.Finish(process, process.StandardOutput.ReadToEndAsync());

        Assert.Equal(new HostResult("cleaned" + Environment.NewLine, string.Empty, 130), result);
    }

    [InterruptFact]
    public async Task It_ends_a_session_of_redirected_lines()
    {
        using Process process = HostProcess.Start(AppContext.BaseDirectory);
        await process.StandardInput.WriteLineAsync("'ready'; for (;;) { }");
        await process.StandardInput.WriteLineAsync("'not reached'");
        await process.StandardInput.FlushAsync();
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync());

        await Interrupt(process);
        HostResult result = await HostProcess.Finish(process, process.StandardOutput.ReadToEndAsync());

        Assert.Equal(new HostResult(string.Empty, string.Empty, 130), result);
    }

    private static async Task Interrupt(Process process)
    {
        // A shell always has kill; the program of that name is not in every container.
        string command = string.Create(CultureInfo.InvariantCulture, $"kill -INT {process.Id}");
        using Process kill = Process.Start("sh", ["-c", command]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
