using System;
using System.Management.Automation;
using System.Text;

namespace AwsSignTools.Host.Terminal;

/// <summary>Edits one line on the terminal: caret, history, completion, Ctrl+C and Ctrl+D. There is no PSReadLine without pwsh.</summary>
internal sealed class LineEditor(LineHistory? history, Func<string, int, CommandCompletion?>? complete)
{
    private readonly StringBuilder _text = new();
    private readonly LineView _view = new();
    private int _caret;
    private CommandCompletion? _completion;
    private int _completedLength;

    /// <summary>Reads keys until Enter; null for Ctrl+D on an empty line.</summary>
    /// <exception cref="PipelineStoppedException">Ctrl+C was pressed.</exception>
    internal string? Read()
    {
        while (true)
        {
            ConsoleKeyInfo key = Console.ReadKey(intercept: true);
            bool control = key.Modifiers.HasFlag(ConsoleModifiers.Control);
            if (key.Key == ConsoleKey.Enter)
            {
                return Finish();
            }

            if (control && key.Key == ConsoleKey.C)
            {
                _ = Finish();
                throw new PipelineStoppedException();
            }

            if (control && key.Key == ConsoleKey.D && _text.Length == 0)
            {
                Console.Out.WriteLine();
                return null;
            }

            if (key.Key == ConsoleKey.Tab)
            {
                Complete(key.Modifiers.HasFlag(ConsoleModifiers.Shift));
                continue;
            }

            _completion = null;
            Edit(key);
        }
    }

    private void Edit(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.Backspace when _caret > 0:
                _ = _text.Remove(--_caret, 1);
                break;
            case ConsoleKey.Delete when _caret < _text.Length:
                _ = _text.Remove(_caret, 1);
                break;
            case ConsoleKey.LeftArrow:
                _caret = Math.Max(0, _caret - 1);
                break;
            case ConsoleKey.RightArrow:
                _caret = Math.Min(_text.Length, _caret + 1);
                break;
            case ConsoleKey.Home:
                _caret = 0;
                break;
            case ConsoleKey.End:
                _caret = _text.Length;
                break;
            case ConsoleKey.Escape:
                Replace(string.Empty);
                break;
            case ConsoleKey.UpArrow:
                Replace(history?.Previous());
                break;
            case ConsoleKey.DownArrow:
                Replace(history?.Next());
                break;
            default:
                if (char.IsControl(key.KeyChar))
                {
                    return;
                }

                _ = _text.Insert(_caret++, key.KeyChar);
                break;
        }

        _view.Draw(_text, _caret);
    }

    private void Replace(string? text)
    {
        if (text is not null)
        {
            _ = _text.Clear().Append(text);
            _caret = text.Length;
        }
    }

    /// <summary>The first Tab asks for matches; each further one goes to the next, or the one before.</summary>
    private void Complete(bool backwards)
    {
        if (_completion is null)
        {
            _completion = complete?.Invoke(_text.ToString(), _caret);
            _completedLength = _completion?.ReplacementLength ?? 0;
        }

        if (_completion?.GetNextResult(!backwards) is not { } match)
        {
            return;
        }

        _ = _text.Remove(_completion.ReplacementIndex, _completedLength).Insert(_completion.ReplacementIndex, match.CompletionText);
        _completedLength = match.CompletionText.Length;
        _caret = _completion.ReplacementIndex + _completedLength;
        _view.Draw(_text, _caret);
    }

    private string Finish()
    {
        _view.Draw(_text, _text.Length);
        Console.Out.WriteLine();
        return _text.ToString();
    }
}
