namespace AwsSignTools.Diagnosis.Connect;

/// <summary>Why there is no answer, or none that can be read.</summary>
public enum ConnectionFailure
{
    /// <summary>There is an answer, whatever it says.</summary>
    None,

    /// <summary>The text is not a URL that can be connected to.</summary>
    Url,

    /// <summary>The host name has no address.</summary>
    Dns,

    /// <summary>The host refuses connections at the port.</summary>
    Refused,

    /// <summary>There is no route to the host.</summary>
    Unreachable,

    /// <summary>TLS failed: the certificate is not trusted, is another host's or has expired, or there is no protocol in common.</summary>
    Tls,

    /// <summary>The time limit was reached.</summary>
    Timeout,

    /// <summary>The connection was broken off before there was an answer.</summary>
    Reset,

    /// <summary>The proxy cannot be reached, or does not let the connection through.</summary>
    Proxy,

    /// <summary>The answer is not HTTP, or not that of a WebSocket.</summary>
    Protocol,

    /// <summary>Nothing was sent, because the method may change what is there, or because a token is a password and not a request.</summary>
    Unsafe,

    /// <summary>Something else, which the message describes.</summary>
    Other,
}
