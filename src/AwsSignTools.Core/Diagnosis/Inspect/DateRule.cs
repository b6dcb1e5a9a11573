using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>When a URL was signed: its date, and the day of its scope, which the key is derived for.</summary>
internal sealed class DateRule : RuleClass<InspectedUrl>
{
    /// <inheritdoc/>
    public override string Statement =>
        "X-Amz-Date is UTC in the form yyyyMMddTHHmmssZ, and its day is that of the scope.";

    /// <inheritdoc/>
    public override void Check(InspectedUrl subject, ref FindingCollector findings)
    {
        string? date = subject.Value(SigningParameter.Date);
        if (date is null)
        {
            return;
        }

        if (subject.SignedAt is not { } signedAt)
        {
            date = SigningParameter.Shown(date);
            findings.Error(
                "DateMalformed",
                date,
                $"The date {Quoted.Value(date)} is not a time of the form 20261123T093000Z, in UTC.",
                "Sign it again with the date as yyyyMMddTHHmmssZ, in UTC and the Gregorian calendar.");
        }
        else if (subject.ScopeDate is { Length: 8 } day && day != AmzDate.FormatDay(signedAt.UtcDateTime))
        {
            findings.Error(
                "ScopeDateMismatch",
                day,
                $"The scope in X-Amz-Credential is of the day {Quoted.Value(day)}, X-Amz-Date of {AmzDate.FormatDay(signedAt.UtcDateTime)}: the two must be one UTC day.",
                "Take both from one UTC time; a local date differs from it for some hours of each day.");
        }
    }
}
