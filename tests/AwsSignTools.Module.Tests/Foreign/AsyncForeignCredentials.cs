using System;
using System.Threading.Tasks;
using Amazon.Runtime;

namespace AwsSignTools.Module.Tests.Foreign;

/// <summary>An AWSCredentials of somebody's own that waits for others.</summary>
/// <param name="get">Its keys, some time.</param>
internal sealed class AsyncForeignCredentials(Func<Task<ImmutableCredentials>> get) : AWSCredentials
{
    public override ImmutableCredentials GetCredentials() => throw new NotSupportedException("Only the asynchronous form is to be used.");

    public override Task<ImmutableCredentials> GetCredentialsAsync() => get();
}
