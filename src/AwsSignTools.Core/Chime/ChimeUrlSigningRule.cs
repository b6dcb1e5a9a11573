using System.Collections.Generic;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Chime;

/// <summary>What the service's own rules say of a messaging URL that is signed as any other URL.</summary>
internal sealed class ChimeUrlSigningRule : Rule<UrlSigningRequest>
{
    /// <inheritdoc/>
    public override string Statement => "A messaging URL meets the rules of Chime SDK messaging.";

    /// <inheritdoc/>
    public override void Check(UrlSigningRequest subject, ref FindingCollector findings)
    {
        if (subject is { Service: "chime", Endpoint.Scheme: "wss" })
        {
            ChimeConnectRequest request = new(subject.Endpoint + subject.Uri.Path, Value(subject.Query, "userArn"), Value(subject.Query, "sessionId"))
            {
                Region = subject.Region,
                ExpiresIn = subject.ExpiresIn,
            };
            UrlSigningRules.AddAsWarnings(ChimeConnectRules.Check(request), "New-ChimeConnectUrl", ref findings);
        }
    }

    private static string Value(IReadOnlyList<QueryParameter> query, string name)
    {
        foreach (QueryParameter parameter in query)
        {
            if (parameter.Name == name)
            {
                return parameter.Value;
            }
        }

        return string.Empty;
    }
}
