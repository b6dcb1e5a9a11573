using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Services.Kvs;

/// <summary>Which endpoint is whose.</summary>
internal sealed class KvsRoleRule : RuleClass<KvsSignalingRequest>
{
    /// <inheritdoc/>
    public override string Statement =>
        "A master has no client id and an endpoint whose host begins with m-; a viewer has a client id and an endpoint whose host begins with v-.";

    /// <inheritdoc/>
    public override void Check(KvsSignalingRequest subject, ref FindingCollector findings)
    {
        KvsRole implied = subject.ClientId is null ? KvsRole.Master : KvsRole.Viewer;
        if (subject.Role is { } meant && meant != implied)
        {
            findings.Error(
                "KvsRoleMismatch",
                meant,
                meant == KvsRole.Viewer ? "The role is Viewer, but there is no client id; a viewer has one." : "The role is Master, but there is a client id; a master has none.",
                meant == KvsRole.Viewer ? "Give -ClientId." : "Leave -ClientId out.");
            return;
        }

        Endpoint endpoint = subject.Endpoint;
        if (KvsHost.RoleOf(endpoint.Host) is { } role)
        {
            if (role != implied)
            {
                findings.Error(
                    "KvsEndpointRoleMismatch",
                    endpoint.Host,
                    $"The host {Quoted.Value(endpoint.Host)} is a {Lower(role)}'s endpoint, but the URL is a {Lower(implied)}'s; the service answers 400.",
                    implied == KvsRole.Master
                        ? "For a viewer give -ClientId; for a master ask GetSignalingChannelEndpoint for the role MASTER (its host begins with m-)."
                        : "For a master leave -ClientId out; for a viewer ask GetSignalingChannelEndpoint for the role VIEWER (its host begins with v-).");
            }
        }
        else if (!KvsHost.RegionOf(endpoint.Host).IsEmpty)
        {
            findings.Warning(
                "KvsEndpointUnknown",
                endpoint.Host,
                $"The host {Quoted.Value(endpoint.Host)} is a Kinesis Video Streams host, but not a signaling endpoint's: those begin with m- or v-.",
                "Give the WSS endpoint that GetSignalingChannelEndpoint returns.");
        }
    }

    private static string Lower(KvsRole role) => role == KvsRole.Master ? "master" : "viewer";
}
