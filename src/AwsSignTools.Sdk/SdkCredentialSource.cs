using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Internal.Settings;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using AwsSignTools.Credentials.Services;
using AwsSignTools.SigV4;
using StsRequest = Amazon.SecurityToken.Model.AssumeRoleRequest;

namespace AwsSignTools.Sdk;

/// <summary>Asks AWS for credentials through the AWS SDK for .NET. Made by the cmdlets, in a load context of its own where the platform has one.</summary>
public sealed class SdkCredentialSource : ISdkCredentialSource
{
    /// <inheritdoc/>
    public SdkCredential AssumeRole(Credentials.Services.AssumeRoleRequest request, CancellationToken cancellation)
    {
        AwsCredential source = request.Source;
        ServiceClient service = new([source.RevealSecret(), source.RevealSessionToken()]);
        return service.Call(async () =>
        {
            AWSCredentials signer = source.RevealSessionToken() is { } token
                ? new SessionAWSCredentials(source.AccessKeyId, source.RevealSecret(), token)
                : new BasicAWSCredentials(source.AccessKeyId, source.RevealSecret());
            using AmazonSecurityTokenServiceClient client = new(signer, service.Configure(new AmazonSecurityTokenServiceConfig(), request.Endpoint));
            StsRequest asked = new()
            {
                RoleArn = request.RoleArn,
                RoleSessionName = request.SessionName,
                ExternalId = request.ExternalId,
                SerialNumber = request.MfaSerial,
                TokenCode = request.MfaCode,
            };
            if (request.Duration is { } duration)
            {
                asked.DurationSeconds = (int)duration.TotalSeconds;
            }

            return Read((await client.AssumeRoleAsync(asked, cancellation).ConfigureAwait(false)).Credentials);
        }, cancellation);
    }

    /// <inheritdoc/>
    public SdkCredential AssumeRoleWithWebIdentity(WebIdentityRequest request, CancellationToken cancellation)
    {
        ServiceClient service = new([request.Token]);
        return service.Call(async () =>
        {
            using AmazonSecurityTokenServiceClient client = new(
                new AnonymousAWSCredentials(), service.Configure(new AmazonSecurityTokenServiceConfig(), request.Endpoint));
            AssumeRoleWithWebIdentityRequest asked = new()
            {
                RoleArn = request.RoleArn,
                RoleSessionName = request.SessionName,
                WebIdentityToken = request.Token,
            };
            if (request.Duration is { } duration)
            {
                asked.DurationSeconds = (int)duration.TotalSeconds;
            }

            return Read((await client.AssumeRoleWithWebIdentityAsync(asked, cancellation).ConfigureAwait(false)).Credentials);
        }, cancellation);
    }

    /// <inheritdoc/>
    public SdkCredential GetSsoRoleCredential(SsoRoleRequest request, CancellationToken cancellation) => new SsoLogin(request).GetRoleCredential(cancellation);

    /// <inheritdoc/>
    public SdkCredential FromContainer(CancellationToken cancellation)
    {
        ServiceClient service = new([]);
        return service.Call(() => new ContainerEndpoint(service).GetAsync(cancellation), cancellation);
    }

    /// <inheritdoc/>
    public SdkCredential FromInstance(CancellationToken cancellation)
    {
        ServiceClient service = new([]);
        return service.Call(() => new InstanceEndpoint(service).GetAsync(cancellation), cancellation);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string>? ReadEncryptedStore(string profileName)
    {
        if (!UserCrypto.IsUserCryptAvailable || !new NetSDKCredentialsFile().TryGetProfile(profileName, out CredentialProfile profile))
        {
            return null;
        }

        CredentialProfileOptions options = profile.Options;
        (string Name, string? Value)[] settings =
        [
            ("aws_access_key_id", options.AccessKey),
            ("aws_secret_access_key", options.SecretKey),
            ("aws_session_token", options.Token),
            ("credential_process", options.CredentialProcess),
            ("credential_source", options.CredentialSource),
            ("endpoint_name", options.EndpointName),
            ("external_id", options.ExternalID),
            ("mfa_serial", options.MfaSerial),
            ("region", profile.Region?.SystemName),
            ("role_arn", options.RoleArn),
            ("role_session_name", options.RoleSessionName),
            ("source_profile", options.SourceProfile),
            ("sso_account_id", options.SsoAccountId),
            ("sso_region", options.SsoRegion),
            ("sso_role_name", options.SsoRoleName),
            ("sso_session", options.SsoSession),
            ("sso_start_url", options.SsoStartUrl),
            ("web_identity_token_file", options.WebIdentityTokenFile),
        ];
        return settings.Where(s => !string.IsNullOrEmpty(s.Value)).ToDictionary(s => s.Name, s => s.Value!, StringComparer.OrdinalIgnoreCase);
    }

    private static AwsCredential Read(Amazon.SecurityToken.Model.Credentials? got) =>
        got is null
            ? throw new SdkFailureException(SdkFailureKind.AnswerInvalid, null, "it has no Credentials.")
            : new AwsCredential(got.AccessKeyId, got.SecretAccessKey, got.SessionToken, ServiceClient.Moment(got.Expiration));
}
