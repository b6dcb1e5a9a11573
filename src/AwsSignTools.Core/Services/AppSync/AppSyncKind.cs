namespace AwsSignTools.Services.AppSync;

/// <summary>The kinds of AppSync's APIs that have WebSockets.</summary>
public enum AppSyncKind
{
    /// <summary>Subscriptions of a GraphQL API (<c>/graphql</c>).</summary>
    GraphQL,

    /// <summary>The channels of an Event API (<c>/event</c>).</summary>
    Events,
}
