namespace AwsSignTools.Services.Kvs;

/// <summary>The two roles of a WebRTC signaling channel.</summary>
public enum KvsRole
{
    /// <summary>The one owner of the media: its endpoint's host begins with <c>m-</c> and it has no client id.</summary>
    Master,

    /// <summary>One of many: its endpoint's host begins with <c>v-</c> and it has a client id of its own.</summary>
    Viewer,
}
