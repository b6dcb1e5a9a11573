using System;
using System.Diagnostics;
using System.IO;

namespace AwsSignTools.Core.Tests.Support;

/// <summary>A named pipe of a Unix, in a folder of its own, and what writes to it.</summary>
internal sealed class UnixPipe : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("awssigntools-").FullName;
    private Process? _writer;

    public UnixPipe()
    {
        FilePath = Path.Combine(_folder, "pipe");
        using Process make = Process.Start("mkfifo", [FilePath]);
        make.WaitForExit();
    }

    public string FilePath { get; }

    /// <summary>Starts a shell whose output is the pipe.</summary>
    public UnixPipe WrittenBy(string script)
    {
        _writer = Process.Start("sh", ["-c", $"{{ {script}; }} > \"$0\"", FilePath]);
        return this;
    }

    public void Dispose()
    {
        _writer?.Kill(entireProcessTree: true);
        _writer?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
