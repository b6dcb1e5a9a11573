using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading.Tasks;
using System.Xml;
using AwsSignTools.Aws;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.Credentials.Services;

/// <summary>A role, and who asks for it.</summary>
internal sealed record AssumeRoleRequest
{
    /// <summary>Where STS is asked.</summary>
    public required ServiceEndpoint Endpoint { get; init; }

    /// <summary>The credential that signs the request.</summary>
    public required AwsCredential Source { get; init; }

    /// <summary>The role's ARN.</summary>
    public required string RoleArn { get; init; }

    /// <summary>The name of the session, 2 to 64 characters.</summary>
    public required string SessionName { get; init; }

    /// <summary>The external id that the role's owner asks for.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The serial number or ARN of the MFA device.</summary>
    public string? MfaSerial { get; init; }

    /// <summary>The code that the device shows.</summary>
    public string? MfaCode { get; init; }

    /// <summary>How long the credential is valid; null for the role's default, an hour.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The role; not the code.</summary>
    public override string ToString() => RoleArn;
}

/// <summary>A role, and the identity token that asks for it.</summary>
internal sealed record WebIdentityRequest
{
    /// <summary>Where STS is asked.</summary>
    public required ServiceEndpoint Endpoint { get; init; }

    /// <summary>The role's ARN.</summary>
    public required string RoleArn { get; init; }

    /// <summary>The name of the session, 2 to 64 characters.</summary>
    public required string SessionName { get; init; }

    /// <summary>The OIDC token, a secret.</summary>
    public required string Token { get; init; }

    /// <summary>How long the credential is valid; null for the role's default, an hour.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The role; not the token.</summary>
    public override string ToString() => RoleArn;
}

/// <summary>AWS STS (API reference, version 2011-06-15).</summary>
internal static class SecurityTokenService
{
    private const string Version = "2011-06-15";

    /// <summary>Asks for the credential of a role.</summary>
    public static Task<IssuedCredential> AssumeRoleAsync(AwsClient client, AssumeRoleRequest request, CallLimit limit) => SendAsync(
        client,
        AwsRequest.ForQuery(
            AwsApi.Sts,
            request.Endpoint,
            request.Source,
            [request.MfaCode],
            ("Action", "AssumeRole"),
            ("Version", Version),
            ("RoleArn", request.RoleArn),
            ("RoleSessionName", request.SessionName),
            ("DurationSeconds", Seconds(request.Duration)),
            ("ExternalId", request.ExternalId),
            ("SerialNumber", request.MfaSerial),
            ("TokenCode", request.MfaCode)),
        limit);

    /// <summary>Asks for the credential of a role, with an identity token.</summary>
    public static Task<IssuedCredential> AssumeRoleWithWebIdentityAsync(AwsClient client, WebIdentityRequest request, CallLimit limit) => SendAsync(
        client,
        AwsRequest.ForQuery(
            AwsApi.Sts,
            request.Endpoint,
            null,
            [request.Token],
            ("Action", "AssumeRoleWithWebIdentity"),
            ("Version", Version),
            ("RoleArn", request.RoleArn),
            ("RoleSessionName", request.SessionName),
            ("DurationSeconds", Seconds(request.Duration)),
            ("WebIdentityToken", request.Token)),
        limit);

    private static async Task<IssuedCredential> SendAsync(AwsClient client, AwsRequest request, CallLimit limit)
    {
        AwsAnswer answer = await client.SendAsync(request, limit).ConfigureAwait(false);
        IReadOnlyDictionary<string, string>? credentials;
        try
        {
            credentials = AwsAnswerReader.ReadXml(answer.Body, "Credentials");
        }
        catch (XmlException)
        {
            throw IssuedCredential.Invalid("it does not have the form that the service's answers have.", answer.ClockOffset);
        }

        if (credentials is null)
        {
            throw IssuedCredential.Invalid("it has no Credentials.", answer.ClockOffset);
        }

        string? Member(string name) => credentials.TryGetValue(name, out string? value) ? value.Trim() : null;
        string? expiration = Member("Expiration");
        DateTimeOffset? end = expiration is null ? null
            : Iso8601.TryParse(expiration, out DateTimeOffset moment) ? moment
            : throw IssuedCredential.Invalid("its Expiration is not a time.", answer.ClockOffset);
        return IssuedCredential.Create(Member("AccessKeyId"), Member("SecretAccessKey"), Member("SessionToken"), end, answer.ClockOffset);
    }

    private static string? Seconds(TimeSpan? duration) =>
        duration is { } known ? ((int)known.TotalSeconds).ToString(CultureInfo.InvariantCulture) : null;
}
