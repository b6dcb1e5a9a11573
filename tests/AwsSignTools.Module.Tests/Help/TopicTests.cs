using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Help;

/// <summary>The about_ topics are found and can be read, and what they and the cmdlets' help name is there.</summary>
public sealed partial class TopicTests : IDisposable
{
    private const int LongestLine = 80;

    // What texts name that is not of this module: operations of AWS, its headers, settings and error codes, and what belongs to PowerShell, .NET and players.
    private static readonly HashSet<string> ForeignWords =
    [
        "AccessDenied", "AddSubProtocol", "AgentCore", "AppSync", "AssumeRoleWithWebIdentity", "AudioEvent", "AuthTokens", "ChannelARN", "ClientSafePipeHandle", "ClientWebSocket", "CloudFront",
        "ConnectAsMaster", "ConnectAsViewer", "ConnectAsync", "DateTime", "DateTimeOffset", "DbConnect", "DbConnectAdmin", "DescribeSignalingChannel",
        "Ec2InstanceMetadata", "EcsContainer", "ElastiCache", "ErrorDetails", "ExpiredToken", "ExternalId", "ForbiddenException",
        "FromBase64String", "FullyQualifiedErrorId", "GetAwaiter", "GetBytes", "GetCallerIdentity", "GetChannel", "GraphQL", "GetCredentials",
        "GetMessagingSessionEndpoint", "GetResult", "GetSignalingChannelEndpoint", "GetString", "HttpClient", "HttpContent",
        "ImportPlaybackKeyPair", "InvalidClientTokenId", "InvokeModelWithBidirectionalStream", "IoT", "IsSuccessStatusCode", "JavaScript", "LastMessageTimestamp", "MemoryDB", "MiB", "MySQL", "OpenSSH", "OpenSSL", "PostgreSQL", "PowerShell", "ReadAsByteArrayAsync", "ReadAsStreamAsync", "ReceiveAsync",
        "RecommendedAction", "RegisteredAccounts", "RequestVersionExact", "ResourceType", "ResponseHeadersRead", "RoleCredentials",
        "SecretString", "SecureString", "SecureStrings", "SendAsync", "ServerlessCache", "SigV4", "SignatureDoesNotMatch", "SilentlyContinue",
        "StartStreamTranscription", "StartViewerSessionRevocation", "TargetObject", "TimeSpan", "ToBase64String",
        "TryAddWithoutValidation", "UtcNow", "ValidationError", "VersionPolicy", "WebRTC", "WebSocket", "WebSockets",
    ];

    private static readonly HashSet<string> ForeignParameters =
        ["AccessToken", "AccountId", "AsSecureString", "Full", "NonInteractive", "Path", "ProfileName", "Prompt", "RoleArn", "RoleName", "RoleSessionName", "SecretId", "SkipHeaderValidation"];

    private static readonly HashSet<string> ForeignCommands =
    [
        "ConvertFrom-Json", "ConvertTo-Json", "ForEach-Object", "Get-ASYNGraphqlApi", "Get-AWSCredential", "Get-AWSSigV4PreSignedURL", "Get-BACCAgentRuntime", "Get-CHMMGMessagingSessionEndpoint", "Get-Credential", "Get-FileHash", "Get-Help", "Get-Item", "Get-IVSChannel", "Import-IVSPlaybackKeyPair",
        "Get-KVSignalingChannelEndpoint", "Get-Member", "Get-RDSDBCluster", "Get-RDSDBInstance", "Get-SECSecretValue", "Get-SSORoleCredential", "Get-STSSessionToken", "Invoke-RestMethod", "Invoke-WebRequest", "Read-Host", "Set-AWSCredential", "Set-DefaultAWSRegion", "Use-STSRole",
    ];

    private readonly PowerShellSession _session = new();

    public static TheoryData<string> Topics => [.. HelpFile.Topics];

    public static TheoryData<string> Texts => [.. HelpFile.Topics, .. HelpFile.Cmdlets];

    public void Dispose() => _session.Dispose();

    [Fact]
    public void There_are_topics_on_the_module_its_credentials_event_streams_and_troubleshooting() => Assert.Equal(
        ["about_AwsSignTools", "about_AwsSignTools_Credentials", "about_AwsSignTools_EventStreams", "about_AwsSignTools_Troubleshooting"],
        HelpFile.Topics.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Topics))]
    public void A_topic_is_found_by_its_name_and_has_the_parts_of_one(string topic)
    {
        string text = _session.Single("param($name) Get-Help $name", topic).ToString();

        Assert.StartsWith($"TOPIC\n    {topic}\n\nSHORT DESCRIPTION\n    ", text, StringComparison.Ordinal);
        Assert.Contains("\n\nLONG DESCRIPTION\n", text, StringComparison.Ordinal);
        Assert.Contains("\n\nSEE ALSO\n", text, StringComparison.Ordinal);
        Assert.Contains("\n\nKEYWORDS\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void A_topic_fits_eighty_columns_and_is_plain_ASCII(string topic) => Assert.All(HelpFile.Topic(topic).Split('\n'), line =>
    {
        Assert.InRange(line.Length, 0, LongestLine);
        Assert.Equal(line.TrimEnd(), line);
        Assert.All(line, c => Assert.InRange(c, ' ', '~'));
    });

    [Theory]
    [MemberData(nameof(Texts))]
    public void Every_command_it_names_is_there(string name)
    {
        HashSet<string> known = [.. Commands().Select(c => c.Name), .. ForeignCommands];

        Assert.All(CommandWord().Matches(TextOf(name)), match => Assert.True(known.Contains(match.Value), $"{name} names {match.Value}."));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Every_parameter_it_names_is_there(string name)
    {
        HashSet<string> known = [.. Commands().SelectMany(Parameters), .. ForeignParameters];

        Assert.All(
            ParameterWord().Matches(TextOf(name)),
            match => Assert.True(known.Contains(match.Groups["name"].Value), $"{name} names {match.Value}."));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Every_id_and_property_it_names_is_there(string name)
    {
        HashSet<string> known = [.. Ids(), .. Commands().SelectMany(Parameters), .. Properties(), .. ForeignWords, .. ForeignParameters, "AwsSignTools"];

        // Parts of commands, of types and of variables are looked at elsewhere, or are none of ours.
        string words = OtherName().Replace(TextOf(name), " ");
        Assert.All(JoinedWord().Matches(words), match => Assert.True(known.Contains(match.Value), $"{name} names {match.Value}."));
    }

    [Fact]
    public void Every_id_of_an_error_or_warning_is_told_in_the_topic_on_the_module()
    {
        HashSet<string> told = [.. JoinedWord().Matches(HelpFile.Topic("about_AwsSignTools")).Select(m => m.Value)];

        Assert.All(Ids(), id => Assert.Contains(id, told));
    }

    [Fact]
    public void Where_refusals_of_credentials_are_made_no_id_is_overlooked()
    {
        string[] files = [.. Sources().Where(f =>
            f.Contains($"{Path.DirectorySeparatorChar}Credentials{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            && (f.EndsWith("Errors.cs", StringComparison.Ordinal) || f.EndsWith("Rules.cs", StringComparison.Ordinal)))];

        Assert.InRange(files.Length, 4, 20);
        Assert.All(files, file =>
        {
            string source = File.ReadAllText(file);
            Assert.Equal(QuotedWord().Matches(source).Select(m => m.Groups["word"].Value), MadeId().Matches(source).Select(m => m.Groups["id"].Value));
        });
    }

    [Fact]
    public void An_SDK_credential_and_what_its_GetCredentials_returns_are_taken_as_the_topic_says()
    {
        const string Script = $"param($credential) {Sample.ViewerUrl} -Credential $credential";
        SessionAWSCredentials credential = new(Sample.AccessKey, Sample.SecretKey, "token");

        Assert.All(
            (object[])[credential, credential.GetCredentials()],
            given => Assert.Contains("X-Amz-Security-Token=token&", _session.Single(Script, given).ToString(), StringComparison.Ordinal));
    }

    private static string TextOf(string name) =>
        HelpFile.Topics.Contains(name) ? HelpFile.Topic(name) : string.Join("\n", HelpFile.Prose(name));

    private static string[] Ids()
    {
        string[] ids =
        [
            .. Sources().Select(File.ReadAllText).SelectMany(s => MadeId().Matches(s)).Select(m => m.Groups["id"].Value)
                .Concat(Sources().Where(IsFormatException).Select(File.ReadAllText).SelectMany(s => QuotedWord().Matches(s)).Select(m => m.Groups["word"].Value))
                .Concat(Sources().Where(HasTable).Select(File.ReadAllText).SelectMany(s => NamedId().Matches(s)).Select(m => m.Groups["id"].Value))
                .Concat(["SecretKeyInvalid", "SessionTokenInvalid"])
                .Distinct(),
        ];
        Assert.InRange(ids.Length, 105, 400);
        Assert.Contains("EventStreamTruncated", ids);
        return ids;
    }

    // Each gives its id to the class they share.
    private static bool IsFormatException(string file) => Path.GetFileName(file) is { } name
        && name.StartsWith("EventStream", StringComparison.Ordinal) && name.EndsWith("Exception.cs", StringComparison.Ordinal);

    // Their ids stand in the rows of tables.
    private static bool HasTable(string file) => Path.GetFileName(file) is { } name
        && (name.EndsWith("Causes.cs", StringComparison.Ordinal) || name is "ConnectionRules.cs" or "RefusalRules.cs" or "AwsServices.cs");

    private static IEnumerable<string> Sources() => Directory
        .EnumerateFiles(Path.Combine(StagedModule.RepositoryRoot, "src"), "*.cs", SearchOption.AllDirectories)
        .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private IEnumerable<CommandInfo> Commands() => _session.Output("Get-Command -Module AwsSignTools").Select(c => (CommandInfo)c.BaseObject);

    private static IEnumerable<string> Parameters(CommandInfo command) => command.Parameters.Values.SelectMany(p => (string[])[p.Name, .. p.Aliases, .. ValuesOf(p)]);

    private static string[] ValuesOf(ParameterMetadata parameter) =>
        (Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType) is { IsEnum: true } type ? Enum.GetNames(type) : [];

    private IEnumerable<string> Properties() => Commands()
        .SelectMany(c => c.OutputType)
        .Select(t => t.Type)
        .Where(t => t is not null)
        .SelectMany(t => t.GetProperties().Select(p => p.PropertyType).Where(p => p.Namespace?.StartsWith("AwsSignTools", StringComparison.Ordinal) == true).Append(t))
        .SelectMany(t => t.GetProperties().Select(p => p.Name).Append(t.Name))
        .Concat(["AccessKeyId", "SecretAccessKey", "AWSCredentials", "PSCredential", "ECDsa"]);

    // The first argument of what makes a finding or an error record.
    [GeneratedRegex(@"(?:\.Error|\.Warning|\.Information|Explains?|Mistake|\.For|new Finding|=> new|New|\.Exception|\.Invalid|FileUnreadable\(string path, Exception exception\) => Create\(\s*exception,\s*new Finding)\(\s*""(?<id>[A-Z][a-z]+[A-Z]\w+)""")]
    private static partial Regex MadeId();

    [GeneratedRegex(@"(?:\},|^|Statement,|Id =|FindingSeverity\.\w+,|AsWritten,) *""(?<id>[A-Z][a-z]+[A-Z]\w+)"",", RegexOptions.Multiline)]
    private static partial Regex NamedId();

    [GeneratedRegex(@"""(?<word>[A-Z][a-z]+[A-Z]\w+)""")]
    private static partial Regex QuotedWord();

    [GeneratedRegex(@"(?<![\w-])(?:ConvertTo|ConvertFrom|ForEach|Get|Import|Invoke|New|Read|Set|Test|Use)-[A-Z]\w+")]
    private static partial Regex CommandWord();

    [GeneratedRegex(@"(?<![\w-])-(?<name>[A-Z][A-Za-z]+)")]
    private static partial Regex ParameterWord();

    [GeneratedRegex(@"\b[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+\b")]
    private static partial Regex JoinedWord();

    [GeneratedRegex(@"\w+-[\w-]+|\w+/[\w/]+|\$[\w:]+|https?:\S+|\w+(?:\.\w+)*::\w+|System(?:\.\w+)+|X-Amz-\w+|\b\w+:\w+")]
    private static partial Regex OtherName();
}
