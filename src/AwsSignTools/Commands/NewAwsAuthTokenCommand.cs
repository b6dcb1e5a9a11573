using System;
using System.Management.Automation;
using System.Security;
using AwsSignTools.Errors;
using AwsSignTools.Findings;
using AwsSignTools.Json;
using AwsSignTools.Parameters;
using AwsSignTools.Services.AuthTokens;
using AwsSignTools.SigV4;

namespace AwsSignTools.Commands;

/// <summary>Makes the token with which a client signs in to a database, a cache, a broker or a cluster.</summary>
[Cmdlet(VerbsCommon.New, "AwsAuthToken", DefaultParameterSetName = TokenSet)]
[OutputType(typeof(AwsAuthToken), typeof(SecureString), typeof(PSCredential), typeof(string))]
public sealed class NewAwsAuthTokenCommand : AwsSigningCommand
{
    private const string TokenSet = "Token";
    private const string SecureSet = "SecureString";
    private const string CredentialSet = "Credential";
    private const string ExecSet = "ExecCredential";

    /// <summary>The service: rds, dsql, elasticache, memorydb, msk or eks.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AuthTokenServiceCompleter))]
    [ValidateNotNullOrEmpty]
    public string Service { get; set; } = string.Empty;

    /// <summary>The host of the database, with its port for rds.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Uri", "Url")]
    [DatabaseEndpoint]
    [AllowNull]
    [AllowEmptyString]
    public string? Endpoint { get; set; }

    /// <summary>The port of the database, if the endpoint has none.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, 65535)]
    [PlainValue]
    public int? Port { get; set; }

    /// <summary>The name of the cluster or cache.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("CacheName", "ReplicationGroupId")]
    [ValidateNotNullOrEmpty]
    public string? ClusterName { get; set; }

    /// <summary>The name of a serverless cache.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? ServerlessCacheName { get; set; }

    /// <summary>The user who connects.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("DBUser", "UserName")]
    public string? User { get; set; }

    /// <summary>Makes the token of an administrator of Aurora DSQL.</summary>
    [Parameter]
    public SwitchParameter Admin { get; set; }

    /// <summary>Makes the token of a serverless cache.</summary>
    [Parameter]
    public SwitchParameter Serverless { get; set; }

    /// <summary>The region; that of the endpoint where it is not given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RegionToCall")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [ValidateNotNullOrEmpty]
    public override string? Region { get; set; }

    /// <summary>How long the token is good for: seconds or a TimeSpan.</summary>
    [Parameter]
    [Alias("Expires")]
    [SecondsTransform]
    public TimeSpan? ExpiresIn { get; set; }

    /// <summary>Writes the token as a SecureString.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SecureSet)]
    public SwitchParameter AsSecureString { get; set; }

    /// <summary>Writes a PSCredential with the user and the token.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CredentialSet)]
    public SwitchParameter AsCredential { get; set; }

    /// <summary>Writes the JSON that kubectl reads from a credential plugin.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ExecSet)]
    public SwitchParameter AsExecCredential { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        AwsCredential credential = AwsCredential;
        try
        {
            AwsAuthToken token = Sign(credential);
            object output = Convert(token);
            Report(token.Findings, credential, token.ExpiresAt);
            WriteObject(output);
        }
        catch (InvalidInputException e)
        {
            WriteError(ErrorRecords.From(e));
        }
    }

    private AwsAuthToken Sign(AwsCredential credential)
    {
        if (ClusterName is not null && ServerlessCacheName is not null)
        {
            throw ErrorRecords.Exception(
                "AuthTokenParameterUnused", "ServerlessCacheName", "Both -ClusterName and -ServerlessCacheName are given.", "Give the name of one cache.");
        }

        AuthTokenRequest request = new(Service, string.IsNullOrEmpty(Endpoint) ? null : Endpoint)
        {
            Port = Port,
            ClusterName = ServerlessCacheName ?? ClusterName,
            User = string.IsNullOrEmpty(User) ? null : User,
            Admin = Admin,
            Serverless = Serverless || ServerlessCacheName is not null,
            Region = Region,
        };
        request = request with { Region = request.FindRegion() is null ? ResolveRegion() : Region, ExpiresIn = ExpiresIn ?? request.ExpiresIn };
        return AuthTokenSigner.Sign(request, credential, Now);
    }

    private object Convert(AwsAuthToken token) => ParameterSetName switch
    {
        SecureSet => token.ToSecureString(),
        CredentialSet => new PSCredential(UserOf(token), token.ToSecureString()),
        ExecSet => KubernetesVersion() is { } version ? token.ToExecCredential(version) : token.ToExecCredential(),
        _ => token,
    };

    private string UserOf(AwsAuthToken token) => !string.IsNullOrEmpty(token.User) ? token.User! : Admin ? "admin" : throw ErrorRecords.Exception(
        "AuthTokenUserMissing",
        Service,
        "A PSCredential has a user name, and there is none.",
        "Give the name of the user as -User, or use -AsSecureString.");

    // kubectl tells the version that it speaks.
    private static string? KubernetesVersion() =>
        JsonDictionary.TryParse(Environment.GetEnvironmentVariable("KUBERNETES_EXEC_INFO") ?? string.Empty)?["apiVersion"] as string;
}
