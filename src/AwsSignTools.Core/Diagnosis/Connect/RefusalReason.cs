namespace AwsSignTools.Diagnosis.Connect;

/// <summary>Why a server did not let a URL in, as far as its status and its words tell.</summary>
internal enum RefusalReason
{
    /// <summary>It did, or there was no answer.</summary>
    None,

    /// <summary>A proxy wants a login.</summary>
    ProxyLogin,

    /// <summary>The server points elsewhere.</summary>
    Redirected,

    /// <summary>A success that is no WebSocket's.</summary>
    NotWebSocket,

    /// <summary>The URL has ended.</summary>
    UrlExpired,

    /// <summary>The URL is dated in the server's future.</summary>
    NotYetValid,

    /// <summary>The session token has ended.</summary>
    CredentialExpired,

    /// <summary>The service does not know the access key or the session token.</summary>
    CredentialUnknown,

    /// <summary>The region or service of the signature is not the server's.</summary>
    Scope,

    /// <summary>A part of the signature is missing or malformed.</summary>
    Incomplete,

    /// <summary>The signature is not that of the request which arrived.</summary>
    Signature,

    /// <summary>The signer may not do it.</summary>
    Permission,

    /// <summary>What is connected to is not there.</summary>
    NotFound,

    /// <summary>Too often, or too many.</summary>
    Throttled,

    /// <summary>The service failed.</summary>
    ServiceFailed,

    /// <summary>Refused for the signature or the permission, without a word on which.</summary>
    Forbidden,

    /// <summary>The request is not what the service expects.</summary>
    BadRequest,

    /// <summary>Another status.</summary>
    Other,
}
