using System;
using System.Linq;
using System.Threading.Tasks;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Isolation;

/// <summary>
/// The roles and profiles of another module's SDK work beside ours. Their AWSSDK.Core finds its AWSSDK.SecurityToken by the bare name, in
/// whatever load context one of that name is: which is why ours is called otherwise (RenameServiceClients.targets).
/// </summary>
public sealed class FriendshipTests : IDisposable
{
    private const string Core = "4.0.3.3";
    private const string SecurityToken = "4.0.5.1";

    private const string Ours = "\n'ours=' + (" + Sample.ViewerUrl + " -ProfileName one)\n";

    // A role profile, as AWS.Tools resolves it; and what it resolves to, as a credential of ours.
    private const string Theirs = $$"""

        $profiles = [Amazon.Runtime.CredentialManagement.CredentialProfileStoreChain]::new()
        [Amazon.Runtime.AWSCredentials] $role = $null
        if (-not $profiles.TryGetAWSCredentials('two', [ref] $role)) { throw 'They have no such profile.' }
        'theirs=' + $role.GetType().FullName + ' ' + $role.GetCredentials().AccessKey
        'both=' + ({{Sample.ViewerUrl}} -Credential $role)
        $other = [Amazon.Runtime.AssumeRoleAWSCredentials]::new($role, 'arn:aws:iam::123456789012:role/role1', 'session')
        'chained=' + $other.GetCredentials().AccessKey

        """;

    private static readonly string LoadTheirs =
        TheirSdk.Load(TheirSdk.Core(Core)) + TheirSdk.Load(TheirSdk.PathOf("AWSSDK.SecurityToken", SecurityToken));

    private readonly LoopbackSts _sts = new();

    public void Dispose() => _sts.Dispose();

    [BuildTheory("net8.0")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Their_role_profiles_and_ours_work_in_one_process(bool theirsFirst)
    {
        ShellResult result = (await TestShell.Run(
            (theirsFirst ? LoadTheirs + TestShell.ImportModule + Theirs + Ours : TestShell.ImportModule + Ours + LoadTheirs + Theirs)
            + LoadedAssembly.List)).WithoutErrors();

        Assert.Equal("Amazon.Runtime.AssumeRoleAWSCredentials " + LoopbackSts.AccessKeyOf("two"), result.Value("theirs"));
        Assert.Equal(LoopbackSts.AccessKeyOf("role1"), result.Value("chained"));
        Assert.True(SigV4Verifier.IsSignedBy(result.Value("ours"), LoopbackSts.SecretKeyOf("one")));
        Assert.True(SigV4Verifier.IsSignedBy(result.Value("both"), LoopbackSts.SecretKeyOf("two")));
        string[] theirs = [$"{LoopbackSts.SourceKey} two", $"{LoopbackSts.AccessKeyOf("two")} role1"];
        string[] ours = [$"{LoopbackSts.SourceKey} one"];
        Assert.Equal(theirsFirst ? [.. theirs, .. ours] : [.. ours, .. theirs], _sts.Asked);

        LoadedAssembly[] clients = [.. result.Listings.Single().Where(a => a.Name.EndsWith("SecurityToken", StringComparison.Ordinal))];
        Assert.Equal(2, clients.Length);
        Assert.Contains(clients, a => a is { Name: "AWSSDK.SecurityToken", FileVersion: SecurityToken, Context: "Default" });
        Assert.Contains(clients, a => a is { Name: "AwsSignTools.AWSSDK.SecurityToken", Context: "AwsSignTools.Sdk" });
    }
}
