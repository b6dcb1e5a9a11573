using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AwsSignTools.Module.Tests.Services;

/// <summary>A port of loopback at which nobody listens.</summary>
internal static class Closed
{
    /// <summary>Its URL.</summary>
    public static string Url
    {
        get
        {
            using TcpListener listener = new(IPAddress.Loopback, 0);
            listener.Start();
            return "http://127.0.0.1:" + ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        }
    }
}
