using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text.RegularExpressions;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Help;

/// <summary>What the topic on credentials shows of the files is what the module reads, as far as no service is needed for it.</summary>
public sealed partial class ProfileSampleTests : IDisposable
{
    private const string Topic = "about_AwsSignTools_Credentials";

    private readonly PowerShellSession _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("role_arn: ", "camera", "MfaCodeMissing", "arn:aws:iam::123456789012:mfa/me")]
    [InlineData("role_arn with ", "ci", "WebIdentityTokenUnreadable", "/var/run/secrets/token")]
    [InlineData("sso_session: ", "dev", "SsoLoginRequired", "IAM Identity Center (role Developer in account 123456789012)")]
    [InlineData("sso_session: ", "old", "SsoLoginRequired", "IAM Identity Center (role Developer in account 123456789012)")]
    [InlineData("credential_process: ", "vault", "CredentialProcessFailed", "aws-credential")]
    public void A_sample_leads_to_where_the_world_has_to_answer(string heading, string profile, string id, string target)
    {
        using ProfileFolder folder = new(ProfileFolder.Keys("me"), Lines(heading));
        using EnvironmentScope environment = folder.InEnvironment(("HOME", folder.Folder), ("USERPROFILE", folder.Folder));

        ErrorRecord error = _session.Run($"{Sample.ViewerUrl} -ProfileName {profile}").Error;

        Assert.Equal(id, error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(target, error.TargetObject);
    }

    [Fact]
    public void The_sample_of_keys_signs()
    {
        using ProfileFolder folder = new(Lines("aws_access_key_id: "));
        using EnvironmentScope environment = folder.InEnvironment();

        string url = _session.Single(Sample.ViewerUrl + " -ProfileName camera").ToString();

        Assert.Equal("FwoGZXIvYXdzEXAMPLE//token==", SigV4Verifier.Query(url)["X-Amz-Security-Token"]);
        Assert.True(SigV4Verifier.IsSignedBy(url, Sample.SecretKey));
    }

    [Fact]
    public void Every_setting_it_names_is_one_that_is_read()
    {
        string[] read = [.. Read("src", SettingLiteral())];

        Assert.All(SettingWord().Matches(HelpFile.Topic(Topic)), match => Assert.Contains(match.Value, read));
    }

    [Fact]
    public void It_names_every_variable_that_is_read_and_no_other() => Assert.Equal(
        EnvironmentScope.Names.Where(n => n.StartsWith("AWS_", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
        VariableWord().Matches(HelpFile.Topic(Topic)).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal));

    private static IEnumerable<string> Read(string folder, Regex words) => Directory
        .EnumerateFiles(Path.Combine(StagedModule.RepositoryRoot, folder), "*.cs", SearchOption.AllDirectories)
        .SelectMany(f => words.Matches(File.ReadAllText(f)))
        .Select(m => m.Groups["word"].Value);

    // What stands under a heading of the topic, but for the prose.
    private static string Lines(string heading)
    {
        string topic = HelpFile.Topic(Topic);
        int start = topic.IndexOf("\n    " + heading, StringComparison.Ordinal);
        Assert.True(start > 0, $"{Topic} has no '{heading}'.");
        string[] lines = [.. topic[(start + 1)..].Split('\n').Skip(1).TakeWhile(l => l.Length == 0 || l.StartsWith("      ", StringComparison.Ordinal))];
        return string.Join("\n", lines.Select(l => l.Trim()).Where(l => SampleLine().IsMatch(l))) + "\n";
    }

    [GeneratedRegex(@"^(?:\[[^\]]+\]|[a-z_]+ =.*)$")]
    private static partial Regex SampleLine();

    // A setting stands in the code in quotes, perhaps behind a dot (a nested one).
    [GeneratedRegex(@"""(?:\w*\.)?(?<word>[a-z]+(?:_[a-z]+)+)""")]
    private static partial Regex SettingLiteral();

    [GeneratedRegex(@"\b(?<!/)[a-z]+(?:_[a-z]+)+\b")]
    private static partial Regex SettingWord();

    [GeneratedRegex(@"\bAWS_[A-Z0-9_]+\b")]
    private static partial Regex VariableWord();
}
