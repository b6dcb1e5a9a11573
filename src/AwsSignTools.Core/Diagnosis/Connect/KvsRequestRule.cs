using AwsSignTools.Findings;
using AwsSignTools.Services.Kvs;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>A signaling URL is what the service expects.</summary>
internal sealed class KvsRequestRule : RuleClass<ConnectionDiagnosis>
{
    /// <inheritdoc/>
    public override string Statement => "A master connects to an endpoint that begins with m- without a client id, a viewer to one that begins with v- with one.";

    /// <inheritdoc/>
    public override void Check(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Reason == RefusalReason.BadRequest && subject.KvsRole is { } role)
        {
            string own = role == KvsRole.Master ? "m-" : "v-";
            string meant = role == KvsRole.Master ? "a master's, since it has no client id" : $"a viewer's, with the client id {Quoted.Value(subject.ClientId)}";
            findings.Error(
                "ConnectBadRequestRole",
                subject.Result.StatusCode,
                $"{subject.Answered}: the URL is not what Kinesis Video Streams expects; it is {meant}, and the host is {subject.HostShown}.",
                $"Its endpoint must be one whose host begins with {own} (GetSignalingChannelEndpoint for that role)"
                    + (role == KvsRole.Viewer ? ", and the client id 1 to 256 of a-z A-Z 0-9 _ . - that do not begin with AWS_." : "; a viewer's URL needs X-Amz-ClientId."));
        }
    }
}
