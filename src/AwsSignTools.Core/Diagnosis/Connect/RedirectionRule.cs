using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>Nobody points elsewhere.</summary>
internal sealed class RedirectionRule : RuleClass<ConnectionDiagnosis>
{
    /// <inheritdoc/>
    public override string Statement => "No service redirects a signed URL; its signature would not be valid for another host or path.";

    /// <inheritdoc/>
    public override void Check(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Reason == RefusalReason.Redirected)
        {
            findings.Error(
                "ConnectRedirected",
                subject.Result.StatusCode,
                $"{subject.Answered}, which points to {Quoted.Value(subject.Result.Location ?? "nowhere")}; the signature is for {subject.HostShown} alone.",
                subject.Service is "s3"
                    ? "The bucket is in another region: sign for the endpoint of its own region."
                    : "A login page of the network or a proxy answers: log in there, or go around it; else sign for the host that it points to.");
        }
    }
}
