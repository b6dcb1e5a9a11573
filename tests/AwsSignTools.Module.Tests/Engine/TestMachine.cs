using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Host;
using AwsSignTools.Module.Tests.Services;
using Xunit;

namespace AwsSignTools.Module.Tests.Engine;

/// <summary>
/// A machine of one test's own: a home folder with AWS's files, an environment without any other credential, and a session with the module.
/// </summary>
internal sealed class TestMachine : IDisposable
{
    /// <summary>A URL that lives longer than the credentials that the tests' servers give it.</summary>
    public const string LongUrl = Sample.ViewerUrl + " -ExpiresIn 299 ";

    private readonly Stack<EnvironmentScope> _environment = new();

    public TestMachine(PSHost? host = null)
    {
        Home = Directory.CreateTempSubdirectory("awssigntools-").FullName;
        _ = Directory.CreateDirectory(Path.Combine(Home, ".aws"));
        _environment.Push(EnvironmentScope.WithoutCredentials(
            ("AWS_SHARED_CREDENTIALS_FILE", null), ("AWS_CONFIG_FILE", null), ("HOME", Home), ("USERPROFILE", Home)));
        Session = new PowerShellSession(host);
    }

    /// <summary>The home folder.</summary>
    public string Home { get; }

    /// <summary>The session.</summary>
    public PowerShellSession Session { get; }

    /// <summary>The text of <c>~/.aws/config</c>.</summary>
    public string Config
    {
        set => Write(Path.Combine(".aws", "config"), value);
    }

    /// <summary>The text of <c>~/.aws/credentials</c>.</summary>
    public string Credentials
    {
        set => Write(Path.Combine(".aws", "credentials"), value);
    }

    /// <summary>Sets an environment variable.</summary>
    public TestMachine Set(string name, string? value)
    {
        _environment.Push(new EnvironmentScope((name, value)));
        return this;
    }

    /// <summary>Writes a file below the home folder and gives its path.</summary>
    public string Write(string name, string text)
    {
        string path = Path.Combine(Home, name);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>The access key that a URL made with these parameters is signed with.</summary>
    public string Signer(string parameters) => SignerOf(Session.Single(Sample.ViewerUrl + " " + parameters));

    /// <summary>The access key that a URL is signed with.</summary>
    public static string SignerOf(PSObject url) => SigV4Verifier.Query(url.ToString())["X-Amz-Credential"].Split('/')[0];

    /// <summary>Makes a URL that must be signed by a static key, with nothing said about it.</summary>
    public void AssertSigns(string parameters, string accessKey, string secretKey, string? token = null)
    {
        ScriptResult result = Session.Run(LongUrl + parameters).WithoutErrors();

        Assert.Empty(result.Warnings);
        AssertSigned(Assert.Single(result.Output), accessKey, secretKey, token);
    }

    /// <summary>
    /// Makes a URL that must be signed by the credential that the server gave last, and end with it; and that it does is the one warning.
    /// </summary>
    public void AssertSigns(string parameters, LoopbackService server)
    {
        server.Lifetime = TimeSpan.FromSeconds(120);

        ScriptResult result = Session.Run(LongUrl + parameters).WithoutErrors();

        PSObject url = Assert.Single(result.Output);
        AssertSigned(url, server.Last.AccessKeyId, server.Last.SecretAccessKey, server.Last.SessionToken);
        Assert.Equal(server.Last.Expiration, new OutputObject(url).Moment("EffectiveExpiresAt"));
        Assert.Contains($"The credential of {server.Last.AccessKeyId} ends at", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    /// <summary>
    /// Makes a URL that must be refused: by an error that ends the pipeline, says what to do, and before anything else is asked. Whatever
    /// the environment has is no way out.
    /// </summary>
    /// <returns>The message, without what to do.</returns>
    public ErrorRecord AssertRefused(string parameters, string id, params string[] said)
    {
        ScriptResult result = Session.Run("try { " + LongUrl + parameters + "; 'went on' } catch { $_ }");

        ErrorRecord error = Assert.IsType<ErrorRecord>(Assert.Single(result.WithoutErrors().Output).BaseObject);
        Assert.Equal(id + ",AwsSignTools.Commands.NewKvsSignedUrlCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.AuthenticationError, error.CategoryInfo.Category);
        Assert.EndsWith(".", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        string message = error.ErrorDetails.Message + " " + error.ErrorDetails.RecommendedAction;
        Assert.All(said, s => Assert.True(message.Contains(s, StringComparison.Ordinal), $"'{s}' is not in: {message}"));
        return error;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Session.Dispose();
        while (_environment.TryPop(out EnvironmentScope? scope))
        {
            scope.Dispose();
        }

        Directory.Delete(Home, recursive: true);
    }

    private static void AssertSigned(PSObject output, string accessKey, string secretKey, string? token)
    {
        string url = output.ToString();
        Assert.Equal(accessKey, SignerOf(output));
        Assert.Equal(token, SigV4Verifier.Query(url).GetValueOrDefault("X-Amz-Security-Token"));
        Assert.True(SigV4Verifier.IsSignedBy(url, secretKey), "The URL is signed with another secret.");
    }
}
