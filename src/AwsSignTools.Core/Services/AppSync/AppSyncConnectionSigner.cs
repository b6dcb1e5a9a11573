using System;
using System.Collections.Generic;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Services.AppSync;

/// <summary>
/// Signs what opens a WebSocket of AppSync: the headers of a POST of <c>{}</c> to the API's HTTP endpoint, which are never sent as headers, but as
/// JSON in a subprotocol or in the URL.
/// </summary>
public static class AppSyncConnectionSigner
{
    /// <summary>The headers that are signed besides host and those of the signer.</summary>
    internal static readonly KeyValuePair<string, string>[] Headers =
    [
        new("accept", "application/json, text/javascript"),
        new("content-encoding", "amz-1.0"),
        new("content-type", "application/json; charset=UTF-8"),
    ];

    private static readonly string BodyHash = PayloadHash.Of("{}"u8);
    private static readonly SigV4HeaderSigner Signer = new(AwsServices.AppSync.SigningName, AwsServices.AppSync.Settings);

    /// <summary>Checks a request and signs it.</summary>
    /// <param name="request">The request; it or its host has a region.</param>
    /// <param name="credential">The credential to sign with.</param>
    /// <param name="signingTime">The time of the signature.</param>
    /// <returns>The connection, with the warnings of the rules.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidInputException">
    /// A rule is broken (see <see cref="AppSyncConnectionRules"/>), <c>RegionMissing</c>, or what <see cref="SigV4HeaderSigner.Sign"/> throws.
    /// </exception>
    public static AppSyncConnection Sign(AppSyncConnectionRequest request, AwsCredential credential, DateTimeOffset signingTime)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(credential);
        IReadOnlyList<Finding> findings = AppSyncConnectionRules.Check(request);
        FindingCollector.ThrowOnError(findings);
        string region = request.FindRegion() ?? throw InvalidInputException.For(
            "RegionMissing", request.Uri.GivenHost, "There is no region to sign for.", "Give the region: a domain name of one's own does not name it.");
        SignableRequest signable = new("POST", request.FindHttpEndpoint(), request.FindSignedPath(), null, Headers, BodyHash);
        SignedRequest signed = Signer.Sign(signable, credential, region, signingTime);
        return new AppSyncConnection(request, signable.Endpoint.HostHeader, signed, credential, findings);
    }
}
