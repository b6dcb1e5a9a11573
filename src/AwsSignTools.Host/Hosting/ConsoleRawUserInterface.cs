using System;
using System.Management.Automation.Host;
using AwsSignTools.Host.Terminal;

namespace AwsSignTools.Host.Hosting;

/// <summary>The console as a screen: sizes, cursor, keys. Redirected, it is a page of a fixed width.</summary>
internal sealed class ConsoleRawUserInterface(StandardStreams streams, Action throwIfNonInteractive) : PSHostRawUserInterface
{
    /// <summary>What a script sees where no terminal says otherwise; the width of wrapped error messages.</summary>
    private static readonly Size RedirectedSize = new(120, 50);

    /// <summary>
    /// What the formatter fills. Wider than any signed URL, which a line break in the middle would spoil; pwsh has 80 there and breaks it.
    /// </summary>
    private static readonly Size RedirectedBufferSize = new(8192, 50);

    private string _title = string.Empty;

    /// <inheritdoc/>
    public override ConsoleColor ForegroundColor
    {
        get => Console.ForegroundColor;
        set => Console.ForegroundColor = value;
    }

    /// <inheritdoc/>
    public override ConsoleColor BackgroundColor
    {
        get => Console.BackgroundColor;
        set => Console.BackgroundColor = value;
    }

    /// <inheritdoc/>
    public override Size BufferSize
    {
        get => streams.OutputRedirected ? RedirectedBufferSize : SizeOrDefault(Console.BufferWidth, Console.BufferHeight);
        set
        {
            if (!OperatingSystem.IsWindows())
            {
                throw WindowsOnly();
            }

            Console.SetBufferSize(value.Width, value.Height);
        }
    }

    /// <inheritdoc/>
    public override Size WindowSize
    {
        get => streams.OutputRedirected ? RedirectedSize : SizeOrDefault(Console.WindowWidth, Console.WindowHeight);
        set
        {
            if (!OperatingSystem.IsWindows())
            {
                throw WindowsOnly();
            }

            Console.SetWindowSize(value.Width, value.Height);
        }
    }

    /// <inheritdoc/>
    public override Size MaxWindowSize =>
        streams.OutputRedirected ? RedirectedSize : SizeOrDefault(Console.LargestWindowWidth, Console.LargestWindowHeight);

    /// <inheritdoc/>
    public override Size MaxPhysicalWindowSize => MaxWindowSize;

    /// <inheritdoc/>
    public override Coordinates WindowPosition
    {
        get => streams.OutputRedirected ? default : new Coordinates(Console.WindowLeft, Console.WindowTop);
        set
        {
            if (!OperatingSystem.IsWindows())
            {
                throw WindowsOnly();
            }

            Console.SetWindowPosition(value.X, value.Y);
        }
    }

    /// <inheritdoc/>
    public override Coordinates CursorPosition
    {
        get => streams.OutputRedirected ? default : new Coordinates(Console.CursorLeft, Console.CursorTop);
        set
        {
            if (!streams.OutputRedirected)
            {
                Console.SetCursorPosition(Math.Max(0, value.X), Math.Max(0, value.Y));
            }
        }
    }

    /// <inheritdoc/>
    public override int CursorSize
    {
        get => streams.OutputRedirected ? 0 : Console.CursorSize;
        set
        {
            if (!OperatingSystem.IsWindows())
            {
                throw WindowsOnly();
            }

            Console.CursorSize = value;
        }
    }

    /// <inheritdoc/>
    public override string WindowTitle
    {
        get => OperatingSystem.IsWindows() ? Console.Title : _title;
        set
        {
            _title = value;
            if (!streams.OutputRedirected)
            {
                Console.Title = value;
            }
        }
    }

    /// <inheritdoc/>
    public override bool KeyAvailable => !streams.InputRedirected && Console.KeyAvailable;

    /// <inheritdoc/>
    public override void FlushInputBuffer()
    {
        while (KeyAvailable)
        {
            _ = Console.ReadKey(intercept: true);
        }
    }

    /// <inheritdoc/>
    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        throwIfNonInteractive();
        if (streams.InputRedirected)
        {
            throw new HostException("A key can be read from a terminal only, and standard input is redirected.");
        }

        ConsoleKeyInfo key = Console.ReadKey(options.HasFlag(ReadKeyOptions.NoEcho));
        ControlKeyStates state = default;
        state |= key.Modifiers.HasFlag(ConsoleModifiers.Shift) ? ControlKeyStates.ShiftPressed : 0;
        state |= key.Modifiers.HasFlag(ConsoleModifiers.Alt) ? ControlKeyStates.LeftAltPressed : 0;
        state |= key.Modifiers.HasFlag(ConsoleModifiers.Control) ? ControlKeyStates.LeftCtrlPressed : 0;
        return new KeyInfo((int)key.Key, key.KeyChar, state, keyDown: true);
    }

    /// <inheritdoc/>
    public override int LengthInBufferCells(char source) => CellWidth.Of([source]);

    /// <inheritdoc/>
    public override int LengthInBufferCells(string source) => CellWidth.Of(source);

    /// <inheritdoc/>
    public override int LengthInBufferCells(string source, int offset) => CellWidth.Of(source.AsSpan(offset));

    /// <inheritdoc/>
    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw NoScreenBuffer();

    /// <inheritdoc/>
    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
        throw NoScreenBuffer();

    /// <inheritdoc/>
    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw NoScreenBuffer();

    /// <inheritdoc/>
    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
        // What Clear-Host does: the whole screen, given as -1, with blanks.
        if (rectangle is not { Left: -1, Top: -1, Right: -1, Bottom: -1 })
        {
            throw NoScreenBuffer();
        }

        if (!streams.OutputRedirected)
        {
            Console.Clear();
        }
    }

    /// <summary>A pseudo-terminal can say 0.</summary>
    private static Size SizeOrDefault(int width, int height) =>
        width > 0 && height > 0 ? new Size(width, height) : RedirectedSize;

    private static HostException WindowsOnly() =>
        new("This terminal cannot be changed in that way; only a Windows console can.");

    private static HostException NoScreenBuffer() =>
        new("awssigntools writes to the terminal line by line and cannot read or move what is on the screen.");
}
