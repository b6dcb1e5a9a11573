using System;
using System.Threading.Tasks;
using Xunit;

namespace AwsSignTools.Core.Tests.Support;

/// <summary>Runs what must not hang: a test that waits for it would hang with it.</summary>
internal static class Guarded
{
    public static readonly TimeSpan SoonEnough = TimeSpan.FromSeconds(60);

    public static void Run(Action act) => Run<object?>(() =>
    {
        act();
        return null;
    });

    public static T Run<T>(Func<T> make)
    {
        Task<T> task = Task.Factory.StartNew(make, default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.True(((IAsyncResult)task).AsyncWaitHandle.WaitOne(SoonEnough), "It hangs.");
        return task.GetAwaiter().GetResult();
    }
}
