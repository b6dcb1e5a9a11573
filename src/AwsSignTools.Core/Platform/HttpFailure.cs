using System.Net.Http;
using AwsSignTools.Diagnosis.Connect;
#if !NET
using System;
#endif

namespace AwsSignTools.Platform;

/// <summary>What kind of failure an <see cref="HttpRequestException"/> is, where nothing within it says more.</summary>
internal static class HttpFailure
{
    /// <summary>The kind; null where it tells none.</summary>
    public static ConnectionFailure? KindOf(HttpRequestException exception)
    {
#if NET
        return exception.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => ConnectionFailure.Dns,
            HttpRequestError.ConnectionError => ConnectionFailure.Unreachable,
            HttpRequestError.SecureConnectionError => ConnectionFailure.Tls,
            HttpRequestError.ProxyTunnelError => ConnectionFailure.Proxy,
            HttpRequestError.ResponseEnded => ConnectionFailure.Reset,
            HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.HttpProtocolError
                => ConnectionFailure.Protocol,
            _ => null,
        };
#else
        // A .NET that runs this build, as the tests do, says it in words, which are English everywhere; .NET Framework throws something else.
        string words = exception.Message + " " + exception.InnerException?.Message;
        return Has(words, "proxy tunnel") ? ConnectionFailure.Proxy
            : Has(words, "SSL connection") ? ConnectionFailure.Tls
            : Has(words, "prematurely") ? ConnectionFailure.Reset
            : Has(words, "invalid") || Has(words, "exceeded") ? ConnectionFailure.Protocol
            : null;
#endif
    }

#if !NET
    private static bool Has(string words, string word) => words.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;
#endif
}
