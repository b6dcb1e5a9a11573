using System;
using System.Threading;
using Amazon.Runtime;

namespace AwsSignTools.Module.Tests.Foreign;

/// <summary>An AWSCredentials of somebody's own: it has only the synchronous form.</summary>
/// <param name="get">Its keys.</param>
internal sealed class ForeignCredentials(Func<ImmutableCredentials?> get) : AWSCredentials
{
    private int _asked;

    /// <summary>How often it was asked.</summary>
    public int Asked => _asked;

    public override ImmutableCredentials GetCredentials()
    {
        _ = Interlocked.Increment(ref _asked);
        return get()!;
    }
}
