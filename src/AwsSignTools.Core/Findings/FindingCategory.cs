namespace AwsSignTools.Findings;

/// <summary>What kind of thing a <see cref="Finding"/> is about; an error record has the category that goes with it.</summary>
public enum FindingCategory
{
    /// <summary>A value that breaks a rule.</summary>
    InvalidArgument,

    /// <summary>A value beyond a limit.</summary>
    LimitsExceeded,

    /// <summary>A private or public key that cannot be used.</summary>
    InvalidKey,

    /// <summary>Data that is not what it should be, such as a frame.</summary>
    InvalidData,
}
