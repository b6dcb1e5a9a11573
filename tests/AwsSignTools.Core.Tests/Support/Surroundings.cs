using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using AwsSignTools.Credentials;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.Support;

/// <summary>A machine of one test's own: a home folder, an environment, a clock and services of AWS.</summary>
internal sealed class Surroundings : IDisposable
{
    private static int _count;

    public Surroundings()
    {
        Variables = new(StringComparer.Ordinal) { ["HOME"] = Home };
        _ = Directory.CreateDirectory(Path.Combine(Home, ".aws"));
    }

    public string Home { get; } = Directory.CreateTempSubdirectory("awssigntools-").FullName;

    public Dictionary<string, string?> Variables { get; }

    public FakeServices Services { get; } = new();

    public DateTimeOffset Now { get; set; } = Known.Time;

    public string? Region { get; set; }

    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(30);

    public Func<string, string?>? AskMfaCode { get; set; }

    public Func<string, string?, AwsCredential?>? AskAwsTools { get; set; }

    public CancellationToken Cancellation { get; set; }

    /// <summary>A role that no other test has: what is kept for a role is kept for the process.</summary>
    public string Role { get; } = "arn:aws:iam::111122223333:role/r" + Interlocked.Increment(ref _count);

    public string CredentialsFile => Path.Combine(Home, ".aws", "credentials");

    public string ConfigFile => Path.Combine(Home, ".aws", "config");

    public CredentialContext Context => new()
    {
        Services = Services,
        AskAwsTools = AskAwsTools,
        Environment = name => Variables.GetValueOrDefault(name),
        Region = Region,
        TimeLimit = TimeLimit,
        AskMfaCode = AskMfaCode,
        Now = () => Now,
        Cancellation = Cancellation,
    };

    public CredentialChain Chain => new(Context);

    public ProfileStore Store => ProfileStore.Read(ProfileLocations.Find(null, Context.Environment), Context.ReadLimit);

    public static void CheckKeys(string id, string secret, string? token, AwsCredential credential)
    {
        Assert.Equal(id, credential.AccessKeyId);
        Assert.Equal(secret, credential.RevealSecret());
        Assert.Equal(token, credential.RevealSessionToken());
    }

    /// <summary>Writes the credentials file.</summary>
    public Surroundings Credentials(string text)
    {
        File.WriteAllText(CredentialsFile, text);
        return this;
    }

    /// <summary>Writes the config file.</summary>
    public Surroundings Config(string text)
    {
        File.WriteAllText(ConfigFile, text);
        return this;
    }

    /// <summary>Writes a file in the home folder and gives its path.</summary>
    public string Write(string name, string text)
    {
        string path = Path.Combine(Home, name);
        File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return path;
    }

    public ResolvedCredential Resolve(string profile) => Chain.FromProfile(profile, null);

    public void Dispose() => Directory.Delete(Home, recursive: true);
}
