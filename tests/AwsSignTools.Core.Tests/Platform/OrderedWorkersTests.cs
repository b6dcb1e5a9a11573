using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using AwsSignTools.Platform;
using Xunit;

namespace AwsSignTools.Core.Tests.Platform;

public class OrderedWorkersTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Results_come_in_the_order_of_the_work_whichever_is_done_first(int threads)
    {
        using OrderedWorkers<int, int> workers = new([.. Enumerable.Range(0, threads)]);
        List<int> results = [];
        for (int i = 0; i < 500; i++)
        {
            int number = i;
            workers.Add(_ =>
            {
                Thread.SpinWait(number % 5 * 1000);
                return number;
            });
            if (workers.Pending > 20)
            {
                results.Add(workers.Take(CancellationToken.None));
            }
        }

        while (workers.Pending > 0)
        {
            results.Add(workers.Take(CancellationToken.None));
        }

        Assert.Equal(Enumerable.Range(0, 500), results);
    }

    [Fact]
    public void As_many_pieces_are_done_at_once_as_there_are_tools_and_no_tool_is_used_by_two()
    {
        int[] uses = new int[3];
        using CountdownEvent all = new(3);
        using OrderedWorkers<int, bool> workers = new([0, 1, 2]);
        for (int i = 0; i < 3; i++)
        {
            // Each waits for the others: with fewer threads none would come back.
            workers.Add(tool =>
            {
                _ = Interlocked.Increment(ref uses[tool]);
                _ = all.Signal();
                return all.Wait(TimeSpan.FromMinutes(1));
            });
        }

        Assert.All(Enumerable.Range(0, 3), _ => Assert.True(workers.Take(CancellationToken.None)));
        Assert.Equal([1, 1, 1], uses);
    }

    [Fact]
    public void What_work_throws_is_thrown_where_its_result_is_taken_and_the_next_goes_on()
    {
        using OrderedWorkers<int, int> workers = new([0]);
        workers.Add(_ => throw new FormatException("first"));
        workers.Add(_ => 2);

        Assert.Equal("first", Assert.Throws<FormatException>(() => workers.Take(CancellationToken.None)).Message);
        Assert.Equal(2, workers.Take(CancellationToken.None));
        Assert.Equal(0, workers.Pending);
        Assert.False(workers.IsNextDone);
    }

    [Fact]
    public void A_wait_can_be_ended_and_what_was_not_begun_is_not_done()
    {
        using ManualResetEventSlim go = new();
        using CancellationTokenSource stop = new();
        int begun = 0;
        OrderedWorkers<int, int> workers = new([0]);
        workers.Add(_ =>
        {
            _ = Interlocked.Increment(ref begun);
            stop.Cancel();
            go.Wait();
            return 1;
        });
        workers.Add(_ => Interlocked.Increment(ref begun));

        _ = Assert.ThrowsAny<OperationCanceledException>(() => workers.Take(stop.Token));
        Thread disposing = new(workers.Dispose);
        disposing.Start();
        go.Set();
        disposing.Join();
        Assert.InRange(begun, 1, 2);
    }
}
