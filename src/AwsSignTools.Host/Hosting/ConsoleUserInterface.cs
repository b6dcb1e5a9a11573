using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Threading;
using AwsSignTools.Host.Interaction;
using AwsSignTools.Host.Terminal;

namespace AwsSignTools.Host.Hosting;

/// <summary>Writes each stream where pwsh writes it, errors to standard error and the rest to standard output, and asks questions.</summary>
internal sealed class ConsoleUserInterface : PSHostUserInterface, IHostUISupportsMultipleChoiceSelection
{
    private readonly StandardStreams _streams;
    private readonly LineReader _reader;
    private readonly ProgressLine _progress;
    private readonly bool _nonInteractive;
    private readonly Lock _gate = new();
    private bool _outputIsError;

    internal ConsoleUserInterface(StandardStreams streams, LineReader reader, bool nonInteractive)
    {
        _streams = streams;
        _reader = reader;
        _nonInteractive = nonInteractive;
        _progress = new ProgressLine(streams);
        RawUI = new ConsoleRawUserInterface(streams, ThrowIfNonInteractive);
    }

    /// <inheritdoc/>
    public override PSHostRawUserInterface RawUI { get; }

    /// <inheritdoc/>
    public override bool SupportsVirtualTerminal => _streams.SupportsColor;

    /// <inheritdoc/>
    public override void Write(string value) => WriteTo(Output, value, newLine: false);

    /// <inheritdoc/>
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        WriteTo(Output, Colored(foregroundColor, backgroundColor, value), newLine: false);

    /// <inheritdoc/>
    public override void WriteLine() => WriteTo(Output, string.Empty, newLine: true);

    /// <inheritdoc/>
    public override void WriteLine(string value) => WriteTo(Output, value, newLine: true);

    /// <inheritdoc/>
    public override void WriteLine(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        WriteTo(Output, Colored(foregroundColor, backgroundColor, value), newLine: true);

    /// <inheritdoc/>
    public override void WriteErrorLine(string value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        WriteTo(Console.Error, value, newLine: true);
    }

    /// <inheritdoc/>
    public override void WriteWarningLine(string message) => WriteStyled(static style => style.Warning, "WARNING: " + message);

    /// <inheritdoc/>
    public override void WriteVerboseLine(string message) => WriteStyled(static style => style.Verbose, "VERBOSE: " + message);

    /// <inheritdoc/>
    public override void WriteDebugLine(string message) => WriteStyled(static style => style.Debug, "DEBUG: " + message);

    /// <inheritdoc/>
    public override void WriteProgress(long sourceId, ProgressRecord record) => _progress.Show(record);

    /// <inheritdoc/>
    public override string ReadLine()
    {
        ThrowIfNonInteractive();
        EraseProgress();

        // The engine wants a string; the end of the input is an empty answer, as in pwsh.
        return _reader.ReadLine() ?? string.Empty;
    }

    /// <inheritdoc/>
    public override SecureString ReadLineAsSecureString()
    {
        ThrowIfNonInteractive();
        EraseProgress();
        return _reader.ReadSecret() ?? new SecureString();
    }

    /// <inheritdoc/>
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        new FieldPrompt(Questions(), this).Ask(caption, message, descriptions);

    /// <inheritdoc/>
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        new ChoicePrompt(Questions(), choices).AskOne(caption, message, defaultChoice);

    /// <inheritdoc/>
    public Collection<int> PromptForChoice(
        string? caption, string? message, Collection<ChoiceDescription> choices, IEnumerable<int>? defaultChoices) =>
        new ChoicePrompt(Questions(), choices).AskSeveral(caption, message, defaultChoices);

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        PromptForCredential(caption, message, userName, targetName, PSCredentialTypes.Default, PSCredentialUIOptions.Default);

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) =>
        new CredentialPrompt(Questions()).Ask(caption, message, userName, targetName);

    /// <summary>Until the result is disposed, what the engine formats is an error.</summary>
    internal ErrorScope BeginErrors()
    {
        _outputIsError = true;
        return new ErrorScope(this);
    }

    /// <summary>Takes the progress line away.</summary>
    internal void EraseProgress() => _progress.Erase();

    private TextWriter Output => _outputIsError ? Console.Error : Console.Out;

    private QuestionLine Questions()
    {
        ThrowIfNonInteractive();
        EraseProgress();
        return new QuestionLine(_streams.PromptWriter, _reader);
    }

    private void ThrowIfNonInteractive()
    {
        if (_nonInteractive)
        {
            throw new PSInvalidOperationException(
                "awssigntools is in NonInteractive mode. Read and Prompt functionality is not available.");
        }
    }

    private void WriteStyled(Func<PSStyle.FormattingData, string> style, string text)
    {
        string line = _streams.SupportsColor ? style(PSStyle.Instance.Formatting) + text + PSStyle.Instance.Reset : text;
        WriteTo(Output, line, newLine: true);
    }

    private void WriteTo(TextWriter writer, string? text, bool newLine)
    {
        // The engine puts colours in before it knows where the text goes; a script may, too.
        bool plain = !_streams.SupportsColor || (writer == Console.Error && _streams.ErrorRedirected);
        string shown = GetOutputString(text ?? string.Empty, supportsVirtualTerminal: !plain);
        lock (_gate)
        {
            _progress.Erase();
            if (newLine)
            {
                writer.WriteLine(shown);
            }
            else
            {
                writer.Write(shown);
            }
        }
    }

    private string Colored(ConsoleColor foreground, ConsoleColor background, string text)
    {
        if (!_streams.SupportsColor)
        {
            return text;
        }

        // -1 is "the terminal's own", which .NET gives where it cannot know.
        string start = Enum.IsDefined(foreground) ? PSStyle.Instance.Foreground.FromConsoleColor(foreground) : string.Empty;
        if (Enum.IsDefined(background) && background != RawUI.BackgroundColor)
        {
            start += PSStyle.Instance.Background.FromConsoleColor(background);
        }

        return start.Length == 0 ? text : start + text + PSStyle.Instance.Reset;
    }

    /// <summary>Ends what <see cref="BeginErrors"/> began.</summary>
    internal readonly struct ErrorScope(ConsoleUserInterface ui) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => ui._outputIsError = false;
    }
}
