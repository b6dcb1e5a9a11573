using System;
using System.Collections.Generic;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect.Causes;

/// <summary>The path was signed encoded another number of times, normalised or not, or as another path.</summary>
internal sealed class PathCause : SignatureCause
{
    /// <inheritdoc/>
    public override IEnumerable<Suspect> Suspects(SignatureEvidence evidence)
    {
        string path = evidence.Url.Uri.Path;
        foreach (PathEncoding encoding in (PathEncoding[])[PathEncoding.Once, PathEncoding.Twice, PathEncoding.None])
        {
            foreach (bool normalize in (bool[])[true, false])
            {
                SignerSettings settings = evidence.Settings with { PathEncoding = encoding, NormalizePath = normalize };
                string how = encoding switch { PathEncoding.Once => "encoded once", PathEncoding.Twice => "encoded twice", _ => "as it stands" };
                yield return Signed(
                    evidence,
                    SignatureCheck.CanonicalPathOf(path, settings),
                    $"it was computed over the path {how}, {(normalize ? "normalised" : "not normalised")}; {Quoted.Value(evidence.Url.Service)} wants it {Wanted(evidence.Settings)}.",
                    "Sign it with the path encoding of the service: S3 once and not normalised, others twice and normalised.");
            }
        }

        yield return Signed(
            evidence, Uri.UnescapeDataString(path.Length == 0 ? "/" : path), "it was computed over the path decoded.", "Sign the path percent-encoded.");
        foreach (string other in (string[])["/", string.Empty, path + "/", path.TrimEnd('/'), "/connect", "/mqtt"])
        {
            yield return Signed(
                evidence,
                other,
                $"it was computed over the path {Quoted.Value(other)}, but the URL has {Quoted.Value(path.Length == 0 ? "/" : path)}.",
                "Sign the URL with the path it is sent with; change nothing after.");
        }
    }

    private static string Wanted(SignerSettings settings) =>
        (settings.PathEncoding == PathEncoding.Twice ? "encoded twice" : "encoded once") + (settings.NormalizePath ? " and normalised" : " and not normalised");

    private static Suspect Signed(SignatureEvidence evidence, string path, string message, string remedy) =>
        new(evidence.Expected with { Path = path }, Explains("SignedForAnotherPath", evidence.Url.Uri.Path, message, remedy));
}
