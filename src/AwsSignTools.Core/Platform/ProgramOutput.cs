using System;
using System.Diagnostics;
using System.IO;
using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace AwsSignTools.Platform;

/// <summary>
/// An output of a program, read as it comes: no thread waits in a read for the end of a pipe, which a program that was left in the background may hold
/// open for as long as it runs.
/// </summary>
internal sealed class ProgramOutput : IDisposable
{
    private readonly StreamReader _reader;
    private readonly SafeHandle _pipe;

    /// <param name="reader">The output, as its process has it; disposed with this, since disposing the process leaves it open.</param>
    public ProgramOutput(StreamReader reader)
    {
        _reader = reader;
        _pipe = reader.BaseStream is PipeStream pipe ? pipe.SafePipeHandle : ((FileStream)reader.BaseStream).SafeFileHandle;
    }

    /// <summary>True after the output was read to its end.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Reads what is there.</summary>
    /// <param name="buffer">Receives it.</param>
    /// <returns>The number of bytes; 0 if there is nothing now, or nothing any more.</returns>
    public int ReadAvailable(byte[] buffer)
    {
        if (HasEnded)
        {
            return 0;
        }

        int length = UnixFile.IsPlatform ? ReadOnUnix(buffer) : ReadOnWindows(buffer);
        HasEnded = length == 0;
        return Math.Max(length, 0);
    }

    /// <summary>Waits until one of the outputs can be read, the program ends, or some milliseconds are over.</summary>
    public static void Wait(Process process, ProgramOutput output, ProgramOutput errors)
    {
        const int Milliseconds = 20;
        if (!UnixFile.IsPlatform || (output.HasEnded && errors.HasEnded))
        {
            _ = process.WaitForExit(Milliseconds);
        }
        else
        {
            _ = UnixFile.Wait(Milliseconds, output.HasEnded ? null : output._pipe, errors.HasEnded ? null : errors._pipe);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private int ReadOnUnix(byte[] buffer) => UnixFile.Wait(0, _pipe) == Readiness.None ? -1 : UnixFile.Read(_pipe, buffer);

    private int ReadOnWindows(byte[] buffer) =>
        !PeekNamedPipe(_pipe, IntPtr.Zero, 0, IntPtr.Zero, out int available, IntPtr.Zero) ? 0
        : available == 0 ? -1
        : _reader.BaseStream.Read(buffer, 0, Math.Min(available, buffer.Length));

    [DllImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool PeekNamedPipe(SafeHandle pipe, IntPtr buffer, int size, IntPtr read, out int available, IntPtr left);
}
