namespace AwsSignTools.Services.Chime;

/// <summary>When the messaging session sends channel data ahead (<c>prefetch-on</c>).</summary>
public enum ChimePrefetchOn
{
    /// <summary>As soon as the session is connected (<c>connect</c>).</summary>
    Connect,
}
