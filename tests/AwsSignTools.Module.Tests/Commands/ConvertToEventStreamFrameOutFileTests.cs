using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Commands;

/// <summary>ConvertTo-EventStreamFrame -OutFile: frames into files and named pipes.</summary>
public sealed class ConvertToEventStreamFrameOutFileTests : IDisposable
{
    private const string Signing = Sample.Keys + " -Region us-east-1 -Service transcribe -SigningTime 2026-01-02T03:04:05Z -EndOfStream -PriorSignature " + Sample.Seed;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly PowerShellSession _session = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("-AsByteStream", false)]
    [InlineData("-EventType AudioEvent " + Signing, true)]
    public void The_file_has_the_frames_and_only_a_summary_comes_out(string parameters, bool isSigned)
    {
        string path = _folder.Write("frames.bin", new byte[10_000]);
        IReadOnlyList<PSObject> frames = _session.Output("'one', 'two' | ConvertTo-EventStreamFrame " + parameters.Replace("-AsByteStream", string.Empty, StringComparison.Ordinal));

        PSObject summary = _session.Single("param($path) 'one', 'two' | ConvertTo-EventStreamFrame -OutFile $path " + parameters, path);

        byte[] expected = [.. frames.SelectMany(f => (byte[])f.Properties["Bytes"].Value)];
        Assert.Equal(expected, File.ReadAllBytes(path));
        Assert.Equal("AwsSignTools.EventStream.EventStreamSummary", summary.BaseObject.GetType().FullName);
        Assert.Equal(path, summary.Properties["Path"].Value);
        Assert.Equal(isSigned ? 3L : 2L, summary.Properties["Frames"].Value);
        Assert.Equal((long)expected.Length, summary.Properties["Bytes"].Value);
        Assert.Equal(frames[^1].Properties["Signature"].Value, summary.Properties["Signature"].Value);
        Assert.Equal(isSigned, summary.Properties["Signature"].Value is not null);
    }

    [Fact]
    public void A_summary_goes_on_with_the_chain()
    {
        PSObject summary = _session.Single(
            "param($path) 'one' | ConvertTo-EventStreamFrame -OutFile $path " + Signing.Replace("-EndOfStream", string.Empty, StringComparison.Ordinal), _folder.PathOf("frames.bin"));

        PSObject frame = _session.Single(
            "param($summary) 'two' | ConvertTo-EventStreamFrame " + Signing.Replace("-EndOfStream", string.Empty, StringComparison.Ordinal).Replace(Sample.Seed, "$summary", StringComparison.Ordinal), summary);

        Assert.Equal(summary.Properties["Signature"].Value, frame.Properties["PriorSignature"].Value);
    }

    [Fact]
    public void The_path_is_relative_to_the_engines_location()
    {
        PSObject summary = _session.Single(
            "param($folder) $null = $ExecutionContext.SessionState.Path.SetLocation($folder); 'x' | ConvertTo-EventStreamFrame -OutFile frames.bin", _folder.Path);

        Assert.Equal(_folder.PathOf("frames.bin"), summary.Properties["Path"].Value);
        Assert.Equal(17, new FileInfo(_folder.PathOf("frames.bin")).Length);
    }

    [Fact]
    public void A_file_into_a_file()
    {
        string input = _folder.Write("audio.raw", [.. Enumerable.Range(0, 20_000).Select(i => (byte)i)]);
        string output = _folder.PathOf("frames.bin");

        ScriptResult result = _session.Run("param($in, $out) ConvertTo-EventStreamFrame -Path $in -OutFile $out", input, output).WithoutErrors();
        IReadOnlyList<PSObject> messages = _session.Output("param($out) ConvertFrom-EventStreamFrame -Path $out", output);

        Assert.Equal(3L, Assert.Single(result.Output).Properties["Frames"].Value);
        Assert.Equal([8192, 8192, 3616], messages.Select(m => ((byte[])m.Properties["Payload"].Value).Length));
        Assert.Equal(File.ReadAllBytes(input), messages.SelectMany(m => (byte[])m.Properties["Payload"].Value));
    }

    [Fact]
    public void Nothing_is_an_empty_file()
    {
        PSObject summary = _session.Single("param($path) @() | ConvertTo-EventStreamFrame -OutFile $path", _folder.PathOf("frames.bin"));

        Assert.Equal((0L, 0L), ((long)summary.Properties["Frames"].Value, (long)summary.Properties["Bytes"].Value));
        Assert.Empty(File.ReadAllBytes(_folder.PathOf("frames.bin")));
    }

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
        AssertUnwritable(result, pipe.Path);
    }

    [Fact]
    public void A_path_that_cannot_be_written_ends_the_pipeline_and_nothing_is_written()
    {
        foreach (string path in new[] { _folder.Path, Path.Combine(_folder.Path, "no", "such", "folder"), "nodrive:/frames.bin", "env:frames" })
        {
            AssertUnwritable(_session.Run("param($path) try { 'one' | ConvertTo-EventStreamFrame -OutFile $path } catch { $_ }", path), path);
        }
    }

    [LinuxFact]
    public void A_full_disk_ends_the_pipeline()
    {
        // What is small is written when the file is closed; what is large before.
        foreach (string input in new[] { "'one'", ", [byte[]]::new(200000)" })
        {
            AssertUnwritable(_session.Run("try { " + input + " | ConvertTo-EventStreamFrame -OutFile /dev/full } catch { $_ }"), "/dev/full");
        }
    }

    [Theory]
    [InlineData("-Service transcribe")]
    [InlineData("-Header @{ a = 1.5 }")]
    [InlineData("-EndOfStream")]
    public void What_is_refused_leaves_the_file_as_it_is(string parameters)
    {
        string path = _folder.Write("frames.bin", [1, 2, 3]);

        ScriptResult result = _session.Run("param($path) 'one' | ConvertTo-EventStreamFrame -OutFile $path " + parameters, path);

        Assert.StartsWith("EventStream", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
    }

    [Theory]
    [InlineData("ConvertTo-EventStreamFrame -Path $path -OutFile $path")]
    [InlineData("[System.IO.FileInfo]$path | ConvertTo-EventStreamFrame -OutFile $path")]
    [InlineData("$null = $ExecutionContext.SessionState.Path.SetLocation($folder); ConvertTo-EventStreamFrame -Path $path -OutFile ./audio.raw")]
    public void A_file_is_not_framed_into_itself(string script)
    {
        string path = _folder.Write("audio.raw", [1, 2, 3]);

        ScriptResult result = _session.Run("param($path, $folder) try { " + script + " } catch { $_ }", path, _folder.Path);

        AssertUnwritable(result, script.EndsWith("raw", StringComparison.Ordinal) ? "./audio.raw" : path);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
    }

    [Fact]
    public void A_file_among_others_is_not_framed_into_itself()
    {
        string one = _folder.Write("1.raw", [1]);
        string output = _folder.PathOf("all.raw");

        ScriptResult result = _session.Run(
            "param($one, $out) try { [System.IO.FileInfo]$one, [System.IO.FileInfo]$out | ConvertTo-EventStreamFrame -OutFile $out } catch { $_ }", one, output);

        AssertUnwritable(result, output);
        Assert.Equal(17, new FileInfo(output).Length);
    }

    private static void AssertUnwritable(ScriptResult result, string path)
    {
        Assert.Empty(result.Errors);
        ErrorRecord error = Assert.IsType<ErrorRecord>(Assert.Single(result.Output).BaseObject);
        Assert.StartsWith("FileUnwritable,AwsSignTools.Commands.", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.WriteError, error.CategoryInfo.Category);
        Assert.Equal(path, error.TargetObject);
        Assert.StartsWith($"The file '{path}' cannot be written: ", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }
}
