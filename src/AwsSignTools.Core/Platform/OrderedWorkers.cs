using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace AwsSignTools.Platform;

/// <summary>
/// Work done on several threads at once, each with a tool of its own that it need not share, and its results taken in the order the work was
/// given. One thread gives and takes.
/// </summary>
/// <typeparam name="TTool">What a thread works with.</typeparam>
/// <typeparam name="TResult">What comes of a piece of work.</typeparam>
internal sealed class OrderedWorkers<TTool, TResult> : IDisposable
{
    private readonly BlockingCollection<(Func<TTool, TResult> Work, TaskCompletionSource<TResult> Result)> _given = [];
    private readonly Queue<Task<TResult>> _pending = new();
    private readonly Thread[] _threads;

    /// <summary>Starts a thread for each tool.</summary>
    /// <param name="tools">The tools.</param>
    /// <exception cref="ArgumentNullException"><paramref name="tools"/> is null.</exception>
    public OrderedWorkers(IReadOnlyList<TTool> tools)
    {
        ArgumentNullException.ThrowIfNull(tools);
        _threads = new Thread[tools.Count];
        for (int i = 0; i < _threads.Length; i++)
        {
            TTool tool = tools[i];
            _threads[i] = new Thread(() => Work(tool)) { IsBackground = true, Name = "AwsSignTools" };
            _threads[i].Start();
        }
    }

    /// <summary>How many results are still to be taken.</summary>
    public int Pending => _pending.Count;

    /// <summary>True if the next result can be taken without a wait.</summary>
    public bool IsNextDone => _pending.Count > 0 && _pending.Peek().IsCompleted;

    /// <summary>Gives a piece of work.</summary>
    /// <param name="work">The work. What it throws is thrown where its result is taken.</param>
    public void Add(Func<TTool, TResult> work)
    {
        // Whoever waits for the result goes on by itself, not within the worker.
        TaskCompletionSource<TResult> result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending.Enqueue(result.Task);
        _given.Add((work, result));
    }

    /// <summary>Takes the result of the oldest work, and waits for it where it is not done.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">There is no work.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public TResult Take(CancellationToken cancellation)
    {
        Task<TResult> next = _pending.Dequeue();
        if (!next.IsCompleted)
        {
            // A faulted task would throw an AggregateException here; its own exception comes below.
            _ = Task.WaitAny([next], cancellation);
        }

        return next.GetAwaiter().GetResult();
    }

    /// <summary>Ends the threads once they have done the piece they are at; what was not begun is not done.</summary>
    public void Dispose()
    {
        while (_given.TryTake(out (Func<TTool, TResult> Work, TaskCompletionSource<TResult> Result) left))
        {
            _ = left.Result.TrySetCanceled();
        }

        _given.CompleteAdding();
        foreach (Thread thread in _threads)
        {
            thread.Join();
        }

        _given.Dispose();
    }

    private void Work(TTool tool)
    {
        foreach ((Func<TTool, TResult> work, TaskCompletionSource<TResult> result) in _given.GetConsumingEnumerable())
        {
            try
            {
                _ = result.TrySetResult(work(tool));
            }
#pragma warning disable CA1031 // Whatever it is, it is thrown again where the result is taken.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _ = result.TrySetException(e);
            }
        }
    }
}
