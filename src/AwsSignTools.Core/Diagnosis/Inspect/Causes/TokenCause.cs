using System.Collections.Generic;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect.Causes;

/// <summary>The session token was signed where it must not be, or not signed where it must, or taken away.</summary>
internal sealed class TokenCause : SignatureCause
{
    /// <inheritdoc/>
    public override IEnumerable<Suspect> Suspects(SignatureEvidence evidence)
    {
        InspectedUrl url = evidence.Url;
        List<QueryPart> others = [];
        foreach (QueryPart part in url.Query)
        {
            if (part.Name != SigningParameter.SecurityToken)
            {
                others.Add(part);
            }
        }

        bool hasToken = others.Count < url.Query.Count;
        if (hasToken && evidence.Settings.SessionTokenMode == SessionTokenMode.InSignature)
        {
            yield return new(
                evidence.Expected with { Query = QueryText.Build(others, QueryEncoding.Canonical) },
                Explains(
                    "SessionTokenUnsigned",
                    SigningParameter.SecurityToken,
                    $"the session token was left out when the URL was signed, and added after. {Quoted.Value(url.Service)} wants X-Amz-Security-Token among the signed parameters.",
                    "Sign the URL with the session token in its query; only iotdevicegateway wants it added after signing."));
        }
        else if (hasToken)
        {
            yield return new(
                evidence.Expected with { Query = QueryText.Build(url.Query, QueryEncoding.Canonical) },
                Explains(
                    "SessionTokenSigned",
                    SigningParameter.SecurityToken,
                    $"the session token was signed with the rest, but {Quoted.Value(url.Service)} wants X-Amz-Security-Token added after signing.",
                    "Sign the URL without the session token, and append it."));
        }
        else if (evidence.SessionToken is { } token)
        {
            QueryPart removed = new($"{SigningParameter.SecurityToken}={PercentEncoding.Encode(token)}");
            yield return new(
                evidence.Expected with { Query = QueryText.Build([.. others, removed], QueryEncoding.Canonical) },
                Explains(
                    "SessionTokenRemoved",
                    SigningParameter.SecurityToken,
                    "the URL was signed with a session token, which is no longer in it.",
                    "Send the URL as the signer gave it, X-Amz-Security-Token included."));
        }
    }
}
