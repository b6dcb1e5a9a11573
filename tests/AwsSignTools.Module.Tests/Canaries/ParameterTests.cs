using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Canaries;

/// <summary>
/// Any argument may be a secret that was put in the wrong place. Each parameter of each cmdlet is given each kind of secret in turn, the others what
/// is right. Nothing that the cmdlet or the engine writes besides the output shows it: no text, no property of an error, no bound parameter.
/// </summary>
public sealed class ParameterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PowerShellSession _session = new();
    private readonly TestKey _key = new();

    public static TheoryData<string> Commands
    {
        get
        {
            using PowerShellSession session = new();
            return [.. session.Output("(Get-Command -Module AwsSignTools).Name").Select(static name => name.ToString())];
        }
    }

    public void Dispose()
    {
        _key.Dispose();
        _session.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void No_parameter_shows_a_secret_that_was_meant_for_another(string command)
    {
        List<string> leaks = [];
        CommandInfo info = (CommandInfo)_session.Single("param($name) Get-Command $name", command).BaseObject;
        foreach (ParameterMetadata parameter in info.Parameters.Values.Where(static p => !Cmdlet.CommonParameters.Contains(p.Name) && !Cmdlet.OptionalCommonParameters.Contains(p.Name)))
        {
            foreach ((string kind, object value, string mark) in Secrets())
            {
                ScriptResult result = Run(info, parameter.Name, value);
                foreach (string place in SecretSearch.Find(
                    new object?[] { result.Errors, result.Terminating, result.Warnings, result.Verbose, result.Debug, result.Progress }, mark))
                {
                    leaks.Add($"-{parameter.Name} ({kind}) {place}");
                }
            }
        }

        Assert.True(leaks.Count == 0, $"{leaks.Count} places:\n{string.Join("\n", leaks.Take(20))}");
    }

    private ScriptResult Run(CommandInfo command, string name, object value)
    {
        // The first set of parameters that has it.
        CommandParameterSetInfo set = command.ParameterSets.First(s => s.Parameters.Any(p => p.Name == name));
        Hashtable arguments = new() { [name] = value };
        foreach (CommandParameterInfo needed in set.Parameters.Where(p => p.IsMandatory && p.Name != name))
        {
            arguments[needed.Name] = Right(command.Name, needed.Name);
        }

        foreach (string credential in new[] { "AccessKey", "SecretKey", "Region" })
        {
            if (command.Parameters.ContainsKey(credential) && !arguments.ContainsKey(credential) && name is not ("ProfileName" or "ProfileLocation" or "Credential"))
            {
                arguments[credential] = Right(command.Name, credential);
            }
        }

        return _session.Run("param($command, $arguments) $VerbosePreference = $DebugPreference = 'Continue'; & $command @arguments | Out-Null", command.Name, arguments);
    }

    private object Right(string command, string parameter) => (command, parameter) switch
    {
        (_, "AccessKey") => Sample.AccessKey,
        (_, "SecretKey") => "plain-secret",
        (_, "Region") => "us-west-2",
        ("New-AwsAuthToken", "Service") => "dsql",
        (_, "Service") => "transcribe",
        ("New-IvsPlaybackToken", "ChannelArn") => Sample.IvsChannelArn,
        (_, "ChannelArn") => Sample.ChannelArn,
        ("New-ChimeConnectUrl", "Endpoint") => Sample.ChimeEndpoint,
        ("New-AppSyncConnection", "Endpoint") => "https://a1b2c3.appsync-api.us-west-2.amazonaws.com/graphql",
        ("New-AwsAuthToken", "Endpoint") => "4iaabtc3aybk5f2vbnfjk2ifre.dsql.us-west-2.on.aws",
        (_, "Endpoint") => Sample.ViewerEndpoint,
        (_, "AgentRuntimeArn") => "arn:aws:bedrock-agentcore:us-west-2:123456789012:runtime/my_agent-a1B2c3D4e5",
        (_, "UserArn") => Sample.UserArn,
        ("New-KvsSignedUrl", "Uri") => $"{Sample.ViewerEndpoint}/?X-Amz-ChannelARN={Sample.ChannelArn}&X-Amz-ClientId=a",
        (_, "Uri" or "Url") => "https://abc.execute-api.us-west-2.amazonaws.com/prod",
        (_, "PrivateKey" or "PublicKey") => _key.Pem,
        (_, "PrivateKeyPath") => _folder.Write("key.pem", Encoding.ASCII.GetBytes(_key.Pem)),
        (_, "Token") => "not-a-token",
        (_, "InputObject") => new byte[] { 1, 2, 3 },
        (_, "Path" or "InFile") => _folder.Write("input.bin", [1, 2, 3]),
        (_, "PayloadHash") => Sample.Seed,
        (_, "Body") => "body",
        (_, "UnsignedPayload" or "EventStream" or "EndOfStream" or "AsSecureString" or "AsCredential" or "AsExecCredential") => true,
        _ => throw new InvalidOperationException($"Add a right value for -{parameter} of {command}."),
    };

    private IEnumerable<(string Kind, object Value, string Mark)> Secrets()
    {
        string pem = _key.Key.ExportPkcs8PrivateKeyPem();
        string body = string.Concat(pem.Split('\n')[1..^1]);
        string base64OfPem = Convert.ToBase64String(Encoding.UTF8.GetBytes(pem));
        const string Secret = "k9TzQ4xWvB7/nLr2MfYp+Ud6HsGcJ1aE8RbOiXtN";
        const string Token = "IQoJb3JpZ2luX2VjEPT//////////wEaCXVzLWVhc3QtMSJIMEYCIQDq8Zr7Kx2mV9bT4nLwQ1yUe";
        const string Jwt = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkoifQ.dozjgNryP4J3jVmNHl0w5N";
        yield return ("PEM", pem, body.Substring(100, 20));
        yield return ("PEM with literal line ends", pem.Replace("\n", "\\n", StringComparison.Ordinal), body.Substring(100, 20));
        yield return ("lines of PEM", pem.Split('\n'), pem.Split('\n')[2]);
        yield return ("Base64 of DER", body, body.Substring(100, 20));
        yield return ("Base64 of DER in lines", string.Join("\n", pem.Split('\n')[1..^1]), pem.Split('\n')[^2][..16]);
        yield return ("Base64 of PEM", base64OfPem, base64OfPem.Substring(120, 20));
        yield return ("JWT", Jwt, "eyJzdWIiOiIxMjM0");
        yield return ("secret access key", Secret, "nLr2MfYp");
        yield return ("session token", Token, "IQDq8Zr7Kx2mV9");
        yield return ("URL with a token", $"wss://host.example/?X-Amz-Security-Token={Uri.EscapeDataString(Token)}", "IQDq8Zr7Kx2mV9");
        yield return ("URL with a short token", "wss://host.example/?X-Amz-Security-Token=canary5", "canary5");
        yield return ("URL with a password", "http://someone:canary6@host.example:8080/", "canary6");
        yield return ("profile", $"[default]\naws_access_key_id = {Sample.AccessKey}\naws_secret_access_key = {Secret}\n", "nLr2MfYp");
        yield return ("JSON of a credential", $"{{\"AccessKeyId\":\"{Sample.AccessKey}\",\"SecretAccessKey\":\"{Secret}\"}}", "nLr2MfYp");
    }
}
