using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Platform;
using Xunit;

namespace AwsSignTools.Core.Tests.Platform;

/// <summary>Where a stream of bytes goes: the file stays as it was until it is complete, and a pipe's writer can be stopped.</summary>
public sealed class OutputFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("awssigntools-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [UnixFact]
    public void While_a_file_is_replaced_nobody_reads_what_only_its_owner_may()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string path = Path.Combine(_folder, "file");
        File.WriteAllText(path, "old");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        using OutputFile file = new(path, CancellationToken.None);
        file.Stream.Write([1, 2, 3]);

        string staged = Assert.Single(Directory.GetFiles(_folder, ".*"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(staged));
        Assert.Equal("old", File.ReadAllText(path));

        file.Complete();
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [UnixFact]
    public void A_pipe_without_a_reader_is_waited_for_until_the_user_stops()
    {
        using UnixPipe pipe = new();
        using CancellationTokenSource stop = new(300);

        Guarded.Run(() => Assert.ThrowsAny<OperationCanceledException>(() => new OutputFile(pipe.FilePath, stop.Token).Dispose()));
    }

    [UnixFact]
    public void A_pipe_that_nobody_empties_is_waited_for_until_the_user_stops()
    {
        using UnixPipe pipe = new();
        using CancellationTokenSource stop = new();
        using FileStream reader = new(pipe.FilePath, FileMode.Open, FileAccess.ReadWrite);
        using OutputFile file = new(pipe.FilePath, stop.Token);
        stop.CancelAfter(300);

        Guarded.Run(() => Assert.ThrowsAny<OperationCanceledException>(() => file.Stream.Write(new byte[4_000_000])));
    }

    [UnixFact]
    public async Task A_pipe_gets_every_byte_though_its_reader_comes_late_and_is_slow()
    {
        byte[] bytes = new byte[1_000_000];
        new Random(1).NextBytes(bytes);
        using UnixPipe pipe = new();
        Task<byte[]> reading = Task.Run(() =>
        {
            Thread.Sleep(200);
            using FileStream reader = new(pipe.FilePath, FileMode.Open, FileAccess.Read);
            using MemoryStream read = new();
            Thread.Sleep(100);
            reader.CopyTo(read);
            return read.ToArray();
        });

        using (OutputFile file = new(pipe.FilePath, CancellationToken.None))
        {
            file.Stream.Write(bytes);
            file.Complete();
        }

        Assert.Equal(bytes, await reading);
    }

    [UnixFact]
    public void A_pipe_whose_reader_has_gone_is_an_error()
    {
        using UnixPipe pipe = new();
        FileStream reader = new(pipe.FilePath, FileMode.Open, FileAccess.ReadWrite);
        using OutputFile file = new(pipe.FilePath, CancellationToken.None);
        reader.Dispose();

        Assert.Equal("Broken pipe.", Assert.Throws<IOException>(() => file.Stream.Write([1])).Message);
    }
}
