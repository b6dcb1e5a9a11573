using AwsSignTools.Aws;
using AwsSignTools.Findings;

namespace AwsSignTools.Services.AppSync;

/// <summary>The rules of AppSync about a presigned URL of a WebSocket: it accepts none.</summary>
internal static class AppSyncUrlRules
{
    /// <summary>All rules.</summary>
    public static readonly Rule<UrlFacts>[] Table =
    [
        new("A WebSocket of AppSync is opened by signed headers in a subprotocol, not by a presigned URL.", CheckSignature),
    ];

    /// <summary>Refuses to presign the URL of a WebSocket.</summary>
    /// <exception cref="InvalidInputException"><c>PresignedUrlUnsupported</c>.</exception>
    public static void Refuse(UrlFacts url)
    {
        if (url.IsWebSocketOf(AwsServices.AppSync))
        {
            FindingCollector findings = default;
            findings.Check(Table, url);
            FindingCollector.ThrowOnError(findings.Findings);
        }
    }

    private static void CheckSignature(UrlFacts url, ref FindingCollector findings) => findings.Error(
        "PresignedUrlUnsupported",
        url.Uri.GivenHost,
        $"The WebSocket at {Quoted.Value(url.Uri.GivenHost)} is one of AppSync, which ignores a signature in the query and refuses the connection.",
        $"Make the connection with {AwsServices.AppSync.PresignedElsewhere}, which signs the headers that AppSync reads.");
}
