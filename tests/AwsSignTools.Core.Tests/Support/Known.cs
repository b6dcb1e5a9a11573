using System;
using AwsSignTools.SigV4;

namespace AwsSignTools.Core.Tests.Support;

/// <summary>The inputs that the published SigV4 suite (awslabs/aws-c-auth) uses throughout, and short ways to make others.</summary>
internal static class Known
{
    public const string AccessKeyId = "AKIDEXAMPLE";

    public const string SecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    public static readonly AwsCredential Credential = new(AccessKeyId, SecretKey);

    public static readonly DateTimeOffset Time = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    public static readonly Endpoint Endpoint = EndpointOf("https://example.amazonaws.com");

    public static Endpoint EndpointOf(string url) => RequestUri.Parse(url).Endpoint;

    public static SignableRequest Get(string path = "/", params QueryParameter[] query) => new("GET", Endpoint, path, query);
}
