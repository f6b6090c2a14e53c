namespace Ephemeral.Tests.Contracts;

public abstract partial class CoordinatorContract
{
    [Fact]
    public async Task OnSignalAsync_GetsEverySignal_BeforeDrainEnds()
    {
        List<string> handled = [];
        await using Subject subject = Create(
            static (item, operation, _) =>
            {
                operation.Signal($"item.{item}");
                return Task.CompletedTask;
            },
            new()
            {
                MaxConcurrency = 1,
                MaxConcurrentSignalHandlers = 1,
                OnSignalAsync = async (signal, _) =>
                {
                    await Task.Yield();
                    handled.Add(signal.Signal);
                },
            });

        await subject.EnqueueManyAsync(5);
        await subject.DrainAsync();

        Assert.Equal(["item.0", "item.1", "item.2", "item.3", "item.4"], handled);
    }

    [Fact]
    public async Task OnSignalAsync_DropsTheOldest_AndCountsIt_WhenTooManyWait()
    {
        Gate gate = new();
        List<string> handled = [];
        EndCounter ended = new();
        await using Subject subject = Create(
            static (item, operation, _) =>
            {
                operation.Signal($"item.{item}");
                return Task.CompletedTask;
            },
            new()
            {
                MaxConcurrency = 1,
                MaxConcurrentSignalHandlers = 1,
                MaxQueuedSignals = 2,
                OnSample = ended.OnSample,
                OnSignalAsync = async (signal, _) =>
                {
                    handled.Add(signal.Signal);
                    await gate.WaitAsync(CancellationToken.None);
                },
            });
        await subject.EnqueueAsync(0);
        await gate.Reached;
        for (int i = 1; i < 6; i++) await subject.EnqueueAsync(i);
        await ended.Reached(6);

        long dropped = subject.Coordinator.DroppedSignals;
        gate.Open();
        await subject.DrainAsync();

        Assert.Equal(3, dropped);
        Assert.Equal(["item.0", "item.4", "item.5"], handled);
    }

    [Fact]
    public async Task Retractions_ReachTheirCallbacks_AndTheSharedSink()
    {
        SignalSink sink = new();
        List<SignalRetractedEvent> retracted = [];
        List<string> retractedAsync = [];
        await using Subject subject = Create(
            static (_, operation, _) =>
            {
                operation.Signal("busy.db");
                operation.Signal("busy.disk");
                operation.Signal("done");
                Assert.Equal(2, operation.RetractMatching("busy.*"));
                Assert.Equal(1, operation.Retract("done"));
                Assert.False(operation.HasSignal("done"));
                return Task.CompletedTask;
            },
            new()
            {
                Signals = sink,
                OnSignalRetracted = retracted.Add,
                OnSignalRetractedAsync = (signal, _) =>
                {
                    lock (retractedAsync) retractedAsync.Add(signal.Signal);
                    return Task.CompletedTask;
                },
            });

        await subject.EnqueueAsync(1);
        await subject.DrainAsync();

        Assert.Equal([("busy.db", "busy.*"), ("busy.disk", "busy.*"), ("done", null)], retracted.Select(static signal => (signal.Signal, signal.Pattern)));
        Assert.Equal(["busy.db", "busy.disk", "done"], retractedAsync.Order());
        Assert.Equal((0, 0, 0L), (sink.Count, subject.Coordinator.CountSignals(), subject.Coordinator.TotalFailed));
    }

    [Fact]
    public async Task Echoes_KeepTheLastWordsOfOperationsThatSignalled()
    {
        ManualTimeProvider time = new();
        await using Subject subject = Create(
            static (item, operation, _) =>
            {
                if (item != 1) operation.Signal(item == 0 ? "error.db" : "saved");
                return Task.CompletedTask;
            },
            new() { MaxConcurrency = 1, MaxTrackedOperations = 1, MaxOperationLifetime = null, OperationEchoRetention = TimeSpan.FromSeconds(30), TimeProvider = time });
        long first = await subject.EnqueueAsync(0);
        await subject.EnqueueAsync(1);
        await subject.EnqueueAsync(2);
        await subject.EnqueueAsync(3);
        await subject.DrainAsync();

        OperationEcho echo = Assert.Single(subject.Coordinator.GetEchoes("error.*"));
        Assert.Equal((first, time.GetUtcNow()), (echo.OperationId, echo.Timestamp));
        Assert.Equal(["error.db"], echo.Signals);
        Assert.Equal(2, subject.Coordinator.GetEchoes().Count);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Empty(subject.Coordinator.GetEchoes());
    }

    [Fact]
    public async Task OperationTimeout_StopsTheBody_WhichHasFailedThen()
    {
        ManualTimeProvider time = new();
        Gate gate = new();
        await using Subject subject = Create(
            (item, _, ct) => item == 0 ? gate.WaitAsync(ct) : Task.CompletedTask,
            new() { MaxConcurrency = 2, Name = "slow", OperationTimeout = TimeSpan.FromSeconds(5), MaxOperationLifetime = null, TimeProvider = time });
        await subject.EnqueueAsync(0);
        await gate.Reached;
        await subject.EnqueueAsync(1);

        time.Advance(TimeSpan.FromSeconds(5));
        await subject.DrainAsync();

        EphemeralOperationSnapshot failed = Assert.Single(subject.Coordinator.GetFailed());
        Assert.StartsWith("The operation ran longer than 00:00:05 in the coordinator 'slow' and was stopped.", Assert.IsType<TimeoutException>(failed.Error).Message);
        Assert.Equal((1L, 1L, 0L), (subject.Coordinator.TotalFailed, subject.Coordinator.TotalCompleted, subject.Coordinator.TotalCancelled));
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(0, time.ActiveTimers); // one timer for all bodies, and none when none runs
    }

    [Fact]
    public async Task SignalsBeyondTheFirst256_AreRaisedButNotKept()
    {
        int raised = 0;
        await using Subject subject = Create(
            static (_, operation, _) =>
            {
                for (int i = 0; i < 300; i++) operation.Signal("tick");
                Assert.Equal(300, operation.SignalCount);
                return Task.CompletedTask;
            },
            new() { OnSignal = _ => raised++ });

        await subject.EnqueueAsync(1);
        await subject.DrainAsync();

        Assert.Equal((300, 256, 0L), (raised, subject.Coordinator.CountSignals("tick"), subject.Coordinator.TotalFailed));
    }
}
