using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;

namespace AwsSignTools.Module.Tests.EndToEnd;

/// <summary>A request's body that is written while the request runs, on a thread of its own.</summary>
/// <param name="write">Writes the body.</param>
internal sealed class EngineContent(Action<Stream> write) : HttpContent
{
    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => Task.Factory.StartNew(
        () => write(stream), System.Threading.CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
