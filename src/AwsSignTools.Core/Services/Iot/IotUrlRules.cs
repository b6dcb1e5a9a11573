using AwsSignTools.Aws;
using AwsSignTools.Findings;

namespace AwsSignTools.Services.Iot;

/// <summary>The rules of the device gateway of AWS IoT about a URL of its WebSocket ("MQTT over WebSocket").</summary>
internal static class IotUrlRules
{
    /// <summary>All rules.</summary>
    public static readonly Rule<UrlFacts>[] Table =
    [
        new("The path of MQTT over a WebSocket is /mqtt, and no other.", CheckPath),
    ];

    private static void CheckPath(UrlFacts url, ref FindingCollector findings)
    {
        string right = AwsServices.IotDeviceGateway.OwnPath!;
        if (url.Endpoint.Scheme == "wss" && url.Uri.Path != right)
        {
            findings.Error(
                "IotPathInvalid",
                url.Uri.Path,
                url.Uri.Path.Length == 0
                    ? $"The URL has no path; a WebSocket of AWS IoT has the path {right}, and it is part of the signature."
                    : $"The URL has the path {Quoted.Value(url.Uri.Path)}; a WebSocket of AWS IoT has the path {right}, to the letter.",
                $"Sign it with the path {right}.");
        }
    }
}
