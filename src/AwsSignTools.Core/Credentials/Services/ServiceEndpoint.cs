namespace AwsSignTools.Credentials.Services;

/// <summary>Where a service is asked.</summary>
/// <param name="Region">The region to sign for, and of the service's own endpoint.</param>
/// <param name="Url">Another endpoint that the user's settings name; null for the service's own.</param>
public sealed record ServiceEndpoint(string Region, string? Url);
