using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Pipes;

/// <summary>ConvertTo-EventStreamFrame -OutFile into named pipes, whose readers are other threads.</summary>
public sealed class NamedPipeTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly PowerShellSession _session = new();

    public void Dispose() => _session.Dispose();

    [NamedPipeFact]
    public async Task A_named_pipe_gets_each_frame_as_soon_as_it_is_made()
    {
        using NamedPipe pipe = new();
        using SemaphoreSlim read = new(0);
        Task<byte[]> reader = Task.Run(() =>
        {
            using FileStream stream = File.OpenRead(pipe.Path);
            byte[] first = new byte[19];
            stream.ReadExactly(first);
            _ = read.Release();
            using MemoryStream rest = new();
            stream.CopyTo(rest);
            return first.Concat(rest.ToArray()).ToArray();
        });

        // The second input is there only when the first's frame has been read.
        PSObject summary = _session.Single(
            "param($path, $read, $patience) & { 'one'; if (-not $read.Wait($patience)) { throw 'No frame came.' }; 'two' } | ConvertTo-EventStreamFrame -OutFile $path",
            pipe.Path,
            read,
            Patience);

        byte[] bytes = await reader.WaitAsync(Patience);
        Assert.Equal(38L, summary.Properties["Bytes"].Value);
        Assert.Equal(
            ["one", "two"],
            _session.Output("param($bytes) ConvertFrom-EventStreamFrame $bytes | ForEach-Object { [System.Text.Encoding]::UTF8.GetString($_.Payload) }", bytes).Select(o => o.ToString()));
    }

    [NamedPipeFact]
    public async Task A_reader_that_went_away_is_an_error_that_ends_the_pipeline()
    {
        using NamedPipe pipe = new();
        using SemaphoreSlim gone = new(0);
        Task reader = Task.Run(() =>
        {
            using (FileStream stream = File.OpenRead(pipe.Path))
            {
                _ = stream.ReadByte();
            }

            _ = gone.Release();
        });

        ScriptResult result = _session.Run(
            "param($path, $gone, $patience) try { & { 'one'; $null = $gone.Wait($patience); 'two' } | ConvertTo-EventStreamFrame -OutFile $path } catch { $_ }",
            pipe.Path,
            gone,
            Patience);

        await reader.WaitAsync(Patience);
        Assert.Empty(result.Errors);
        ErrorRecord error = Assert.IsType<ErrorRecord>(Assert.Single(result.Output).BaseObject);
        Assert.StartsWith("FileUnwritable,AwsSignTools.Commands.", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.WriteError, error.CategoryInfo.Category);
        Assert.Equal(pipe.Path, error.TargetObject);
        Assert.StartsWith($"The file '{pipe.Path}' cannot be written: ", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }
}
