using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;
using AwsSignTools.Findings;
using AwsSignTools.Json;
using AwsSignTools.Keys;

namespace AwsSignTools.Services.Ivs;

/// <summary>
/// Signs playback tokens for private channels with one P-384 key. Not for use by several threads at once, unless the platform's
/// <see cref="ECDsa"/> is.
/// </summary>
public sealed class IvsPlaybackTokenSigner
{
    private readonly ECDsa _key;

    /// <summary>Makes a signer.</summary>
    /// <param name="key">A P-384 private key, which stays the caller's to dispose.</param>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    /// <exception cref="InvalidInputException"><c>PrivateKeyCurveInvalid</c> or <c>PrivateKeyUnusable</c>.</exception>
    public IvsPlaybackTokenSigner(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        EcPrivateKeyReader.CheckCurve(key);
        _key = key;
    }

    /// <summary>Checks a request and signs it.</summary>
    /// <param name="request">The contents of the token.</param>
    /// <param name="now">The time of signing, against which its end is checked.</param>
    /// <returns>The token, with the warnings of the rules.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="InvalidInputException">A rule is broken (see <see cref="IvsPlaybackTokenRules"/>), or <c>PrivateKeyUnusable</c>.</exception>
    public IvsPlaybackToken Sign(IvsPlaybackTokenRequest request, DateTimeOffset now)
    {
        IReadOnlyList<Finding> findings = IvsPlaybackTokenRules.Check(request, now);
        FindingCollector.ThrowOnError(findings);
        JsonObjectWriter claims = new(512);
        try
        {
            WriteClaims(ref claims, request);
            return new IvsPlaybackToken(Es384Jws.Sign(claims.Json.Written, _key), request, findings);
        }
        catch (EncoderFallbackException e)
        {
            throw InvalidInputException.For(
                "TextInvalid",
                request.ViewerId,
                $"The viewer id {Quoted.Value(request.ViewerId)} has half of a surrogate pair, which no UTF-8 can carry.",
                "Give text that is valid Unicode.",
                e);
        }
        finally
        {
            claims.Dispose();
        }
    }

    private static void WriteClaims(ref JsonObjectWriter claims, IvsPlaybackTokenRequest request)
    {
        claims.Write("aws:channel-arn", request.ChannelArn);
        if (request.AllowOrigin.Count > 0)
        {
            claims.Write("aws:access-control-allow-origin", string.Join(",", request.AllowOrigin));
        }

        if (request.StrictOriginEnforcement)
        {
            claims.Write("aws:strict-origin-enforcement", true);
        }

        if (request.SingleUseId is { } singleUseId)
        {
            claims.Write("aws:single-use-uuid", singleUseId.ToString());
        }

        if (request.ViewerId is { } viewerId)
        {
            claims.Write("aws:viewer-id", viewerId);
        }

        if (request.ViewerSessionVersion is { } version)
        {
            claims.Write("aws:viewer-session-version", version);
        }

        claims.Write("exp", request.ExpiresAt.ToUnixTimeSeconds());
        claims.End();
    }
}
