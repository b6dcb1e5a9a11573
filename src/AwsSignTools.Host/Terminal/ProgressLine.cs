using System;
using System.Globalization;
using System.Management.Automation;
using System.Threading;

namespace AwsSignTools.Host.Terminal;

/// <summary>Shows the latest progress record on one line of standard error, and takes it away again; silent unless on a terminal.</summary>
internal sealed class ProgressLine(StandardStreams streams)
{
    private const int MillisecondsBetweenDraws = 100;

    private readonly bool _enabled = !streams.OutputRedirected && !streams.ErrorRedirected;
    private readonly Lock _gate = new();
    private int _shownCells;
    private long _lastDrawn;

    internal void Show(ProgressRecord record)
    {
        if (!_enabled)
        {
            return;
        }

        lock (_gate)
        {
            if (record.RecordType == ProgressRecordType.Completed)
            {
                EraseShown();
            }
            else if (Environment.TickCount64 - _lastDrawn >= MillisecondsBetweenDraws)
            {
                Draw(Describe(record));
                _lastDrawn = Environment.TickCount64;
            }
        }
    }

    /// <summary>Makes room for other output.</summary>
    internal void Erase()
    {
        if (_shownCells > 0)
        {
            lock (_gate)
            {
                EraseShown();
            }
        }
    }

    private static string Describe(ProgressRecord record)
    {
        string percent = record.PercentComplete >= 0
            ? string.Create(CultureInfo.InvariantCulture, $" {Math.Min(record.PercentComplete, 100)}%")
            : string.Empty;
        string operation = string.IsNullOrEmpty(record.CurrentOperation) ? string.Empty : " " + record.CurrentOperation;
        return $"{record.Activity}{percent}: {record.StatusDescription}{operation}";
    }

    private void Draw(string text)
    {
        // One column stays free: a full line would wrap and leave a copy of itself behind.
        int room = Math.Max(1, Console.WindowWidth - 1);
        string line = text.ReplaceLineEndings(" ");
        while (CellWidth.Of(line) > room)
        {
            line = line[..Math.Max(0, Math.Min(line.Length - 1, room))];
        }

        int cells = CellWidth.Of(line);
        Console.Error.Write('\r' + line + new string(' ', Math.Max(0, _shownCells - cells)));
        _shownCells = cells;
    }

    private void EraseShown()
    {
        if (_shownCells > 0)
        {
            Console.Error.Write('\r' + new string(' ', _shownCells) + '\r');
            _shownCells = 0;
        }
    }
}
