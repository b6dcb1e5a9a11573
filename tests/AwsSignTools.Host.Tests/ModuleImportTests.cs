using System;
using System.IO;
using System.Threading.Tasks;
using AwsSignTools.Host.Tests.Running;
using Xunit;

namespace AwsSignTools.Host.Tests;

/// <summary>The module is there before the first command.</summary>
public class ModuleImportTests
{
    private static readonly string NewLine = Environment.NewLine;

    [Fact]
    public async Task Its_commands_are_there()
    {
        HostResult result = await HostProcess.Run("-c", "foreach ($command in Get-Command -Module AwsSignTools) { $command.Name }");

        Assert.Contains("New-KvsSignedUrl", result.Output.Split(NewLine));
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task It_is_the_staged_one_also_when_imported_by_name()
    {
        HostResult result = await HostProcess.Run(
            "-c", "(Get-Module AwsSignTools).ModuleBase; Remove-Module AwsSignTools; (Import-Module AwsSignTools -PassThru).ModuleBase");

        string[] folders = result.Output.Split(NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, folders.Length);
        Assert.EndsWith(Path.Combine("out", "AwsSignTools"), folders[0], StringComparison.Ordinal);
        Assert.Equal(folders[0], folders[1]);
    }

    [Fact]
    public async Task A_signed_url_is_shown_whole()
    {
        HostResult result = await HostProcess.Run(
            "-c",
            "New-KvsSignedUrl wss://v-1a2b3c4d.kinesisvideo.eu-central-1.amazonaws.com -Region eu-central-1 -AccessKey AKIDEXAMPLE -SecretKey secret",
            "-ChannelArn arn:aws:kinesisvideo:eu-central-1:123456789012:channel/test/1234567890123 -ClientId viewer");

        Assert.Empty(result.Error);
        Assert.Matches("Url +: wss://[^ ]+&X-Amz-Signature=[0-9a-f]{64}\r?\n", result.Output);
    }

    [Fact]
    public async Task The_version_is_the_modules()
    {
        HostResult version = await HostProcess.Run("-Version");
        HostResult module = await HostProcess.Run("-c", "'AwsSignTools ' + (Get-Module AwsSignTools).Version");

        Assert.Equal(module, version);
    }

    [Fact]
    public async Task Without_it_the_program_says_what_to_do()
    {
        using TemporaryFolder folder = new();
        foreach (string file in new[] { HostProcess.Assembly, Path.ChangeExtension(HostProcess.Assembly, ".runtimeconfig.json") })
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, file), Path.Combine(folder.Path, file));
        }

        using var process = HostProcess.Start(folder.Path, "-c", "1");
        HostResult result = await HostProcess.Finish(process, process.StandardOutput.ReadToEndAsync());

        Assert.Equal(70, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains("dotnet build", result.Error, StringComparison.Ordinal);
    }
}
