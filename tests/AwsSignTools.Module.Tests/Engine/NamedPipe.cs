using System;
using System.Diagnostics;
using System.IO;

namespace AwsSignTools.Module.Tests.Engine;

/// <summary>A named pipe of Unix.</summary>
internal sealed class NamedPipe : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("awssigntools-").FullName;

    /// <summary>Makes the pipe.</summary>
    public NamedPipe()
    {
        Path = System.IO.Path.Combine(_folder, "pipe");
        using Process process = Process.Start("mkfifo", [Path]);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new IOException($"mkfifo ended with {process.ExitCode}.");
        }
    }

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
