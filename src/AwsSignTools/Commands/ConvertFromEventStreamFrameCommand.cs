using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using AwsSignTools.Errors;
using AwsSignTools.EventStream;
using AwsSignTools.Findings;
using AwsSignTools.Parameters;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.Commands;

/// <summary>Reads the messages of an AWS event stream from bytes, frames or a file, and checks their signatures where a credential is given.</summary>
[Cmdlet(VerbsData.ConvertFrom, "EventStreamFrame", DefaultParameterSetName = InputSet)]
[OutputType(typeof(EventStreamMessage))]
public sealed class ConvertFromEventStreamFrameCommand : EventStreamCommand
{
    private const int PieceLength = 65_536;

    // An array may be an item of itself.
    private const int MaxDepth = 16;

    private readonly byte[] _single = new byte[1];
    private EventStreamReader? _reader;
    private bool _isCheckAskedFor;
    private bool _breakReported;

    /// <summary>Bytes, frames of ConvertTo-EventStreamFrame, or files; frames may come in pieces of any size.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [AllowEmptyCollection]
    public object InputObject { get; set; } = Array.Empty<byte>();

    /// <summary>A file of frames.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Gives signed frames as they are, and not the message within them.</summary>
    [Parameter]
    public SwitchParameter NoUnwrap { get; set; }

    /// <summary>Passes over bytes that are no frame, with a warning, and goes on at the next frame that checks.</summary>
    [Parameter]
    public SwitchParameter SkipInvalid { get; set; }

    internal override bool MakesSignatures => false;

    /// <inheritdoc/>
    protected override void BeginProcessing() => _isCheckAskedFor = PriorSignature is not null || Region is not null || HasCredentialArguments;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool isFirst = _reader is null;
        _reader ??= CreateReader();
        if (ParameterSetName == PathSet)
        {
            ReadFile(Path);
        }
        else if (!isFirst || !IsSeed(InputObject))
        {
            Take(InputObject);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_reader is not null)
        {
            Write(_reader.Complete());
        }
    }

    private EventStreamReader CreateReader()
    {
        EventStreamVerifier? verifier = null;
        try
        {
            // A frame that is piped in brings the signature before it, which asks for nothing.
            if (Service is null && _isCheckAskedFor)
            {
                throw Incomplete("-Service");
            }

            if (Service is not null)
            {
                byte[] seed = EventSignature.Parse(PriorSignature ?? throw Incomplete("-PriorSignature"));
                verifier = new EventStreamVerifier(AwsCredential, ResolveRegion(), Service, seed);
            }
        }
        catch (InvalidInputException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e));
        }

        return new EventStreamReader(verifier, !NoUnwrap, SkipInvalid ? Skipped : null);
    }

    private void Take(object? given, int depth = 0)
    {
        object? value = Unwrapped.Of(given);
        switch (value)
        {
            case byte single:
                // Each at once, and none kept back: a live stream's message is there when its last byte is.
                _single[0] = single;
                Read(_single);
                break;
            case byte[] bytes:
                Read(bytes);
                break;
            case EventStreamFrame frame:
                Read(frame.Bytes);
                break;
            case FileInfo file:
                ReadFile(file.FullName);
                break;
            case object[] items when depth < MaxDepth:
                // What an argument's array holds is as what a pipeline brings.
                foreach (object item in items)
                {
                    Take(item, depth + 1);
                }

                break;
            default:
                WriteError(NotBytes(value));
                break;
        }
    }

    private void ReadFile(string given)
    {
        try
        {
            string path = FilePath.Resolve(SessionState, given);
            FileProgress progress = new(this, path, "Reading");
            using InputFile file = InputFile.Open(path, FileShare.ReadWrite, StopToken);
            byte[] piece = new byte[PieceLength];
            for (int length = file.Read(piece, 0, piece.Length); length > 0; length = file.Read(piece, 0, piece.Length))
            {
                Read(piece.AsMemory(0, length));
                progress.Report(file);
            }

            progress.Complete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            WriteError(ErrorRecords.FileUnreadable(given, e));
        }
        catch (InvalidInputException e)
        {
            WriteError(ErrorRecords.From(e));
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    private void Read(ReadOnlyMemory<byte> bytes) => Write(_reader!.Read(bytes));

    private void Write(IEnumerable<EventStreamMessage> messages)
    {
        try
        {
            foreach (EventStreamMessage message in messages)
            {
                if (!_breakReported && _reader!.SignatureBreak is { } signatureBreak)
                {
                    _breakReported = true;
                    WriteError(ErrorRecords.From(signatureBreak));
                }

                WriteObject(message);
            }
        }
        catch (EventStreamTruncatedException e)
        {
            WriteError(ErrorRecords.From(e));
        }
        catch (EventStreamFormatException e)
        {
            // Where one frame is broken, nothing tells where the next begins.
            ThrowTerminatingError(ErrorRecords.From(e));
        }
    }

    private void Skipped(Finding finding) => WriteWarning(finding);

    private static InvalidInputException Incomplete(string missing) => ErrorRecords.Exception(
        "EventStreamSigningIncomplete",
        missing,
        $"Signatures cannot be checked without {missing}, but parameters for it are given.",
        "Give both -Service and -PriorSignature to check signatures, and neither, nor a credential, to take them as they are.");

    private static ErrorRecord NotBytes(object? value) => ErrorRecords.Invalid(
        "EventStreamInputInvalid",
        value,
        $"{(value is null ? "Null" : "A " + value.GetType().FullName)} holds no frames.",
        "Give a byte[], bytes, frames of ConvertTo-EventStreamFrame, or a file as -Path.");
}
