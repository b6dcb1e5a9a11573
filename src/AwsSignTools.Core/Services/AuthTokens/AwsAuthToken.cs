using System;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Globalization;
using System.Security;
using AwsSignTools.Findings;
using AwsSignTools.Json;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.Services.AuthTokens;

/// <summary>An authentication token and its parts. As text it is the token.</summary>
public sealed class AwsAuthToken
{
    // The AWS CLI says 14 minutes, one less than the cluster accepts.
    private static readonly TimeSpan KubernetesLife = TimeSpan.FromMinutes(14);

    private readonly AuthTokenRequest _request;
    private readonly SignedUrl _url;

    internal AwsAuthToken(string token, AuthTokenRequest request, SignedUrl url, IReadOnlyList<Finding> findings)
    {
        Token = token;
        _request = request;
        _url = url;
        Findings = findings;
    }

    /// <summary>The token, exactly as the client sends it. Whoever has it can connect until it ends.</summary>
    public string Token { get; }

    /// <summary>The service's SigV4 name.</summary>
    public string Service => _url.Service;

    /// <summary>The region it was signed for.</summary>
    public string Region => _url.Region;

    /// <summary>The signed host, with the port if that is part of the token: the database, the name of the cluster or cache, or the service's endpoint.</summary>
    public string Host => _url.Request.Endpoint.HostHeader;

    /// <summary>The name of the cluster or cache; null for a service whose token has none.</summary>
    public string? ClusterName => _request.ClusterName;

    /// <summary>The user who connects; null for a service whose token has none.</summary>
    public string? User => _request.User;

    /// <summary>When it was signed, in UTC and whole seconds.</summary>
    public DateTimeOffset SignedAt => _url.SignedAt;

    /// <summary>When the token's own life ends. The token of EKS is accepted for 15 minutes, whatever its <c>X-Amz-Expires</c> says.</summary>
    public DateTimeOffset ExpiresAt => _request.Form.AcceptedFor is { } life ? SignedAt + life : _url.ExpiresAt;

    /// <summary>When it stops working: at <see cref="ExpiresAt"/>, or when a temporary credential ends before that.</summary>
    public DateTimeOffset EffectiveExpiresAt => _url.CredentialEnd is { } end && end < ExpiresAt ? end : ExpiresAt;

    /// <summary>The canonical request that was hashed. It has the session token in it.</summary>
    public string CanonicalRequest => _url.CanonicalRequest;

    /// <summary>The string to sign.</summary>
    public string StringToSign => _url.StringToSign;

    /// <summary>What is worth knowing of the token though nothing forbade to sign it; empty for most.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>The headers that are signed besides <c>host</c>, for a check of the token.</summary>
    internal OrderedDictionary Headers => _url.Headers;

    /// <summary>The presigned URL that the token is made of.</summary>
    internal SignedUrl SignedUrl => _url;

    /// <summary>The token as a SecureString, such as for the password of a connection.</summary>
    public SecureString ToSecureString()
    {
        SecureString secure = new();
        foreach (char c in Token)
        {
            secure.AppendChar(c);
        }

        secure.MakeReadOnly();
        return secure;
    }

    /// <summary>The JSON with which a credential plugin answers kubectl (<c>client.authentication.k8s.io</c>), for a token of EKS.</summary>
    /// <param name="apiVersion">The version of the API that kubectl asks for; <c>client.authentication.k8s.io/v1beta1</c> or later.</param>
    /// <exception cref="InvalidInputException"><c>AuthTokenNotForKubernetes</c>: the token is another service's.</exception>
    public string ToExecCredential(string apiVersion = "client.authentication.k8s.io/v1beta1")
    {
        ArgumentNullException.ThrowIfNull(apiVersion);
        if (_request.Form.NameHeader is null)
        {
            throw InvalidInputException.For(
                "AuthTokenNotForKubernetes",
                _request.Form.Name,
                $"kubectl accepts tokens of EKS only, and this one is of {_request.Form.Title}.",
                "Give -Service eks, or leave -AsExecCredential out.");
        }

        // The token of a temporary credential ends with the credential.
        DateTimeOffset end = SignedAt + KubernetesLife;
        end = EffectiveExpiresAt < end ? EffectiveExpiresAt : end;
        JsonObjectWriter writer = new(2048);
        try
        {
            writer.Write("kind", "ExecCredential");
            writer.Write("apiVersion", apiVersion);
            writer.Write("spec", JsonValue.Object([]));
            writer.Write("status", JsonValue.Object(
            [
                new("expirationTimestamp", JsonValue.Of(JsonKind.Text, end.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))),
                new("token", JsonValue.Of(JsonKind.Text, Token)),
            ]));
            writer.End();
            return Text.FromUtf8(writer.Json.Written);
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>The token.</summary>
    public override string ToString() => Token;
}
