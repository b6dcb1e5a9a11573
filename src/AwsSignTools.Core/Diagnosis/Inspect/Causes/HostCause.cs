using System.Collections.Generic;
using System.Globalization;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect.Causes;

/// <summary>The host was signed with its port or without, or as another host: through a proxy or an alias, or for the other role's endpoint.</summary>
internal sealed class HostCause : SignatureCause
{
    /// <inheritdoc/>
    public override IEnumerable<Suspect> Suspects(SignatureEvidence evidence)
    {
        Endpoint endpoint = evidence.Url.Uri.Endpoint;
        string host = endpoint.Host;
        string port = endpoint.Port.ToString(CultureInfo.InvariantCulture);
        List<string> others = [host, $"{host}:{port}", $"{host}:443", $"{host}:8443"];
        if (host.StartsWith("m-", System.StringComparison.Ordinal) || host.StartsWith("v-", System.StringComparison.Ordinal))
        {
            others.Add((host[0] == 'm' ? 'v' : 'm') + host.Substring(1));
        }

        if (evidence.Url.Uri.GivenHost != host)
        {
            others.Add(evidence.Url.Uri.GivenHost);
        }

        foreach (string other in others)
        {
            yield return new(
                evidence.Expected with { Host = other },
                Explains(
                    "SignedForAnotherHost",
                    endpoint.HostHeader,
                    $"it was computed over the host {Quoted.Value(other)}; the host header of this URL is {Quoted.Value(endpoint.HostHeader)}.",
                    "Sign the host as the client sends it: in lower case, with the port unless it is the scheme's own."));
        }
    }
}
