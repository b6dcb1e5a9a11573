using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using AwsSignTools.Module.Tests.Engine;

namespace AwsSignTools.Module.Tests.Isolation;

/// <summary>
/// A Security Token Service on loopback that lets everybody assume every role, and the profiles that ask it. It answers in the wire
/// format of the real one; whose key signed is kept, the signature itself is not looked at.
/// </summary>
internal sealed class LoopbackSts : IDisposable
{
    public const string SourceKey = "AKIASOURCEEXAMPLE";

    /// <summary>The profiles that assume a role of their own name.</summary>
    public static readonly string[] Roles = ["one", "two", .. Enumerable.Range(0, 10).Select(i => "role" + i)];

    private readonly HttpListener _listener;
    private readonly string _folder = Directory.CreateTempSubdirectory("awssigntools-").FullName;
    private readonly ConcurrentQueue<string> _asked = [];
    private readonly EnvironmentScope _environment;

    /// <summary>Starts it, and points the process to it and to its profiles: <c>static</c>, and <see cref="Roles"/>, for which that one asks.</summary>
    public LoopbackSts()
    {
        (_listener, string url) = Listen();
        _ = Task.Run(ServeAsync);
        string file = Path.Combine(_folder, "credentials");
        File.WriteAllText(file, $"""
            [static]
            aws_access_key_id = {SourceKey}
            aws_secret_access_key = source

            """ + string.Concat(Roles.Select(Role)));
        _environment = EnvironmentScope.WithoutCredentials(
            ("AWS_SHARED_CREDENTIALS_FILE", file), ("AWS_ENDPOINT_URL_STS", url), ("AWS_REGION", "us-west-2"));
    }

    /// <summary>The roles that were asked for, each with the access key id that asked.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    /// <summary>The access key id that a role's sessions get.</summary>
    public static string AccessKeyOf(string role) => "ASIA" + role.ToUpperInvariant();

    /// <summary>The secret key that a role's sessions get.</summary>
    public static string SecretKeyOf(string role) => "secret-of-" + role;

    /// <inheritdoc/>
    public void Dispose()
    {
        _environment.Dispose();
        _listener.Close();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Role(string name) => $"""

        [{name}]
        role_arn = arn:aws:iam::123456789012:role/{name}
        source_profile = static
        region = us-west-2

        """;

    private static (HttpListener Listener, string Url) Listen()
    {
        for (int attempt = 0; ; attempt++)
        {
            using TcpListener probe = new(IPAddress.Loopback, 0);
            probe.Start();
            string url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
            probe.Stop();
            HttpListener listener = new() { Prefixes = { url } };
            try
            {
                listener.Start();
                return (listener, url);
            }
            catch (HttpListenerException) when (attempt < 10)
            {
                // Somebody else has taken the port since.
                listener.Close();
            }
        }
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // The end of the test, or a caller that hung up.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using StreamReader reader = new(context.Request.InputStream);
        Dictionary<string, string> form = (await reader.ReadToEndAsync()).Split('&')
            .Select(p => p.Split('=', 2))
            .ToDictionary(p => p[0], p => Uri.UnescapeDataString(p[1]));
        string signer = context.Request.Headers["Authorization"]!.Split("Credential=")[1].Split('/')[0];
        string role = form["RoleArn"].Split('/')[^1];
        _asked.Enqueue($"{signer} {role}");
        byte[] answer = Encoding.UTF8.GetBytes($"""
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <AssumeRoleResult>
                <AssumedRoleUser>
                  <Arn>arn:aws:sts::123456789012:assumed-role/{role}/{form["RoleSessionName"]}</Arn>
                  <AssumedRoleId>AROAEXAMPLE:{form["RoleSessionName"]}</AssumedRoleId>
                </AssumedRoleUser>
                <Credentials>
                  <AccessKeyId>{AccessKeyOf(role)}</AccessKeyId>
                  <SecretAccessKey>{SecretKeyOf(role)}</SecretAccessKey>
                  <SessionToken>token-of-{role}</SessionToken>
                  <Expiration>{DateTime.UtcNow.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}</Expiration>
                </Credentials>
              </AssumeRoleResult>
              <ResponseMetadata><RequestId>00000000-0000-0000-0000-000000000000</RequestId></ResponseMetadata>
            </AssumeRoleResponse>
            """);
        context.Response.ContentType = "text/xml";
        await context.Response.OutputStream.WriteAsync(answer);
        context.Response.Close();
    }
}
