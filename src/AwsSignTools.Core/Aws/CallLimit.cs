using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Platform;

namespace AwsSignTools.Aws;

/// <summary>How long one call may take, its retries included, and what stops it.</summary>
internal sealed class CallLimit : IDisposable
{
    // How long a call that is stopped may take to stop.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _ending;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly TimeSpan _limit;
    private readonly CancellationToken _stopping;

    /// <param name="limit">The time limit.</param>
    /// <param name="cancellation">What the user stops.</param>
    public CallLimit(TimeSpan limit, CancellationToken cancellation)
    {
        _limit = limit;
        _stopping = cancellation;
        _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _ending.CancelAfter(limit);
        Token = _ending.Token;
    }

    /// <summary>Cancelled at the end of the time, and when the user stops.</summary>
    public CancellationToken Token { get; }

    /// <summary>The time that is left.</summary>
    public TimeSpan Remaining => _limit - _clock.Elapsed;

    /// <summary>The limit of a file that the call reads first.</summary>
    public ReadLimit ReadLimit => new(Remaining, _stopping);

    /// <summary>Waits for a call no longer than the limit, even for one that does not stop when it should.</summary>
    /// <param name="call">The call.</param>
    /// <exception cref="OperationCanceledException">The time is up, or the user stopped.</exception>
    public T Run<T>(Func<Task<T>> call)
    {
        // On the thread pool: a host may have a synchronization context, on which the call must not wait for itself.
        Task<T> task = Task.Run(call, Token);
        try
        {
            task.Wait(Token);
        }
        catch (AggregateException)
        {
            // GetResult throws what the call threw, as it was.
        }
        catch (OperationCanceledException) when (((IAsyncResult)task).AsyncWaitHandle.WaitOne(Grace))
        {
            // It stopped as it should, so nothing of it goes on; and it may know better than we what kept it.
        }

        return task.GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public void Dispose() => _ending.Dispose();
}
