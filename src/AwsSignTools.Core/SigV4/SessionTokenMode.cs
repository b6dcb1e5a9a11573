namespace AwsSignTools.SigV4;

/// <summary>Where the session token of a temporary credential goes.</summary>
public enum SessionTokenMode
{
    /// <summary>Into the signed query or headers: what nearly every service wants.</summary>
    InSignature,

    /// <summary>Appended after signing, outside the signature: what <c>iotdevicegateway</c> wants.</summary>
    Appended,
}
