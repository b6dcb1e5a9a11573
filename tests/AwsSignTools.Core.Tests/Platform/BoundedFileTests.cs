using System;
using System.IO;
using System.IO.Pipes;
using System.Text;
using System.Threading;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Platform;
using Xunit;

namespace AwsSignTools.Core.Tests.Platform;

/// <summary>Files, pipes and devices are read to a length and within a time.</summary>
[Collection(DescriptorTests.Name)]
public sealed class BoundedFileTests : IDisposable
{
    private const int Longest = 10_000;

    private static readonly ReadLimit Long = new(TimeSpan.FromMinutes(2), CancellationToken.None);
    private static readonly ReadLimit Short = new(TimeSpan.FromMilliseconds(300), CancellationToken.None);

    private readonly string _folder = Directory.CreateTempSubdirectory("awssigntools-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(Longest)]
    public void A_file_as_long_as_allowed_is_read(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        string path = Path.Combine(_folder, "file");
        File.WriteAllBytes(path, bytes);

        Assert.Equal(bytes, BoundedFile.Read(path, Longest, Long));
    }

    [Theory]
    [InlineData(Longest + 1)]
    [InlineData(Longest * 9)]
    public void A_longer_file_is_refused_by_its_length(int length)
    {
        string path = Path.Combine(_folder, "file");
        File.WriteAllBytes(path, new byte[length]);

        Assert.Equal("It is larger than 10000 bytes.", Assert.Throws<FileTooLargeException>(() => BoundedFile.Read(path, Longest, Long)).Message);
    }

    [UnixTheory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/urandom")]
    public void A_device_without_an_end_is_refused_by_its_length(string device) =>
        Assert.Equal("It is larger than 10000 bytes.", Guarded.Run(() => Assert.Throws<FileTooLargeException>(() => BoundedFile.Read(device, Longest, Long))).Message);

    [UnixFact]
    public void The_device_that_is_empty_is_empty() => Assert.Empty(BoundedFile.Read("/dev/null", Longest, Long));

    [UnixFact]
    public void A_pipe_that_nobody_writes_to_ends_with_the_time()
    {
        using UnixPipe pipe = new();
        int before = DescriptorTests.Count();

        IOException e = Guarded.Run(() => Assert.Throws<IOException>(() => BoundedFile.Read(pipe.FilePath, Longest, Short)));

        Assert.Equal("It was not read to its end within 0.3 s.", e.Message);
        Assert.InRange(DescriptorTests.Count(), 0, before);
    }

    [UnixFact]
    public void A_pipe_that_nobody_writes_to_ends_when_it_is_stopped()
    {
        using UnixPipe pipe = new();
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(300));
        int before = DescriptorTests.Count();

        _ = Guarded.Run(() => Assert.ThrowsAny<OperationCanceledException>(() => BoundedFile.Read(pipe.FilePath, Longest, Long with { Cancellation = stop.Token })));

        Assert.InRange(DescriptorTests.Count(), 0, before);
    }

    [UnixFact]
    public void A_read_that_was_stopped_before_does_not_begin()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();

        _ = Assert.ThrowsAny<OperationCanceledException>(() => BoundedFile.Read("/dev/null", Longest, Long with { Cancellation = stop.Token }));
    }

    [UnixTheory]
    [InlineData("printf whole", "whole")]
    [InlineData("sleep 0.4; printf late", "late")]
    [InlineData("printf one; sleep 0.4; printf two", "onetwo")]
    [InlineData("sleep 0.4", "")]
    public void A_pipe_is_read_to_its_end(string script, string expected)
    {
        using UnixPipe pipe = new UnixPipe().WrittenBy(script);

        Assert.Equal(expected, Guarded.Run(() => BoundedFile.ReadText(pipe.FilePath, Longest, Long)));
    }

    [UnixTheory]
    [InlineData("printf begun; sleep 60")]
    [InlineData("while sleep 0.05; do printf drip; done")]
    public void A_pipe_without_an_end_ends_with_the_time(string script)
    {
        using UnixPipe pipe = new UnixPipe().WrittenBy(script);

        IOException e = Guarded.Run(() => Assert.Throws<IOException>(() => BoundedFile.Read(pipe.FilePath, Longest, Short)));

        Assert.Contains("within 0.3 s", e.Message, StringComparison.Ordinal);
    }

    [UnixFact]
    public void A_pipe_that_gives_too_much_is_refused_by_its_length()
    {
        using UnixPipe pipe = new UnixPipe().WrittenBy("cat /dev/zero");

        _ = Guarded.Run(() => Assert.Throws<FileTooLargeException>(() => BoundedFile.Read(pipe.FilePath, Longest, Long)));
    }

    [UnixTheory]
    [InlineData("", false)]
    [InlineData("a token", false)]
    [InlineData("a token", true)]
    public void A_descriptor_that_a_shell_hands_over_is_read(string text, bool isLate)
    {
        using AnonymousPipeServerStream writer = new(PipeDirection.Out);
        Thread writing = new(() =>
        {
            Thread.Sleep(isLate ? 300 : 0);
            writer.Write(Encoding.UTF8.GetBytes(text));
            writer.Dispose();
        });
        string path = "/dev/fd/" + writer.GetClientHandleAsString();
        writing.Start();
        if (!isLate)
        {
            writing.Join();
        }

        Assert.Equal(text, Guarded.Run(() => BoundedFile.ReadText(path, Longest, Long)));
        writing.Join();
    }

    [Fact]
    public void What_is_no_file_is_refused_for_what_it_is()
    {
        Assert.Equal("It is a folder.", Assert.Throws<IOException>(() => BoundedFile.Read(_folder, Longest, Long)).Message);
        Assert.Contains("none", Assert.Throws<FileNotFoundException>(() => BoundedFile.Read(Path.Combine(_folder, "none"), Longest, Long)).Message, StringComparison.Ordinal);
        _ = Assert.ThrowsAny<IOException>(() => BoundedFile.Read(Path.Combine(_folder, "none", "none"), Longest, Long));
        _ = Assert.Throws<ArgumentException>(() => BoundedFile.Read("\0", Longest, Long));
    }

    [UnixFact]
    public void A_file_below_a_file_is_refused()
    {
        string path = Path.Combine(_folder, "file");
        File.WriteAllText(path, "x");

        _ = Assert.Throws<DirectoryNotFoundException>(() => BoundedFile.Read(Path.Combine(path, "none"), Longest, Long));
    }
}
