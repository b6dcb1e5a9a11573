using System;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Services.Chime;

/// <summary>When the messaging session sends channel data ahead (<c>prefetch-on</c>).</summary>
public enum ChimePrefetchOn
{
    /// <summary>As soon as the session is connected (<c>connect</c>).</summary>
    Connect,
}

/// <summary>Which channels are sent first (<c>prefetch-sort-by</c>).</summary>
public enum ChimePrefetchSortBy
{
    /// <summary>Those with unread messages (<c>unread</c>).</summary>
    Unread,

    /// <summary>Those with the newest messages (<c>last-message-timestamp</c>).</summary>
    LastMessageTimestamp,
}

/// <summary>The parts of a messaging session's <c>/connect</c> URL, not yet checked.</summary>
public sealed class ChimeConnectRequest
{
    /// <summary>How long a URL is valid by default: 10 seconds, as in the service's documentation.</summary>
    public static readonly TimeSpan DefaultExpiry = AwsServices.Chime.PresignedLife;

    /// <summary>Makes a request.</summary>
    /// <param name="endpoint">The URL that <c>GetMessagingSessionEndpoint</c> returns; its scheme is optional.</param>
    /// <param name="userArn">The ARN of an app-instance user or bot.</param>
    /// <param name="sessionId">The session's id, which no other open session has.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidInputException"><c>EndpointInvalid</c>.</exception>
    public ChimeConnectRequest(string endpoint, string userArn, string sessionId)
    {
        ArgumentNullException.ThrowIfNull(userArn);
        ArgumentNullException.ThrowIfNull(sessionId);
        Uri = RequestUri.Parse(endpoint, "wss");
        UserArn = userArn;
        SessionId = sessionId;
    }

    private ChimeConnectRequest(RequestUri uri, bool isWhole, string userArn, string sessionId)
    {
        Uri = uri;
        IsWhole = isWhole;
        UserArn = userArn;
        SessionId = sessionId;
    }

    /// <summary>True for the request of a whole URL, whose query is its own.</summary>
    internal bool IsWhole { get; }

    /// <summary>The messaging endpoint.</summary>
    public RequestUri Uri { get; }

    /// <summary>The ARN of the app-instance user or bot that connects.</summary>
    public string UserArn { get; }

    /// <summary>The session's id.</summary>
    public string SessionId { get; }

    /// <summary>When the session sends channel data ahead; null for never.</summary>
    public ChimePrefetchOn? PrefetchOn { get; init; }

    /// <summary>Which channels come first; null for the service's own order.</summary>
    public ChimePrefetchSortBy? PrefetchSortBy { get; init; }

    /// <summary>The region that the caller expects; null to use the user's.</summary>
    public string? Region { get; init; }

    /// <summary>How long the URL is valid: 1 second to 7 days.</summary>
    public TimeSpan ExpiresIn { get; init; } = DefaultExpiry;

    /// <summary>The request that a whole URL is, valid or not.</summary>
    internal static ChimeConnectRequest FromUrl(RequestUri uri, string userArn, string sessionId, string? region) =>
        new(uri, isWhole: true, userArn, sessionId) { Region = region };
}
