using System;
using System.Globalization;
using AwsSignTools.Diagnosis.Inspect;
using AwsSignTools.Findings;
using AwsSignTools.Services.Kvs;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>What the rules of connections look at: what happened, and what is known of the URL.</summary>
/// <param name="Result">What happened.</param>
public sealed record ConnectionDiagnosis(ConnectionResult Result)
{
    private const int LongestName = 80;
    private const int LongestWords = 400;

    /// <summary>The service's SigV4 name.</summary>
    public string? Service { get; init; }

    /// <summary>The host.</summary>
    public string? Host { get; init; }

    /// <summary>The port.</summary>
    public int Port { get; init; }

    /// <summary>The role in a signaling channel, which the URL implies.</summary>
    public KvsRole? KvsRole { get; init; }

    /// <summary>The client id of a viewer.</summary>
    public string? ClientId { get; init; }

    /// <summary>The ARN that is connected to, or as: of the channel, or of the user.</summary>
    public string? ResourceArn { get; init; }

    /// <summary>The region it is signed for.</summary>
    public string? Region { get; init; }

    /// <summary>The access key id it is signed with.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>True where a session token is in the URL.</summary>
    public bool HasSessionToken { get; init; }

    /// <summary>When it was signed.</summary>
    public DateTimeOffset? SignedAt { get; init; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>This machine's time when the connection was made.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>The server's time where it is known, or else this machine's.</summary>
    internal DateTimeOffset ServerNow => Result.ServerDate ?? Now;

    /// <summary>Why the server refused.</summary>
    internal RefusalReason Reason => RefusalReader.Read(this);

    /// <summary>The host as messages show it.</summary>
    internal string HostShown => Quoted.Value(Host);

    /// <summary>What the server answered, as the beginning of a sentence.</summary>
    internal string Answered
    {
        get
        {
            string status = Result.StatusCode?.ToString(CultureInfo.InvariantCulture) ?? "nothing";
            string type = Result.ErrorType is { } name ? $" {Quoted.OneLine(name, LongestName)}" : string.Empty;
            string words = Result.ErrorMessage is { } message ? $" and says {Quoted.UpTo(LongestWords, message)}" : string.Empty;
            return $"The service answers {status}{type}{words}";
        }
    }

    /// <summary>The IAM action that the connection needs; null where it is not known.</summary>
    internal string? Action => Service switch
    {
        "kinesisvideo" => KvsRole == Services.Kvs.KvsRole.Viewer ? "kinesisvideo:ConnectAsViewer" : "kinesisvideo:ConnectAsMaster",
        "chime" => "chime:Connect",
        "transcribe" => "transcribe:StartStreamTranscriptionWebSocket",
        "iotdevicegateway" => "iot:Connect",
        "execute-api" => "execute-api:Invoke",
        "s3" => "s3:GetObject",
        _ => null,
    };

    /// <summary>What the action must be allowed on.</summary>
    internal string Resource => ResourceArn is { } arn ? Quoted.UpTo(LongestWords, arn) : Service switch
    {
        "kinesisvideo" => "the channel's ARN",
        "chime" => "the user's ARN",
        _ => "what the URL names",
    };

    /// <summary>The access key id, as the middle of a sentence.</summary>
    internal string KeyShown => AccessKeyId is { } key ? $"the access key {Quoted.Value(key)}" : "the access key";

    /// <summary>Takes what the URL tells out of it.</summary>
    /// <param name="url">The URL; one that cannot be read tells nothing.</param>
    /// <param name="result">What happened.</param>
    /// <param name="now">This machine's time when the connection was made.</param>
    /// <exception cref="ArgumentNullException">One is null.</exception>
    public static ConnectionDiagnosis Of(string url, ConnectionResult result, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(result);
        RequestUri parts;
        try
        {
            parts = RequestUri.Parse(url);
        }
        catch (InvalidInputException)
        {
            return new ConnectionDiagnosis(result) { Now = now };
        }

        InspectedUrl signed = new(parts, now);
        return new ConnectionDiagnosis(result)
        {
            Now = now,
            Service = signed.Service,
            Host = parts.Endpoint.Host,
            Port = parts.Endpoint.Port,
            KvsRole = signed.Service != "kinesisvideo" ? null : signed.Value(KvsSignalingRequest.ClientIdParameter) is null ? Services.Kvs.KvsRole.Master : Services.Kvs.KvsRole.Viewer,
            ClientId = signed.Value(KvsSignalingRequest.ClientIdParameter),
            ResourceArn = signed.Value(KvsSignalingRequest.ChannelArnParameter) ?? signed.Value("userArn"),
            Region = signed.Region,
            AccessKeyId = signed.AccessKeyId,
            HasSessionToken = signed.SessionToken is not null,
            SignedAt = signed.SignedAt,
            ExpiresAt = signed.ExpiresAt,
        };
    }

    /// <summary>The outcome and the service. Nothing secret is in it.</summary>
    public override string ToString() => $"{Service} {Result}";
}
