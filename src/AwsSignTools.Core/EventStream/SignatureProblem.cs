namespace AwsSignTools.EventStream;

/// <summary>What can be wrong with the signature of an event.</summary>
public enum SignatureProblem
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The frame is not signed, or has headers that its signature does not cover.</summary>
    Missing,

    /// <summary>The signature is another than that of the frame, its date, and the signature before it.</summary>
    Wrong,

    /// <summary>The signature is right, but the stream had ended.</summary>
    AfterEnd,
}
