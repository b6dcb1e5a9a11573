using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using AwsSignTools.Aws;
using AwsSignTools.Json;
using AwsSignTools.Platform;

namespace AwsSignTools.Credentials.Services;

/// <summary>
/// A login to IAM Identity Center, as <c>aws sso login</c> saves it in <c>~/.aws/sso/cache</c>: with a refresh token and a registration for an
/// <c>sso-session</c>, without them for a profile of the older kind. Holds secrets.
/// </summary>
internal sealed class SsoLogin
{
    private const int MaxFileBytes = 64 * 1024;

    private readonly JsonValue _members;

    private SsoLogin(JsonValue members, string accessToken, DateTimeOffset expiresAt)
    {
        _members = members;
        AccessToken = accessToken;
        ExpiresAt = expiresAt;
    }

    /// <summary>The token that the portal accepts.</summary>
    public string AccessToken { get; }

    /// <summary>When the token ends.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>What no message may show.</summary>
    public IReadOnlyList<string?> Secrets => [AccessToken, Text("refreshToken"), Text("clientSecret")];

    /// <summary>The file of a login.</summary>
    /// <param name="variable">Reads an environment variable; null if it is not set or empty.</param>
    /// <param name="request">The login.</param>
    public static string FileOf(Func<string, string?> variable, SsoRoleRequest request)
    {
        string home = variable(Path.DirectorySeparatorChar == '/' ? "HOME" : "USERPROFILE")
            ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Path.Combine(home, ".aws", "sso", "cache", PlatformCrypto.Sha1Name(request.SessionName ?? request.StartUrl) + ".json");
    }

    /// <summary>What changes when the user signs in or out, or the login is renewed.</summary>
    public static string StateOf(string file)
    {
        try
        {
            return File.GetLastWriteTimeUtc(file).Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file that cannot be reached is as good as none.
            return string.Empty;
        }
    }

    /// <summary>Reads a login; null if there is none, or the file is something else.</summary>
    public static SsoLogin? Read(string file, ReadLimit limit)
    {
        try
        {
            if (AwsAnswerReader.ReadJson(BoundedFile.ReadText(file, MaxFileBytes, limit)) is not { } members)
            {
                return null;
            }

            return AwsAnswerReader.TextOf(members, "accessToken") is { Length: > 0 } token
                && TryParseTime(AwsAnswerReader.TextOf(members, "expiresAt"), out DateTimeOffset end)
                    ? new SsoLogin(members, token, end)
                    : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>True if the login has what a renewal needs.</summary>
    public bool CanBeRenewed(DateTimeOffset now) =>
        Text("refreshToken") is not null && Text("clientId") is not null && Text("clientSecret") is not null
        && (Text("registrationExpiresAt") is not { } end || !TryParseTime(end, out DateTimeOffset registered) || registered > now);

    /// <summary>The body of the request that renews the login.</summary>
    public byte[] WriteRenewal()
    {
        JsonObjectWriter writer = new(1024);
        try
        {
            writer.Write("clientId", Text("clientId")!);
            writer.Write("clientSecret", Text("clientSecret")!);
            writer.Write("grantType", "refresh_token");
            writer.Write("refreshToken", Text("refreshToken")!);
            writer.End();
            return writer.Json.Written.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>The login with other tokens, and all else as it was.</summary>
    public SsoLogin Renew(string accessToken, DateTimeOffset expiresAt, string? refreshToken)
    {
        List<JsonMember> members = [];
        void Set(string name, string value) => members.Add(new JsonMember(name, JsonValue.Of(JsonKind.Text, value)));
        foreach (JsonMember member in _members.Members)
        {
            if (member.Name is not ("accessToken" or "expiresAt") && (refreshToken is null || member.Name != "refreshToken"))
            {
                members.Add(member);
            }
        }

        Set("accessToken", accessToken);
        Set("expiresAt", expiresAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        if (refreshToken is not null)
        {
            Set("refreshToken", refreshToken);
        }

        return new SsoLogin(JsonValue.Object(members), accessToken, expiresAt);
    }

    /// <summary>Saves the login in the place of the one before, readable by its owner alone.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string file)
    {
        JsonObjectWriter writer = new(2048);
        try
        {
            foreach (JsonMember member in _members.Members)
            {
                writer.Write(member.Name, member.Value);
            }

            writer.End();
            using FileTransaction files = new();
            files.Add(file, writer.Json.Written, isPrivate: true);
            files.Commit(overwrite: true);
        }
        finally
        {
            writer.Dispose();
        }
    }

    private string? Text(string name) => AwsAnswerReader.TextOf(_members, name) is { Length: > 0 } text ? text : null;

    // The AWS CLI wrote 2020-06-17T10:02:08UTC once.
    private static bool TryParseTime(string? text, out DateTimeOffset time) =>
        Iso8601.TryParse(text?.Replace("UTC", "Z"), out time);
}
