using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.Services.AgentCore;
using AwsSignTools.Services.AppSync;
using AwsSignTools.Services.Chime;
using AwsSignTools.Services.Iot;
using AwsSignTools.Services.Kvs;
using AwsSignTools.Services.Transcribe;

namespace AwsSignTools.Services;

/// <summary>The rules of a service about the URLs of its WebSocket. A service with such rules is one row of <see cref="Services"/>.</summary>
/// <param name="Service">The service.</param>
/// <param name="Rules">Its rules.</param>
internal sealed record ServiceUrlRules(AwsService Service, Rule<UrlFacts>[] Rules)
{
    private static readonly ServiceUrlRules[] Services =
    [
        // A channel has a region of its own, and signaling a limit of its own: the service's rules compare all of them.
        new(AwsServices.KinesisVideo, KvsSignalingRules.UrlTable) { CoverRegionAndLife = true },
        new(AwsServices.Chime, ChimeUrlRules.Table),
        new(AwsServices.Transcribe, TranscribeUrlRules.Table),
        new(AwsServices.IotDeviceGateway, IotUrlRules.Table),
        new(AwsServices.AppSync, AppSyncUrlRules.Table),
        new(AwsServices.AgentCore, AgentRuntimeUrlRules.Table),
    ];

    /// <summary>True if the rules also check the region and the life of the URL, so that the general rules about them do not apply.</summary>
    public bool CoverRegionAndLife { get; init; }

    /// <summary>True if rules of a service check the region and the life of a URL.</summary>
    public static bool CoverRegionAndLifeOf(UrlFacts url)
    {
        foreach (ServiceUrlRules service in Services)
        {
            if (service.CoverRegionAndLife && url.IsWebSocketOf(service.Service))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Checks a URL against the rules of each service whose WebSocket it is a URL of.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="findings">Collects what is found.</param>
    public static void Check(UrlFacts url, ref FindingCollector findings)
    {
        foreach (ServiceUrlRules service in Services)
        {
            if (url.IsWebSocketOf(service.Service))
            {
                findings.Check(service.Rules, url);
            }
        }
    }
}
