using System;
using System.Collections.Generic;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Aws;

/// <summary>
/// A service: every fact about it that signing, checking and diagnosis use. The services that have such facts are in
/// <see cref="AwsServices"/>; every other service has the defaults.
/// </summary>
public sealed record AwsService
{
    internal AwsService(string signingName) => SigningName = signingName;

    /// <summary>The name in SigV4's credential scope, such as <c>kinesisvideo</c>.</summary>
    public string SigningName { get; internal init; }

    /// <summary>The settings of the signer.</summary>
    public SignerSettings Settings { get; internal init; } = SignerSettings.Default;

    /// <summary>
    /// How long a presigned URL is valid by default: 15 minutes unless the service has its own, as in the S3 presigners of the SDKs for
    /// JavaScript, Go and Java, and as for the tokens of RDS and EKS, which are presigned URLs too.
    /// </summary>
    public TimeSpan PresignedLife { get; internal init; } = TimeSpan.FromMinutes(15);

    /// <summary>The longest life of a presigned URL that the service accepts: SigV4's seven days unless the service has its own.</summary>
    public TimeSpan LongestPresignedLife { get; internal init; } = SigV4Presigner.LongestLife;

    /// <summary>How long a URL works that does not say how long it is valid: the difference between clocks that SigV4 allows.</summary>
    internal static readonly TimeSpan LifeWithoutExpiry = TimeSpan.FromMinutes(5);

    /// <summary>True if the service accepts a presigned URL without <c>X-Amz-Expires</c>.</summary>
    public bool AcceptsUrlsWithoutExpiry { get; internal init; }

    /// <summary>
    /// How long after its signature the service accepts a URL, whatever its <c>X-Amz-Expires</c>; null for as long as that says.
    /// </summary>
    public TimeSpan? UsableFor { get; internal init; }

    /// <summary>The port on which the service accepts WebSockets; null for 443.</summary>
    public int? WebSocketPort { get; internal init; }

    /// <summary>The WebSocket subprotocol that the service requires; null for none.</summary>
    public string? SubProtocol { get; internal init; }

    /// <summary>The query parameter whose ARN has the region, for a service whose hosts do not name it; otherwise null.</summary>
    public string? RegionArnParameter { get; internal init; }

    /// <summary>The port at which the service usually listens, for https and for WebSockets, but which its users may change; null for 443.</summary>
    public int? UsualPort { get; internal init; }

    /// <summary>The authentication token of the service; null if it has none.</summary>
    internal AuthTokenForm? AuthToken { get; init; }

    /// <summary>The query parameter that its clients add after signing, and that is no part of the signature; null for none.</summary>
    internal string? UnsignedParameter { get; init; }

    /// <summary>The cmdlet that makes what the service accepts, for a service that accepts no presigned URL; null for a service that does.</summary>
    internal string? PresignedElsewhere { get; init; }

    /// <summary>The labels that its hosts have before the region, such as <c>transcribestreaming</c>.</summary>
    internal IReadOnlyList<string> HostLabels { get; init; } = [];

    /// <summary>The suffix of hosts that are not under a suffix of AWS's partitions, such as <c>.chime.aws</c>; null for none.</summary>
    internal string? HostSuffix { get; init; }

    /// <summary>The query parameter that only URLs of this service's WebSocket have; null for none.</summary>
    internal string? OwnParameter { get; init; }

    /// <summary>The path that only URLs of this service's WebSocket have, such as <c>/mqtt</c>; null for none.</summary>
    internal string? OwnPath { get; init; }

    /// <summary>The signing name for every path other than <see cref="OwnPath"/> on this service's hosts; null for this service's.</summary>
    internal string? OtherPathsService { get; init; }

    /// <summary>The signing names of the services whose requests this service's hosts accept too.</summary>
    internal IReadOnlyList<string> HostsAlsoServe { get; init; } = [];

    /// <summary>The IAM actions that a connection needs. The first whose <see cref="IamAction.When"/> applies counts.</summary>
    internal IReadOnlyList<IamAction> Actions { get; init; } = [];

    /// <summary>The query parameter with the ARN that the action must be allowed on; null for none.</summary>
    internal string? ResourceParameter { get; init; }

    /// <summary>What the action must be allowed on, if the URL has no such parameter.</summary>
    internal string ResourceName { get; init; } = "what the URL names";

    /// <summary>What to say about a refused connection, beyond what is true for every service.</summary>
    internal ServiceHints Hints { get; init; } = new();

    /// <summary>The codes with which the service closes a WebSocket. The first whose range has the code counts.</summary>
    internal IReadOnlyList<CloseCode> CloseCodes { get; init; } = [];

    /// <summary>The signing name.</summary>
    public override string ToString() => SigningName;
}

/// <summary>An IAM action that a connection needs.</summary>
/// <param name="Name">The action, such as <c>chime:Connect</c>.</param>
/// <param name="When">The query parameter that the URL must have for it; null for any URL.</param>
internal sealed record IamAction(string Name, string? When = null);

/// <summary>
/// What to say about a failed connection to a service. Texts may have <c>{host}</c>, <c>{resource}</c>, <c>{permission}</c> and
/// <c>{value}</c>, the value of the parameter <see cref="When"/>.
/// </summary>
/// <param name="Remedy">What to do about it.</param>
internal sealed record ServiceHint(string Remedy)
{
    /// <summary>The query parameter that the URL must have for it; null for any URL.</summary>
    public string? When { get; init; }

    /// <summary>The HTTP status that the answer must have; null for any.</summary>
    public int? Status { get; init; }

    /// <summary>The rule in one sentence; null for that of any service.</summary>
    public string? Statement { get; init; }

    /// <summary>The finding's id; null for that of any service.</summary>
    public string? Id { get; init; }

    /// <summary>What it means, as it follows "The service answers 400"; null for what it means at any service.</summary>
    public string? Message { get; init; }

    /// <summary>True if the finding's target is the resource; false for the target of any service.</summary>
    public bool IsAboutResource { get; init; }
}

/// <summary>The hints for each kind of failure. The first that applies to the URL counts; none for what is true for every service.</summary>
internal sealed record ServiceHints
{
    /// <summary>400 and similar answers.</summary>
    public IReadOnlyList<ServiceHint> BadRequest { get; init; } = [];

    /// <summary>401 and 403 without a reason.</summary>
    public IReadOnlyList<ServiceHint> Forbidden { get; init; } = [];

    /// <summary>404.</summary>
    public IReadOnlyList<ServiceHint> NotFound { get; init; } = [];

    /// <summary>A redirection.</summary>
    public IReadOnlyList<ServiceHint> Redirected { get; init; } = [];

    /// <summary>A URL that has expired.</summary>
    public IReadOnlyList<ServiceHint> UrlExpired { get; init; } = [];

    /// <summary>A port that refuses the connection.</summary>
    public IReadOnlyList<ServiceHint> PortClosed { get; init; } = [];
}

/// <summary>What a service's close code of a WebSocket means.</summary>
/// <param name="First">The first code of the range.</param>
/// <param name="Last">The last code of the range.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Id">The finding's id.</param>
/// <param name="Message">What it means; <c>{value}</c> stands for the code and the reason that the service gave.</param>
/// <param name="Remedy">What to do. May have <c>{resource}</c>.</param>
internal sealed record CloseCode(int First, int Last, FindingSeverity Severity, string Id, string Message, string Remedy);
