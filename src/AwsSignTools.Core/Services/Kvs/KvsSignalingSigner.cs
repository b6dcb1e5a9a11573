using System;
using System.Collections.Generic;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Services.Kvs;

/// <summary>Signs the URL with which a master or a viewer connects to a signaling channel.</summary>
public static class KvsSignalingSigner
{
    private static readonly SigV4Presigner Presigner = new(AwsServices.KinesisVideo.SigningName);

    /// <summary>Checks a request and signs it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="credential">The credential to sign with; it needs <c>kinesisvideo:ConnectAsMaster</c> or <c>kinesisvideo:ConnectAsViewer</c> on the channel's ARN.</param>
    /// <param name="signingTime">The time of the signature.</param>
    /// <returns>The URL, with the warnings of the rules.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidInputException">A rule is broken; see <see cref="KvsSignalingRules"/>.</exception>
    public static SignedUrl Sign(KvsSignalingRequest request, AwsCredential credential, DateTimeOffset signingTime)
    {
        IReadOnlyList<Finding> findings = KvsSignalingRules.Check(request);
        FindingCollector.ThrowOnError(findings);

        int count = request.OtherQuery.Count;
        QueryParameter[] query = new QueryParameter[count + (request.ClientId is null ? 1 : 2)];
        for (int i = 0; i < count; i++)
        {
            query[i] = request.OtherQuery[i];
        }

        query[count] = new(KvsSignalingRequest.ChannelArnParameter, request.ChannelArn);
        if (request.ClientId is not null)
        {
            query[count + 1] = new(KvsSignalingRequest.ClientIdParameter, request.ClientId);
        }

        SignableRequest signable = new("GET", request.Endpoint, "/", query);
        SignedUrl url = Presigner.Presign(
            signable, credential, Arn.RegionOf(request.ChannelArn), signingTime, request.ExpiresIn);
        url.Findings = findings;
        return url;
    }
}
