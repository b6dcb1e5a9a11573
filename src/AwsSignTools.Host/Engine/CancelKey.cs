using System;

namespace AwsSignTools.Host.Engine;

/// <summary>Ctrl+C: the first stops the script in its orderly way; another, where that is not enough, ends the process.</summary>
internal sealed class CancelKey : IDisposable
{
    private readonly ScriptRunner _runner;
    private readonly bool _staysInSession;
    private bool _stopping;

    internal CancelKey(ScriptRunner runner, bool staysInSession)
    {
        _runner = runner;
        _staysInSession = staysInSession;
        Console.CancelKeyPress += OnCancelKeyPress;
    }

    /// <inheritdoc/>
    public void Dispose() => Console.CancelKeyPress -= OnCancelKeyPress;

    private void OnCancelKeyPress(object? sender, ConsoleCancelEventArgs e)
    {
        if (_staysInSession)
        {
            e.Cancel = true;
            _ = _runner.Stop();
        }
        else if (!_stopping && _runner.Stop())
        {
            e.Cancel = true;
            _stopping = true;
        }
    }
}
