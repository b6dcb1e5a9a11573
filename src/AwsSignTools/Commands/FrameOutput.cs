using System;
using System.IO;
using System.Management.Automation;
using System.Threading;
using AwsSignTools.Errors;
using AwsSignTools.EventStream;
using AwsSignTools.Findings;
using AwsSignTools.Parameters;
using AwsSignTools.Platform;

namespace AwsSignTools.Commands;

/// <summary>
/// Where frames go: down the pipeline, or into a file or a named pipe, whose reader gets each as soon as it is made. A file that cannot be
/// written ends the cmdlet.
/// </summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="asBytes">True to write byte arrays instead of frames to the pipeline.</param>
/// <param name="cancellation">Stops the waiting for a pipe's reader.</param>
internal sealed class FrameOutput(PSCmdlet cmdlet, bool asBytes, CancellationToken cancellation) : IDisposable
{
    private string? _given;
    private string? _path;
    private OutputFile? _file;
    private long _frames;
    private long _bytes;
    private string? _signature;

    /// <summary>Sends the frames to a file. It stays as it is until it is opened.</summary>
    /// <param name="given">The path as the user gave it; null for the pipeline.</param>
    public void To(string? given)
    {
        if (given is null)
        {
            return;
        }

        _given = given;
        try
        {
            _path = FilePath.Resolve(cmdlet.SessionState, given);
        }
        catch (IOException e)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.FileUnwritable(given, e));
        }
        catch (InvalidInputException e)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.From(e));
        }
    }

    /// <summary>Refuses an input that is the file that is written, whatever it is called.</summary>
    /// <param name="inputPath">The input's own path.</param>
    public void RefuseInput(string inputPath)
    {
        if (_path is not null && OutputFile.IsInput(inputPath, _path, _file))
        {
            Refuse(new IOException("It is an input too, and no file can be framed into itself."));
        }
    }

    /// <summary>
    /// Opens the file; nothing happens if it is open. Called before a frame is signed, and not sooner: a
    /// refused command leaves the file as it is, and a pipe may wait long for its reader.
    /// </summary>
    public void Open()
    {
        if (_path is { } path)
        {
            Guard(() => _file ??= new OutputFile(path, cancellation));
        }
    }

    /// <summary>Writes a frame.</summary>
    public void Write(EventStreamFrame frame)
    {
        if (_path is null)
        {
            cmdlet.WriteObject(asBytes ? frame.Bytes : frame, enumerateCollection: false);
            return;
        }

        Open();
        Guard(() =>
        {
            Stream stream = _file!.Stream;
            stream.Write(frame.Bytes, 0, frame.Length);
            if (!stream.CanSeek)
            {
                stream.Flush();
            }
        });
        _frames++;
        _bytes += frame.Length;
        _signature = frame.Signature;
    }

    /// <summary>Completes the file and writes what is in it to the pipeline; nothing if it was not opened.</summary>
    public void Complete()
    {
        if (_path is not null && _file is { } file)
        {
            Guard(file.Complete);
            cmdlet.WriteObject(new EventStreamSummary(_path, _frames, _bytes, _signature));
        }
    }

    /// <summary>Closes a file that is left unfinished.</summary>
    public void Dispose() => _file?.Dispose();

    private void Guard(Action use)
    {
        try
        {
            use();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            Refuse(e);
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    private void Refuse(Exception reason) => cmdlet.ThrowTerminatingError(ErrorRecords.FileUnwritable(_given!, reason));
}
