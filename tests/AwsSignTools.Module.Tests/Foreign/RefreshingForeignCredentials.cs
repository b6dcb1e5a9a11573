using System;
using System.Threading;
using Amazon.Runtime;

namespace AwsSignTools.Module.Tests.Foreign;

/// <summary>A credential that renews itself, of somebody's own.</summary>
/// <param name="life">How long each of its keys lives.</param>
internal sealed class RefreshingForeignCredentials(TimeSpan life) : RefreshingAWSCredentials
{
    private int _asked;

    /// <summary>How many keys it has made.</summary>
    public int Asked => _asked;

    /// <summary>The true end of the newest.</summary>
    public DateTime End { get; private set; }

    protected override CredentialsRefreshState GenerateNewCredentials()
    {
        End = DateTime.UtcNow + life;
        return new CredentialsRefreshState(new ImmutableCredentials($"ASIA{Interlocked.Increment(ref _asked)}", "refreshed", "token"), End);
    }
}
