using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>A URL that nobody can connect to.</summary>
internal sealed class UrlRule : RuleClass<ConnectionDiagnosis>
{
    /// <inheritdoc/>
    public override string Statement => "A connection needs an absolute URL with a scheme and a host.";

    /// <inheritdoc/>
    public override void Check(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Result.Failure == ConnectionFailure.Url)
        {
            findings.Error("ConnectUrlInvalid", null, subject.Result.FailureMessage!, "Give the whole URL, as it was signed.");
        }
    }
}
