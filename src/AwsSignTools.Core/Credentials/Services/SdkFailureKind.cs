namespace AwsSignTools.Credentials.Services;

/// <summary>Why the SDK has no credential.</summary>
public enum SdkFailureKind
{
    /// <summary>The service was asked and refused.</summary>
    Refused,

    /// <summary>The service could not be reached.</summary>
    Unreachable,

    /// <summary>What was answered is no credential.</summary>
    AnswerInvalid,

    /// <summary>There is no login, or it has ended and cannot be renewed.</summary>
    LoginRequired,

    /// <summary>The SDK itself cannot be used here.</summary>
    SdkUnusable,
}
