namespace AwsSignTools.EventStream;

/// <summary>What can be wrong with a header block.</summary>
internal enum HeaderProblem
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The block ends within a header.</summary>
    Cut,

    /// <summary>A name has no byte.</summary>
    NameEmpty,

    /// <summary>A name is not UTF-8.</summary>
    NameNotUtf8,

    /// <summary>A value's type is above 9.</summary>
    TypeUnknown,

    /// <summary>A byte array or string is longer than <see cref="EventStreamLimits.ValueLength"/>.</summary>
    ValueTooLong,

    /// <summary>A string is not UTF-8.</summary>
    ValueNotUtf8,

    /// <summary>A name is there twice.</summary>
    Duplicate,
}
