using System;
using System.Text;

namespace AwsSignTools.Host.Terminal;

/// <summary>Draws a line being edited, over several rows where it is long, from where the cursor was at the start.</summary>
internal sealed class LineView
{
    private readonly int _left = Console.CursorLeft;
    private int _top = Console.CursorTop;
    private string _drawn = string.Empty;

    internal void Draw(StringBuilder text, int caret)
    {
        string line = text.ToString();
        int width = Math.Max(1, Console.BufferWidth);
        int cells = CellWidth.Of(line);
        if (caret == line.Length && line.Length == _drawn.Length + 1 && line.StartsWith(_drawn, StringComparison.Ordinal)
            && (_left + cells) % width != 0)
        {
            // Typed at the end, the common case and a pasted text: nothing else on the screen changes.
            Console.Out.Write(line[^1]);
            _drawn = line;
            return;
        }

        // The blank at the end covers what was there before, and takes the terminal past the edge when the text ends at it.
        int blanks = Math.Max(0, CellWidth.Of(_drawn) - cells) + 1;
        Console.SetCursorPosition(_left, _top);
        Console.Out.Write(line + new string(' ', blanks));
        int lastRow = (_left + cells + blanks - 1) / width;
        _top = Math.Max(0, Math.Min(_top, Console.BufferHeight - 1 - lastRow));
        int caretCells = _left + CellWidth.Of(line.AsSpan(0, caret));
        Console.SetCursorPosition(caretCells % width, _top + (caretCells / width));
        _drawn = line;
    }
}
