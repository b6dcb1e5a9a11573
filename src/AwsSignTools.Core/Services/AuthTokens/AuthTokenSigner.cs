using System;
using System.Collections.Generic;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Services.AuthTokens;

/// <summary>
/// Signs authentication tokens: the passwords of RDS, Aurora DSQL, ElastiCache and MemoryDB, and the bearer tokens of MSK and EKS. Each is a
/// presigned URL in the form that the service's clients send.
/// </summary>
public static class AuthTokenSigner
{
    /// <summary>Checks a request and signs it.</summary>
    /// <param name="request">The request; it or its endpoint has a region.</param>
    /// <param name="credential">The credential to sign with.</param>
    /// <param name="signingTime">The time of the signature.</param>
    /// <returns>The token, with the warnings of the rules.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidInputException">
    /// A rule is broken (see <see cref="AuthTokenRules"/>), <c>RegionMissing</c>, <c>RegionInvalid</c>, or what <see cref="SigV4Presigner.Presign"/> throws.
    /// </exception>
    public static AwsAuthToken Sign(AuthTokenRequest request, AwsCredential credential, DateTimeOffset signingTime)
    {
        ArgumentNullException.ThrowIfNull(request);
        IReadOnlyList<Finding> findings = AuthTokenRules.Check(request);
        FindingCollector.ThrowOnError(findings);
        string region = request.FindRegion() ?? throw InvalidInputException.For(
            "RegionMissing", request.Form.Name, "There is no region to sign for.", "Give the region, or an endpoint whose host names one.");
        KeyValuePair<string, string>[] headers = request.Form.NameHeader is { } header ? [new(header, request.ClusterName!)] : [];
        SignableRequest signable = new("GET", request.FindTarget(region), "/", request.BuildQuery(), headers);
        SignedUrl url = new SigV4Presigner(request.Service.SigningName, request.Service.Settings).Presign(
            signable, credential, region, signingTime, request.ExpiresIn);
        return new AwsAuthToken(AuthTokenText.Write(request, url), request, url, findings);
    }
}
