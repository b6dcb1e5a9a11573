namespace AwsSignTools.EventStream;

/// <summary>A header that the format does not allow, though both CRC-32s are right.</summary>
public sealed class EventStreamHeaderException : EventStreamFormatException
{
    internal EventStreamHeaderException(HeaderProblem problem, long frameNumber, long offset, object? found)
        : base(
            "EventStreamHeaderInvalid",
            frameNumber,
            offset,
            Describe(problem, found),
            null,
            found,
            "Whoever made the frame breaks the format's rules; pass over it with -SkipInvalid.")
    {
    }

    private static string Describe(HeaderProblem problem, object? found) => problem switch
    {
        HeaderProblem.Cut => "the header block ends within this header.",
        HeaderProblem.NameEmpty => "the header's name is empty; a name takes 1 to 255 bytes.",
        HeaderProblem.NameNotUtf8 => "the header's name is not UTF-8.",
        HeaderProblem.TypeUnknown => $"the header's value has the type {found}; the types are 0 to 9.",
        HeaderProblem.ValueTooLong => $"the header's value takes {found} bytes; at most {EventStreamLimits.ValueLength} are allowed.",
        HeaderProblem.ValueNotUtf8 => "the header's string is not UTF-8.",
        _ => $"the header {Findings.Quoted.Value(found as string)} is there twice; names are unique in a message.",
    };
}
