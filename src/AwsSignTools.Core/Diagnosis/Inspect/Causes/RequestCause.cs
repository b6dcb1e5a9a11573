using System.Collections.Generic;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect.Causes;

/// <summary>The URL was signed for another method, or with another line for the payload.</summary>
internal sealed class RequestCause : SignatureCause
{
    /// <inheritdoc/>
    public override IEnumerable<Suspect> Suspects(SignatureEvidence evidence)
    {
        foreach (string method in (string[])["GET", "PUT", "POST", "HEAD", "DELETE", "PATCH", "OPTIONS", "get"])
        {
            foreach (string payload in Payloads)
            {
                if (method != evidence.Expected.Method)
                {
                    yield return new(
                        evidence.Expected with { Method = method, PayloadHash = payload },
                        Explains(
                            "SignedForAnotherMethod",
                            evidence.Expected.Method,
                            $"it was computed for the method {Quoted.Value(method)}, but is checked for {evidence.Expected.Method}.",
                            $"Send the URL with the method {method.ToUpperInvariant()}, or sign it for {evidence.Expected.Method}; where it is {method.ToUpperInvariant()} that is sent, check it with -Method {method.ToUpperInvariant()}."));
                }
            }
        }

        foreach (string payload in Payloads)
        {
            yield return new(
                evidence.Expected with { PayloadHash = payload },
                Explains(
                    "SignedForAnotherPayload",
                    evidence.Expected.PayloadHash,
                    $"it was computed with {Quoted.Value(payload)} for the payload, where the service takes {Quoted.Value(evidence.Expected.PayloadHash)}.",
                    "Sign it with UNSIGNED-PAYLOAD for S3, and with the hash of the empty body for any other service."));
        }
    }

    private static string[] Payloads => [SignableRequest.EmptyPayloadHash, SignableRequest.UnsignedPayload, SignableRequest.EventStreamPayload, string.Empty];
}
