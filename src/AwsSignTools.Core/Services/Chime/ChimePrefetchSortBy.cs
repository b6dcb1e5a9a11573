namespace AwsSignTools.Services.Chime;

/// <summary>Which channels are sent first (<c>prefetch-sort-by</c>).</summary>
public enum ChimePrefetchSortBy
{
    /// <summary>Those with unread messages (<c>unread</c>).</summary>
    Unread,

    /// <summary>Those with the newest messages (<c>last-message-timestamp</c>).</summary>
    LastMessageTimestamp,
}
