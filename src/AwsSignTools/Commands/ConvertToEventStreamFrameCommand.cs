using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using AwsSignTools.Errors;
using AwsSignTools.EventStream;
using AwsSignTools.Findings;
using AwsSignTools.Parameters;
using AwsSignTools.SigV4;

namespace AwsSignTools.Commands;

/// <summary>Frames bytes, text, messages or a file as messages of an AWS event stream, signed and chained where it is asked for.</summary>
[Cmdlet(VerbsData.ConvertTo, "EventStreamFrame", DefaultParameterSetName = InputSet)]
[OutputType(typeof(EventStreamFrame), typeof(byte[]), typeof(EventStreamSummary))]
public sealed class ConvertToEventStreamFrameCommand : EventStreamCommand
{
    private EventStreamFramer? _framer;
    private PayloadReader? _payloads;
    private FrameOutput? _output;
    private bool _isArgument;
    private bool _failed;

    /// <summary>Bytes, text, files, or messages of ConvertFrom-EventStreamFrame.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>A file to frame piece by piece; files that come down the pipeline are taken so too.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Headers of each message; the .NET type of a value tells its type on the wire.</summary>
    [Parameter]
    [PlainValue]
    public IDictionary? Header { get; set; }

    /// <summary>The <c>:event-type</c> of each message.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? EventType { get; set; }

    /// <summary>The <c>:content-type</c> of each message.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ContentTypeCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ContentType { get; set; }

    /// <summary>The <c>:message-type</c> of each message; event where a type of event or content is given.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MessageTypeCompleter))]
    [ValidateNotNullOrEmpty]
    public string? MessageType { get; set; }

    /// <summary>The length of the payloads that single bytes and files are cut into, in bytes.</summary>
    [Parameter]
    [ValidateRange(1, EventStreamLimits.PayloadLength)]
    [PlainValue]
    public int ChunkSize { get; set; } = 8192;

    /// <summary>Ends the stream with the signed empty frame.</summary>
    [Parameter]
    public SwitchParameter EndOfStream { get; set; }

    /// <summary>Keeps the milliseconds of each event's date, which are dropped else.</summary>
    [Parameter]
    public SwitchParameter KeepMilliseconds { get; set; }

    /// <summary>Writes each frame as one byte array.</summary>
    [Parameter]
    public SwitchParameter AsByteStream { get; set; }

    /// <summary>A file or named pipe that the frames are written to; what comes out is a summary.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _isArgument = MyInvocation.BoundParameters.ContainsKey(nameof(InputObject));
        _output = new FrameOutput(this, AsByteStream, StopToken);
        _output.To(OutFile);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // Not before: the seed may come with the first record.
        bool isFirst = _framer is null;
        Begin();
        if (ParameterSetName == PathSet)
        {
            FrameContent(Path);
        }
        else if (_isArgument)
        {
            // An array given as the argument is as many inputs, as it would be down the pipeline; a byte array is one.
            object? input = Unwrapped.Of(InputObject);
            IList values = (input is IList list && input is not byte[]) ? list : new[] { input };
            foreach (object? value in values)
            {
                FrameValue(value);
            }
        }
        else if (MyInvocation.ExpectingInput && !(isFirst && IsSeed(InputObject)))
        {
            FrameValue(InputObject);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Begin();
        FrameAll(_payloads!.Flush());
        if (!_failed)
        {
            // Nothing at all is an empty stream. If no input could be framed, a file that is there is not emptied.
            _output!.Open();
        }

        if (EndOfStream && !_failed)
        {
            _output!.Write(_framer!.FrameEndOfStream(Now));
        }
        else if (EndOfStream)
        {
            WriteError(ErrorRecords.Invalid(
                "EventStreamIncomplete",
                null,
                "The stream's end is not signed, because an input could not be framed: who receives it would take what there is for the whole.",
                "Mend the input and begin a new stream; to end this one as it is, use -EndOfStream alone with the last frame's signature."));
        }

        _output!.Complete();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _output?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Begin()
    {
        if (_framer is not null)
        {
            return;
        }

        try
        {
            List<EventStreamHeader> headers = MessageHeaders.Create(ContentType, EventType, MessageType, Header);
            _framer = new EventStreamFramer(headers, CreateSigner());
            _payloads = new PayloadReader(ChunkSize, _framer.MaximumPayloadLength);
        }
        catch (InvalidInputException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e));
        }
    }

    private EventStreamSigner? CreateSigner()
    {
        const string Remedy = "Give both -Service and -PriorSignature for signed frames, and neither, nor a credential, for unsigned ones.";
        if (Service is not null && PriorSignature is not null)
        {
            byte[] prior = EventSignature.Parse(PriorSignature);
            AwsCredential credential = AwsCredential;
            return new EventStreamSigner(credential, ResolveRegion(), Service, prior, KeepMilliseconds);
        }

        if (Service is not null || PriorSignature is not null || Region is not null || HasCredentialArguments)
        {
            throw ErrorRecords.Exception(
                "EventStreamSigningIncomplete",
                Service,
                $"Frames cannot be signed without {(Service is null ? "-Service" : "-PriorSignature")}, but parameters for signing are given.",
                Remedy);
        }

        return EndOfStream
            ? throw ErrorRecords.Exception(
                "EventStreamEndUnsigned", null, "Only a signed stream has a frame that ends it; an unsigned one ends with its connection.", Remedy)
            : null;
    }

    private void FrameValue(object? value)
    {
        try
        {
            switch (Unwrapped.Of(value))
            {
                case FileInfo file:
                    FrameContent(file.FullName);
                    break;
                case EventStreamMessage message:
                    FrameMessage(message);
                    break;
                default:
                    FrameAll(_payloads!.Read(value));
                    break;
            }
        }
        catch (InvalidInputException e)
        {
            Fail(ErrorRecords.From(e));
        }
    }

    private void FrameMessage(EventStreamMessage message)
    {
        FrameAll(_payloads!.Flush());
        if (message is { IsEndOfStream: true, Headers.Count: 0 })
        {
            WriteVerbose("The message that ends the stream it was read from is left out; -EndOfStream ends this one.");
            return;
        }

        _output!.Open();
        _output.Write(_framer!.FrameMessage(message, Now, MessageHeaders.ValueOf));
    }

    private void FrameContent(string given)
    {
        FrameAll(_payloads!.Flush());
        try
        {
            string path = FilePath.Resolve(SessionState, given);
            _output!.RefuseInput(path);
            FileProgress progress = new(this, path);
            FrameAll(_payloads.ReadFile(path, progress.Report, StopToken));
            progress.Complete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            Fail(ErrorRecords.FileUnreadable(given, e));
        }
        catch (InvalidInputException e)
        {
            Fail(ErrorRecords.From(e));
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    private void FrameAll(IEnumerable<ReadOnlyMemory<byte>> payloads)
    {
        foreach (ReadOnlyMemory<byte> payload in payloads)
        {
            if (Stopping)
            {
                return;
            }

            FramePayload(payload);
        }
    }

    private void FramePayload(ReadOnlyMemory<byte> payload)
    {
        try
        {
            _output!.Open();
            _output.Write(_framer!.Frame(payload, Now));
        }
        catch (InvalidInputException e)
        {
            Fail(ErrorRecords.From(e));
        }
    }

    private void Fail(ErrorRecord error)
    {
        _failed = true;
        WriteError(error);
    }
}
