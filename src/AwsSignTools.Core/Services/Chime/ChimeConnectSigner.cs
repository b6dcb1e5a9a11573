using System;
using System.Collections.Generic;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Services.Chime;

/// <summary>Signs the URL with which a user or bot connects to a Chime SDK messaging session.</summary>
public static class ChimeConnectSigner
{
    /// <summary>The path of a messaging session.</summary>
    internal const string Path = "/connect";

    private static readonly SigV4Presigner Presigner = new(AwsServices.Chime.SigningName);

    /// <summary>Checks a request and signs it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="credential">The credential to sign with; it needs <c>chime:Connect</c> on the user's ARN.</param>
    /// <param name="signingTime">The time of the signature.</param>
    /// <returns>The URL, with the warnings of the rules.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidInputException">A rule is broken; see <see cref="ChimeConnectRules"/>.</exception>
    public static SignedUrl Sign(ChimeConnectRequest request, AwsCredential credential, DateTimeOffset signingTime)
    {
        IReadOnlyList<Finding> findings = ChimeConnectRules.Check(request);
        FindingCollector.ThrowOnError(findings);

        List<QueryParameter> query = new(4)
        {
            new("sessionId", request.SessionId),
            new("userArn", request.UserArn),
        };
        if (request.PrefetchOn is ChimePrefetchOn.Connect)
        {
            query.Add(new("prefetch-on", "connect"));
        }

        if (request.PrefetchSortBy is { } order)
        {
            query.Add(new("prefetch-sort-by", order == ChimePrefetchSortBy.Unread ? "unread" : "last-message-timestamp"));
        }

        SignableRequest signable = new("GET", request.Uri.Endpoint, Path, query);
        SignedUrl url = Presigner.Presign(
            signable, credential, Arn.RegionOf(request.UserArn), signingTime, request.ExpiresIn);
        url.Findings = findings;
        return url;
    }
}
