namespace AwsSignTools.Diagnosis.Connect;

/// <summary>Why there was no answer, or none that can be read.</summary>
public enum ConnectionFailure
{
    /// <summary>There was one, whatever it says.</summary>
    None,

    /// <summary>The URL is none that can be connected to.</summary>
    Url,

    /// <summary>The host's name has no address.</summary>
    Dns,

    /// <summary>Nobody listens at the host's port.</summary>
    Refused,

    /// <summary>There is no way to the host.</summary>
    Unreachable,

    /// <summary>TLS failed: the certificate is not trusted, is another host's or has ended, or there is no protocol in common.</summary>
    Tls,

    /// <summary>The time limit was reached.</summary>
    Timeout,

    /// <summary>The connection was broken off before there was an answer.</summary>
    Reset,

    /// <summary>The proxy cannot be reached, or does not let the connection through.</summary>
    Proxy,

    /// <summary>The answer is not HTTP, or no WebSocket's.</summary>
    Protocol,

    /// <summary>The request was not sent: its method changes what is there.</summary>
    Unsafe,

    /// <summary>Something else, which the message says.</summary>
    Other,
}
