namespace Ephemeral.Tests.Guarantees;

/// <summary>G23: pausing or deferring holds no thread and polls nothing.</summary>
public sealed class G23_HoldingCostsNothingTests
{
    [Fact]
    public async Task PausedCoordinators_HoldNoThreadAndNoTimer()
    {
        ManualTimeProvider time = new();
        List<EphemeralWorkCoordinator<int>> coordinators = [];
        for (int i = 0; i < 200; i++)
        {
            EphemeralWorkCoordinator<int> coordinator = new(static (_, _) => Task.CompletedTask, new() { TimeProvider = time });
            coordinator.Pause();
            await coordinator.EnqueueAsync(i);
            coordinators.Add(coordinator);
        }

        await Task.Run(static () => { }).Within(); // passes at once unless the pool is starved
        Assert.Equal(0, time.ActiveTimers);
        foreach (EphemeralWorkCoordinator<int> coordinator in coordinators)
        {
            coordinator.Resume();
            coordinator.Complete();
            await coordinator.DrainAsync().Within();
            await coordinator.DisposeAsync().Within();
        }
    }

    [Fact]
    public async Task ADeferral_IsOneTimer_WhichEndsTheLongestWait()
    {
        ManualTimeProvider time = new();
        EndCounter ended = new();
        SignalSink sink = new(timeProvider: time, maxAge: TimeSpan.FromHours(1));
        await using EphemeralWorkCoordinator<int> coordinator = new(
            static (_, _) => Task.CompletedTask,
            new()
            {
                MaxConcurrency = 1,
                MaxOperationLifetime = null,
                Signals = sink,
                DeferOnSignals = new HashSet<string> { "slow" },
                DeferCheckInterval = TimeSpan.FromMilliseconds(100),
                MaxDeferAttempts = 10,
                OnSample = ended.OnSample,
                TimeProvider = time,
            });
        sink.Raise("slow");
        int sinkTimers = 1; // the sink's own, for the expiry of a watched signal
        await coordinator.EnqueueManyAsync(Enumerable.Range(0, 3));
        Assert.Equal(sinkTimers + 1, time.ActiveTimers);

        time.Advance(TimeSpan.FromMilliseconds(999));
        await coordinator.EnqueueAsync(3);
        int held = coordinator.PendingCount;
        time.Advance(TimeSpan.FromMilliseconds(1));
        await ended.Reached(3);
        int stillHeld = coordinator.PendingCount;
        time.Advance(TimeSpan.FromMilliseconds(999));
        await ended.Reached(4);

        Assert.Equal((4, 1), (held, stillHeld));
    }
}
