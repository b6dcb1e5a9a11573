using System.Collections.Generic;

namespace AwsSignTools.Host.Terminal;

/// <summary>The lines of this session, for the arrow keys.</summary>
internal sealed class LineHistory
{
    private readonly List<string> _lines = [];
    private int _position;

    internal void Add(string line)
    {
        if (line.Length > 0 && (_lines.Count == 0 || _lines[^1] != line))
        {
            _lines.Add(line);
        }

        _position = _lines.Count;
    }

    /// <summary>The line before the one last given, or null at the first.</summary>
    internal string? Previous() => _position > 0 ? _lines[--_position] : null;

    /// <summary>The line after the one last given, empty after the last, or null when there already.</summary>
    internal string? Next()
    {
        if (_position >= _lines.Count)
        {
            return null;
        }

        _position++;
        return _position < _lines.Count ? _lines[_position] : string.Empty;
    }
}
