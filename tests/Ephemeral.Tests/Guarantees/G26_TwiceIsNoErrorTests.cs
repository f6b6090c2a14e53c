namespace Ephemeral.Tests.Guarantees;

/// <summary>G26: Complete, Cancel, DrainAsync, Dispose and DisposeAsync twice, and in any order, are no error.</summary>
public sealed class G26_TwiceIsNoErrorTests
{
    [Fact]
    public async Task EveryEnd_MayComeTwice()
    {
        SignalSink sink = new();
        EphemeralSignalJobRunner runner = new(sink, [new Job()]);
        EphemeralWorkCoordinator<int> coordinator = new(static (_, _) => Task.CompletedTask, new() { OnSignalAsync = static (_, _) => Task.CompletedTask });
        await coordinator.EnqueueAsync(1);
        foreach (CoordinatorBase each in (CoordinatorBase[])[coordinator, runner])
        {
            each.Complete();
            each.Complete();
            await each.DrainAsync().Within();
            await each.DrainAsync().Within();
            each.Cancel();
            each.Cancel();
            each.Dispose();
            await each.DisposeAsync().Within();
            await each.DisposeAsync().Within();
            each.Dispose();
            each.Complete();
            each.Pause();
            each.Resume();
        }

        Assert.Equal(1, coordinator.TotalCompleted);
        using IDisposable subscription = sink.Subscribe(static _ => { });
        subscription.Dispose();
    }

    private sealed class Job
    {
        [EphemeralJob("x")]
        public Task RunAsync() => Task.CompletedTask;
    }
}
