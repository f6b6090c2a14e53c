namespace Ephemeral.Tests.Coordinators;

/// <summary>Faults that the model and a close reading found: what a hold keeps, for how long, and what a foreach does meanwhile.</summary>
public sealed class DeferralEdgeTests
{
    [Fact]
    public async Task ForEach_WhileADeferSignalStays_RunsAfterTheLongestDeferral()
    {
        ManualTimeProvider time = new();
        SignalSink sink = new(timeProvider: time);
        sink.Raise("busy");
        EphemeralOptions options = new()
        {
            TimeProvider = time,
            Signals = sink,
            DeferOnSignals = new HashSet<string> { "busy" },
            DeferCheckInterval = TimeSpan.FromSeconds(1),
            MaxDeferAttempts = 3,
        };
        Task run = Enumerable.Range(0, 5).EphemeralForEachAsync(Ended, options);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(run.IsCompleted);

        time.Advance(TimeSpan.FromSeconds(1));

        await run.Within();
    }

    [Fact]
    public async Task ForEach_DeferredWhileAnEndIsTold_StartsNoMore()
    {
        SignalSink sink = new();
        int ran = 0;
        TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        EphemeralOptions options = new()
        {
            MaxConcurrency = 1,
            Signals = sink,
            DeferOnSignals = new HashSet<string> { "busy" },
            MaxDeferAttempts = 1_000_000,
            OnSample = _ =>
            {
                sink.Raise("busy");
                held.TrySetResult();
            },
        };
        ForEachRun<int> run = new(new((_, _) => Task.FromResult(ran++)), options, null);
        Task running = run.RunAsync(Enumerable.Range(0, 5));
        await held.Task.Within();

        await run.DisposeAsync().Within();

        await running.Within();
        Assert.Equal(1, ran);
    }

    [Fact]
    public async Task WriterLetInWhileADeferSignalStays_IsHeldFromThenOn()
    {
        ManualTimeProvider time = new();
        SignalSink sink = new(timeProvider: time);
        TaskCompletionSource<DateTimeOffset> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using EphemeralWorkCoordinator<int> coordinator = new(
            (_, _) => Task.FromResult(started.TrySetResult(time.GetUtcNow())),
            new()
            {
                TimeProvider = time,
                QueueCapacity = 1,
                Signals = sink,
                DeferOnSignals = new HashSet<string> { "busy" },
                DeferCheckInterval = TimeSpan.FromSeconds(1),
                MaxDeferAttempts = 3,
            });
        coordinator.Pause();
        long waiting = await coordinator.EnqueueAsync(1);
        Task<long> writer = coordinator.EnqueueAsync(2).AsTask(); // before the hold, when nothing asks for the time
        sink.Raise("busy");
        DateTimeOffset raised = time.GetUtcNow();
        time.Advance(TimeSpan.FromSeconds(2));
        coordinator.TryKill(waiting);
        await writer.Within();
        coordinator.Resume();

        for (int second = 0; second < 3; second++)
        {
            for (int i = 0; i < 100; i++) await Task.Yield(); // behind a worker that was woken too early
            Assert.Equal(1, coordinator.PendingCount);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(raised.AddSeconds(5), await started.Task.Within());
    }

    [Fact]
    public async Task ZeroDeferral_HoldsNothing()
    {
        ManualTimeProvider time = new();
        SignalSink sink = new(timeProvider: time);
        sink.Raise("busy");
        await using EphemeralWorkCoordinator<int> coordinator = new(
            Ended,
            new() { TimeProvider = time, Signals = sink, DeferOnSignals = new HashSet<string> { "busy" }, MaxDeferAttempts = 0 });

        await coordinator.EnqueueAsync(1);
        coordinator.Complete();

        await coordinator.DrainAsync().Within();
    }

    [Fact]
    public async Task CancelSignalOfTheCoordinator_DiscardsTheItemsOfADeferredLane()
    {
        SignalSink sink = new();
        PriorityWorkCoordinator<int> coordinator = new(new(
            Ended,
            [new("held", DeferOnSignals: new HashSet<string> { "busy" }, MaxDeferAttempts: 1_000_000)],
            new() { Signals = sink, CancelOnSignals = new HashSet<string> { "stop" } }));
        sink.Raise("busy");
        await coordinator.EnqueueAsync(1, "held");
        coordinator.Complete();

        sink.Raise("stop");

        await coordinator.DrainAsync().Within();
        Assert.Equal(1, coordinator.TotalSkipped);
    }

    [Fact]
    public async Task CancelSignalOfALane_DiscardsAtOnce_WhateverHoldsTheCoordinator()
    {
        SignalSink sink = new();
        await using PriorityWorkCoordinator<int> coordinator = new(new(
            Ended,
            [new("doomed", CancelOnSignals: new HashSet<string> { "stop" }), new("held")],
            new() { Signals = sink, DeferOnSignals = new HashSet<string> { "busy" }, MaxDeferAttempts = 1_000_000, MaxTrackedOperations = 1 }));
        TaskCompletionSource left = new(TaskCreationOptions.RunContinuationsAsynchronously);
        coordinator.OperationFinalized += _ => left.TrySetResult();
        sink.Raise("busy");
        await coordinator.EnqueueManyAsync([1, 2], "doomed");
        await coordinator.EnqueueAsync(3, "held");

        sink.Raise("stop");

        await left.Task.Within();
        Assert.Equal((2L, 1), (coordinator.TotalSkipped, coordinator.PendingCount));
    }

    private static Task Ended(int item, CancellationToken cancellationToken) => Task.CompletedTask;
}
