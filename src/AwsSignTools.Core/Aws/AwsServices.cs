using System;
using System.Collections.Generic;
using System.Linq;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Aws;

/// <summary>The catalogue of services: the one place where a service's facts are written down.</summary>
public static class AwsServices
{
    /// <summary>The query's name of a signaling channel's ARN.</summary>
    internal const string ChannelArnParameter = "X-Amz-ChannelARN";

    /// <summary>The query's name of a signaling viewer's client id.</summary>
    internal const string ClientIdParameter = "X-Amz-ClientId";

    /// <summary>Kinesis Video Streams; its WebSocket is WebRTC signaling (ConnectAsMaster, ConnectAsViewer).</summary>
    public static AwsService KinesisVideo { get; } = new("kinesisvideo")
    {
        HostLabels = ["kinesisvideo"],
        OwnParameter = ChannelArnParameter,

        // 299 seconds is what the official clients ask for.
        PresignedLife = TimeSpan.FromSeconds(299),
        LongestPresignedLife = TimeSpan.FromMinutes(5),
        Actions = [new("kinesisvideo:ConnectAsViewer", When: ClientIdParameter), new("kinesisvideo:ConnectAsMaster")],
        ResourceParameter = ChannelArnParameter,
        ResourceName = "the channel's ARN",
        Hints = new()
        {
            BadRequest =
            [
                new("Its endpoint must be one whose host begins with v- (GetSignalingChannelEndpoint for that role), and the client id 1 to 256 of a-z A-Z 0-9 _ . - that do not begin with AWS_.")
                {
                    When = ClientIdParameter,
                    Status = 400,
                    Statement = "A master connects to an endpoint that begins with m- without a client id, a viewer to one that begins with v- with one.",
                    Id = "ConnectBadRequestRole",
                    Message = ": the URL is not what Kinesis Video Streams expects; it is a viewer's, with the client id {value}, and the host is {host}.",
                },
                new("Its endpoint must be one whose host begins with m- (GetSignalingChannelEndpoint for that role); a viewer's URL needs X-Amz-ClientId.")
                {
                    Status = 400,
                    Statement = "A master connects to an endpoint that begins with m- without a client id, a viewer to one that begins with v- with one.",
                    Id = "ConnectBadRequestRole",
                    Message = ": the URL is not what Kinesis Video Streams expects; it is a master's, since it has no client id, and the host is {host}.",
                },
            ],
            NotFound =
            [
                new("Take the ARN from DescribeSignalingChannel: a channel that was made again has another number at its end, and it must be of this account and region.")
                {
                    Id = "ConnectChannelNotFound",
                    Message = "; there is no channel {resource} there.",
                    IsAboutResource = true,
                },
            ],
        },
    };

    /// <summary>Chime SDK; its WebSocket is messaging (<c>/connect</c>).</summary>
    public static AwsService Chime { get; } = new("chime")
    {
        HostLabels = ["chime", "identity-chime", "media-pipelines-chime", "meetings-chime", "messaging-chime", "voice-chime"],
        HostSuffix = ".chime.aws",

        // "Using WebSockets to receive messages" has ten seconds; no host of it names a region.
        PresignedLife = TimeSpan.FromSeconds(10),
        RegionArnParameter = "userArn",
        Actions = [new("chime:Connect")],
        ResourceParameter = "userArn",
        ResourceName = "the user's ARN",
        Hints = new()
        {
            BadRequest = [new("Check that the path is /connect, and that sessionId and userArn are there, the ARN that of a user or a bot.")],
            UrlExpired = [new("Sign a new URL and connect at once: this one is valid for ten seconds.")],
        },
        CloseCodes =
        [
            new(4401, 4401, FindingSeverity.Error, "ChimeSessionUnauthorized", Closed + ": the user is not authorised.",
                "Do not connect again as it is: check the credential, chime:Connect on {resource}, and that the URL was used within its ten seconds."),
            new(4002, 4002, FindingSeverity.Error, "ChimeSessionRefused", Closed + ": it cannot be connected to as it is.",
                "Do not connect again; check the parameters of the URL and the app instance."),
            new(4003, 4003, FindingSeverity.Error, "ChimeSessionKicked", Closed + ": the user was kicked out.",
                "Do not connect again; an administrator of the app instance did this."),
            new(1001, 1001, FindingSeverity.Warning, "ChimeSessionEnded", Closed + ".", ConnectAgain),
            new(1006, 1006, FindingSeverity.Warning, "ChimeSessionEnded", Closed + ".", ConnectAgain),
            new(1011, 1014, FindingSeverity.Warning, "ChimeSessionEnded", Closed + ".", ConnectAgain),
            new(4001, int.MaxValue, FindingSeverity.Warning, "ChimeSessionEnded", Closed + ".", ConnectAgain),
            new(0, int.MaxValue, FindingSeverity.Warning, "ChimeSessionEnded", Closed + ".", "Connect again with a new URL; if it stays, look at the reason."),
        ],
    };

    /// <summary>Amazon Interactive Video Service, low latency and real time.</summary>
    public static AwsService Ivs { get; } = new("ivs") { HostLabels = ["ivs", "ivsrealtime"] };

    /// <summary>Amazon Transcribe; its WebSocket is a streaming transcription ("Setting up a WebSocket stream").</summary>
    public static AwsService Transcribe { get; } = new("transcribe")
    {
        HostLabels = ["transcribe", "transcribestreaming"],
        OwnPath = "/stream-transcription-websocket",
        PresignedLife = TimeSpan.FromMinutes(5),
        LongestPresignedLife = TimeSpan.FromMinutes(5),
        WebSocketPort = 8443,
        Actions = [new("transcribe:StartStreamTranscriptionWebSocket")],
        Hints = new()
        {
            BadRequest = [new("Check the path (/stream-transcription-websocket), the port 8443, and language-code, media-encoding and sample-rate.")],
            PortClosed = [new("Check the port: Amazon Transcribe's WebSockets are at 8443. Otherwise a firewall refuses it.")],
        },
    };

    /// <summary>The device gateway of AWS IoT: MQTT over a WebSocket. Its hosts are also those of <c>iotdata</c>; the path decides.</summary>
    public static AwsService IotDeviceGateway { get; } = new("iotdevicegateway")
    {
        Settings = new() { SessionTokenMode = SessionTokenMode.Appended },
        OwnPath = "/mqtt",
        OtherPathsService = "iotdata",
        HostsAlsoServe = ["iotdata"],
        SubProtocol = "mqtt",

        // The SDKs for devices make URLs without X-Amz-Expires. Whatever it says, a URL of some minutes ago is refused.
        AcceptsUrlsWithoutExpiry = true,
        UsableFor = TimeSpan.FromMinutes(5),
        Actions = [new("iot:Connect")],
        Hints = new()
        {
            BadRequest =
            [
                new("Make a new URL for each connection, just before it.") { Status = 426, Message = ": AWS IoT takes a URL only for minutes after it was signed, whatever its X-Amz-Expires." },
                new("Check the path (/mqtt) and that the subprotocol mqtt is asked for."),
            ],
            Forbidden = [new("Make a new URL just before the connection; check the session token, which is added unsigned, and the region; {permission}.")],
        },
    };

    /// <summary>APIs of API Gateway.</summary>
    public static AwsService ExecuteApi { get; } = new("execute-api")
    {
        HostLabels = ["execute-api"],
        AcceptsUrlsWithoutExpiry = true,
        Actions = [new("execute-api:Invoke")],
        Hints = new() { Forbidden = [new("Check the path and the stage, then the signature; {permission}, the API's resource policy too.")] },
    };

    /// <summary>Amazon S3.</summary>
    public static AwsService S3 { get; } = new("s3")
    {
        HostLabels = ["s3", "s3-accelerate", "s3-accesspoint", "s3-control", "s3-external-1"],
        Settings = new()
        {
            PathEncoding = PathEncoding.Once,
            NormalizePath = false,
            SendContentSha256 = true,
            PresignedPayloadHash = SignableRequest.UnsignedPayload,
        },
        Actions = [new("s3:GetObject")],
        Hints = new() { Redirected = [new("The bucket is in another region: sign for the endpoint of its own region.")] },
    };

    /// <summary>AWS AppSync; its WebSockets are subscriptions of GraphQL and channels of Events, opened by signed headers in a subprotocol.</summary>
    public static AwsService AppSync { get; } = new("appsync")
    {
        HostLabels = ["appsync", "appsync-api", "appsync-realtime-api"],
        PresignedElsewhere = "New-AppSyncConnection",
        Actions = [new("appsync:GraphQL")],
        ResourceName = "the API's ARN",
        Hints = new()
        {
            BadRequest = [new("Check the path (/graphql or /event/realtime) and both subprotocols: graphql-ws or aws-appsync-event-ws, and the one with the signed headers.")],
            Forbidden = [new("Connect with what New-AppSyncConnection makes: the signer needs appsync:GraphQL on the API's fields, or appsync:EventConnect on an Event API, and the API must have the authorization mode of IAM.")],
        },
    };

    /// <summary>Amazon Bedrock AgentCore; its WebSocket is an agent runtime ("Get started with bidirectional streaming using WebSocket").</summary>
    public static AwsService AgentCore { get; } = new("bedrock-agentcore")
    {
        HostLabels = ["bedrock-agentcore", "bedrock-agentcore-control"],

        // 300 seconds is what the official client asks for, and the most that it allows.
        PresignedLife = TimeSpan.FromMinutes(5),
        LongestPresignedLife = TimeSpan.FromMinutes(5),
        Actions = [new("bedrock-agentcore:InvokeAgentRuntimeWithWebSocketStream")],
        ResourceName = "the agent runtime's ARN",
        Hints = new()
        {
            BadRequest = [new("Check the path, /runtimes/<ARN, percent-encoded>/ws, and that the session id in the query has 33 characters or more.")],
            NotFound = [new("Check the ARN of the agent runtime, the qualifier (by default DEFAULT), and that the host is one of the ARN's region.")],
        },
    };

    /// <summary>Amazon Neptune; its WebSocket is Gremlin (<c>/gremlin</c>), at the same port as https.</summary>
    public static AwsService Neptune { get; } = new("neptune-db")
    {
        HostLabels = ["neptune-db"],
        UsualPort = 8182,
        Actions = [new("neptune-db:connect")],
        ResourceName = "the cluster's ARN",
        Hints = new()
        {
            BadRequest = [new("Check the path (/gremlin for a WebSocket) and the port, by default 8182.")],
            Forbidden = [new("Check that the cluster has IAM authentication, the region and the port, which is part of the signed host; {permission}.")],
            PortClosed = [new("Check the port, by default 8182, and that this machine is in the cluster's network: Neptune has no public endpoint unless it was asked for.")],
        },
    };

    /// <summary>Amazon Lex.</summary>
    public static AwsService Lex { get; } = new("lex")
    {
        HostLabels = ["lex", "models-v2-lex", "runtime-v2-lex"],
        Actions = [new("lex:StartConversation")],
        ResourceName = "the bot alias's ARN",
        Hints = new() { NotFound = [new("Check the bot id, the alias id and the locale in the path; the session API is at runtime-v2-lex.")] },
    };

    /// <summary>Amazon SageMaker AI.</summary>
    public static AwsService SageMaker { get; } = new("sagemaker")
    {
        HostLabels = ["sagemaker"],
        Actions = [new("sagemaker:InvokeEndpoint")],
        ResourceName = "the endpoint's ARN",
        Hints = new() { NotFound = [new("Check the name of the endpoint in the path, and that the host is runtime.sagemaker in its region.")] },
    };

    /// <summary>Databases of Amazon RDS and Aurora; "Connecting to your DB instance using IAM authentication".</summary>
    public static AwsService RdsDatabase { get; } = new("rds-db")
    {
        LongestPresignedLife = TimeSpan.FromMinutes(15),
        Actions = [new("rds-db:connect")],
        ResourceName = "the database user's ARN",
        AuthToken = new("rds", "Amazon RDS", "connect")
        {
            OtherNames = ["rds-db", "aurora"],
            HasPort = true,
            UsualPorts = "3306 for MySQL and MariaDB, 5432 for PostgreSQL",
            UserParameter = "DBUser",
            HasUser = true,
        },
    };

    /// <summary>Amazon Aurora DSQL; "Generating an authentication token in Amazon Aurora DSQL".</summary>
    public static AwsService AuroraDsql { get; } = new("dsql")
    {
        HostLabels = ["dsql"],
        Actions = [new("dsql:DbConnect")],
        ResourceName = "the cluster's ARN",
        AuthToken = new("dsql", "Aurora DSQL", "DbConnect")
        {
            OtherNames = ["aurora-dsql"],
            AdminAction = "DbConnectAdmin",
            AdminUser = "admin",
            HasUser = true,
            LongestLife = SigV4Presigner.LongestLife,
        },
    };

    /// <summary>Amazon ElastiCache; "Authenticating with IAM".</summary>
    public static AwsService ElastiCache { get; } = new("elasticache")
    {
        HostLabels = ["elasticache"],
        Actions = [new("elasticache:Connect")],
        ResourceName = "the cache's and the user's ARN",
        AuthToken = new("elasticache", "ElastiCache", "connect")
        {
            Target = AuthTokenTarget.Name,
            UserParameter = "User",
            HasUser = true,
            ServerlessParameter = new("ResourceType", "ServerlessCache"),
        },
    };

    /// <summary>Amazon MemoryDB; "Authenticating with IAM".</summary>
    public static AwsService MemoryDb { get; } = new("memorydb")
    {
        HostLabels = ["memorydb", "memory-db"],
        Actions = [new("memorydb:connect")],
        ResourceName = "the cluster's and the user's ARN",
        AuthToken = new("memorydb", "MemoryDB", "connect") { Target = AuthTokenTarget.Name, UserParameter = "User", HasUser = true },
    };

    /// <summary>Clusters of Amazon MSK; "IAM access control". The official signers of tokens sign for this name, at a host of <c>kafka</c>.</summary>
    public static AwsService KafkaCluster { get; } = new("kafka-cluster")
    {
        LongestPresignedLife = TimeSpan.FromMinutes(15),
        Actions = [new("kafka-cluster:Connect")],
        ResourceName = "the cluster's ARN",
        UnsignedParameter = "User-Agent",
        AuthToken = new("msk", "Amazon MSK", "kafka-cluster:Connect")
        {
            OtherNames = ["kafka", "kafka-cluster"],
            Target = AuthTokenTarget.Region,
            HostPrefix = "kafka",
            IsBase64Url = true,
        },
    };

    /// <summary>AWS STS. A presigned GetCallerIdentity is the token of Amazon EKS (<c>aws eks get-token</c>).</summary>
    public static AwsService Sts { get; } = new("sts")
    {
        HostLabels = ["sts"],
        AuthToken = new("eks", "Amazon EKS", "GetCallerIdentity")
        {
            Target = AuthTokenTarget.Region,
            HostPrefix = "sts",
            HasPartitionSuffix = true,
            OwnParameters = [new("Version", "2011-06-15")],
            NameHeader = "x-k8s-aws-id",
            IsBase64Url = true,
            TextPrefix = "k8s-aws-v1.",

            // 60 seconds is what the AWS CLI signs for. STS accepts it for 15 minutes all the same ("aws-iam-authenticator", token.go).
            Life = TimeSpan.FromSeconds(60),
            AcceptedFor = TimeSpan.FromMinutes(15),
        },
    };

    /// <summary>Every service of the catalogue.</summary>
    public static IReadOnlyList<AwsService> All { get; } =
    [
        KinesisVideo,
        Chime,
        Ivs,
        Transcribe,
        IotDeviceGateway,
        ExecuteApi,
        AppSync,
        AgentCore,
        Neptune,
        Lex,
        SageMaker,
        RdsDatabase,
        AuroraDsql,
        ElastiCache,
        MemoryDb,
        KafkaCluster,
        Sts,
        S3,
        new("s3express") { Settings = S3.Settings },
        new("s3-outposts") { HostLabels = ["s3-outposts"], Settings = S3.Settings },
        new("s3-object-lambda") { HostLabels = ["s3-object-lambda"], Settings = S3.Settings },
        new("bedrock")
        {
            HostLabels =
            [
                "bedrock", "bedrock-agent", "bedrock-agent-runtime", "bedrock-data-automation", "bedrock-data-automation-runtime", "bedrock-runtime",
            ],
        },
        new("iotdata") { HostLabels = ["iotdata"], HostsAlsoServe = ["iotdevicegateway"] },

        // The tokens of MSK are signed for kafka-cluster.
        new("kafka") { HostLabels = ["kafka", "kafka-api"], HostsAlsoServe = ["kafka-cluster"] },

        // In China a database's host has its labels in another order: <name>.<id>.rds.<region>.amazonaws.com.cn.
        new("rds") { HostLabels = ["rds"], HostsAlsoServe = ["rds-db"] },
        new("kinesis") { HostLabels = ["kinesis", "control-kinesis", "data-kinesis"] },
        new("polly") { HostLabels = ["polly"] },
        new("sqs") { HostLabels = ["sqs"] },
    ];

    /// <summary>Names of services that signers confuse, and names that are no service's but look likely.</summary>
    internal static IReadOnlyList<string> OftenConfused { get; } =
    [
        "kinesisvideo", "kinesis", "kinesis-video", "kinesisvideosignaling", "kinesis-video-signaling", "webrtc", "chime", "chime-sdk-messaging",
        "messaging-chime", "messaging", "transcribe", "transcribestreaming", "transcribe-streaming", "iotdevicegateway", "iotdata", "iot", "ivs",
        "ivsrealtime", "ivschat", "s3", "execute-api", "apigateway", "appsync", "lex", "polly", "bedrock", "bedrock-runtime", "lambda", "sts", "sqs",
        "service", "aws",
    ];

    /// <summary>The paths of WebSockets that signers leave out, or sign in place of another.</summary>
    internal static IReadOnlyList<string> WebSocketPaths { get; } = ["/connect", "/mqtt"];

    /// <summary>The ports, other than 443, on which services accept WebSockets.</summary>
    internal static IReadOnlyList<int> WebSocketPorts { get; } = [.. All.SelectMany(static s => (int?[])[s.WebSocketPort, s.UsualPort]).OfType<int>().Distinct()];

    /// <summary>True for a parameter of a service whose value has no percent sign, besides those that begin with <c>X-Amz-</c>.</summary>
    internal static bool HasPlainValue(string parameter) => parameter is "userArn" or "sessionId";

    private const string Closed = "Chime closed the session with {value}";

    private const string ConnectAgain =
        "Connect again with a new endpoint (GetMessagingSessionEndpoint) and a new URL, after a pause that grows.";

    private static readonly Dictionary<string, AwsService> BySigningName = Index();

    /// <summary>The service of a signing name.</summary>
    /// <param name="signingName">The name in SigV4's credential scope; case-sensitive.</param>
    /// <returns>The catalogue's service; for another name a service with the defaults.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="signingName"/> is null.</exception>
    public static AwsService Get(string signingName)
    {
        ArgumentNullException.ThrowIfNull(signingName);
        return BySigningName.TryGetValue(signingName, out AwsService? service) ? service : new AwsService(signingName);
    }

    private static Dictionary<string, AwsService> Index()
    {
        Dictionary<string, AwsService> services = new(All.Count, StringComparer.Ordinal);
        foreach (AwsService service in All)
        {
            services.Add(service.SigningName, service);
        }

        return services;
    }
}
