using System;
using System.IO;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Platform;
using Xunit;

namespace AwsSignTools.Core.Tests.Platform;

public sealed class FileFactsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("awssigntools-").FullName;

    public FileFactsTests()
    {
        File.WriteAllText(PathOf("a"), "a");
        File.WriteAllText(PathOf("b"), "a");
        _ = Directory.CreateDirectory(PathOf("folder"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_is_itself_and_no_other()
    {
        Assert.True(FileFacts.IsSameFile(PathOf("a"), Path.Combine(_folder, "folder", "..", "a")));
        Assert.False(FileFacts.IsSameFile(PathOf("a"), PathOf("b")));
        Assert.False(FileFacts.IsSameFile(PathOf("a"), PathOf("nothing")));
        Assert.True(FileFacts.IsSameFile(PathOf("nothing"), PathOf("nothing")));
        Assert.Equal(FileKind.Regular, FileFacts.Read(PathOf("a"))!.Value.Kind);
        Assert.Equal(FileKind.Directory, FileFacts.Read(_folder)!.Value.Kind);
        Assert.Null(FileFacts.Read(PathOf("nothing")));
    }

    [UnixFact]
    public void A_file_is_the_same_by_each_of_its_names()
    {
        _ = File.CreateSymbolicLink(PathOf("link"), "a");
        _ = File.CreateSymbolicLink(PathOf("link-to-link"), PathOf("link"));
        _ = Directory.CreateSymbolicLink(PathOf("link-to-folder"), _folder);
        Run("ln", PathOf("a"), PathOf("folder/hard"));
        using FileStream open = File.OpenRead(PathOf("a"));

        Assert.True(FileFacts.IsSameFile(PathOf("a"), PathOf("link")));
        Assert.True(FileFacts.IsSameFile(PathOf("link-to-link"), PathOf("folder/hard")));
        Assert.True(FileFacts.IsSameFile(PathOf("a"), PathOf("link-to-folder/link-to-folder/link")));
        Assert.True(FileFacts.IsSameFile(PathOf("a"), $"/dev/fd/{open.SafeFileHandle.DangerousGetHandle()}"));
    }

    [UnixFact]
    public void A_device_and_a_pipe_are_no_regular_files()
    {
        Run("mkfifo", PathOf("pipe"));

        Assert.Equal(FileKind.Stream, FileFacts.Read("/dev/null")!.Value.Kind);
        Assert.Equal(FileKind.Pipe, FileFacts.Read(PathOf("pipe"))!.Value.Kind);
    }

    [UnixFact]
    public void Links_are_followed_to_what_is_there_or_would_be()
    {
        string real = Path.Combine(FileFacts.FindTarget(Path.Combine(_folder, "folder")), "new");
        _ = Directory.CreateSymbolicLink(PathOf("link-to-folder"), "folder");
        _ = File.CreateSymbolicLink(PathOf("dangling"), "link-to-folder/new");
        _ = File.CreateSymbolicLink(PathOf("circle"), "circle");
        _ = File.CreateSymbolicLink(PathOf("output"), "/dev/stdout");

        Assert.Equal(real, FileFacts.FindTarget(PathOf("dangling")));
        Assert.True(FileFacts.HasSameTarget(PathOf("dangling"), PathOf("link-to-folder/new")));
        Assert.EndsWith("circle", FileFacts.FindTarget(PathOf("circle")), StringComparison.Ordinal);
        Assert.True(FileFacts.IsDescriptor(FileFacts.FindTarget(PathOf("output"))));
        Assert.True(FileFacts.IsDescriptor(FileFacts.FindTarget("/dev/fd/1")));
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private static void Run(string program, params string[] arguments)
    {
        using System.Diagnostics.Process process = System.Diagnostics.Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
