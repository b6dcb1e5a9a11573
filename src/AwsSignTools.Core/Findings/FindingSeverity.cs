namespace AwsSignTools.Findings;

/// <summary>How much a <see cref="Finding"/> matters.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing; nothing has to be done.</summary>
    Information,

    /// <summary>The service may refuse what is signed, or it will not do what its maker expects.</summary>
    Warning,

    /// <summary>The service is sure to refuse it; nothing is signed.</summary>
    Error,
}
