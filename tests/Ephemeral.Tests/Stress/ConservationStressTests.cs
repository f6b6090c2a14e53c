namespace Ephemeral.Tests.Stress;

/// <summary>G20: accepted = pending + running + completed + failed + cancelled + skipped in every snapshot, under load.</summary>
/// <remarks>EPHEMERAL_STRESS_SEEDS sets how many seeds run; the normal run is short, a nightly one may take hours.</remarks>
public sealed class ConservationStressTests(ITestOutputHelper output)
{
    private static readonly int _seeds = int.TryParse(Environment.GetEnvironmentVariable("EPHEMERAL_STRESS_SEEDS"), out int seeds) ? seeds : 60;

    [Fact]
    public async Task G20_EveryCountsSnapshotIsConserved_ThroughHoldsLimitsKillsAndCancels()
    {
        int first = Environment.TickCount & 0xFFFF;
        output.WriteLine($"Seeds {first} to {first + _seeds - 1}.");
        for (int seed = first; seed < first + _seeds; seed++)
        {
            await RunAsync(seed, keyed: seed % 2 == 0).Within();
        }
    }

    private static async Task RunAsync(int seed, bool keyed)
    {
        Random random = new(seed);
        SignalSink sink = new();
        Keys keys = new(limit: random.Next(1, 3));
        EphemeralOptions options = new()
        {
            Name = $"seed {seed}",
            MaxConcurrency = random.Next(1, 5),
            MaxConcurrencyPerKey = keys.Limit,
            EnableDynamicConcurrency = true,
            QueueCapacity = random.Next(1, 40),
            FullMode = (QueueFullMode)random.Next(0, 4),
            MaxTrackedOperations = random.Next(1, 20),
            Signals = sink,
            CancelOnSignals = new HashSet<string> { "cancel" },
            DeferOnSignals = new HashSet<string> { "defer" },
            MaxDeferAttempts = 1_000_000,
        };
        async Task Body(int item, EphemeralOperation operation, CancellationToken ct)
        {
            if (keyed) keys.Enter(item % 5, seed);
            try
            {
                if (item % 3 == 0) await Task.Yield();
                if (item % 11 == 0) operation.Signal("seen");
                if (item % 7 == 0) throw new InvalidOperationException();
            }
            finally
            {
                if (keyed) keys.Exit(item % 5);
            }
        }

        CoordinatorBase coordinator;
        Func<int, CancellationToken, ValueTask<long>> enqueue;
        if (keyed)
        {
            EphemeralKeyedWorkCoordinator<int, int> made = new(static item => item % 5, Body, options);
            (coordinator, enqueue) = (made, made.EnqueueAsync);
        }
        else
        {
            EphemeralWorkCoordinator<int> made = new(Body, options);
            (coordinator, enqueue) = (made, made.EnqueueAsync);
        }

        long accepted = 0;
        using CancellationTokenSource sampling = new();
        Task sampler = Task.Run(() => Sample(coordinator, seed, sampling.Token));
        Task producer = Task.Run(async () =>
        {
            for (int i = 0; i < 400; i++)
            {
                try
                {
                    await enqueue(i, CancellationToken.None);
                    Interlocked.Increment(ref accepted);
                }
                catch (CoordinatorFullException)
                {
                    // Mode Reject, as drawn.
                }
                catch (CoordinatorCompletedException)
                {
                    return;
                }
            }
        });
        for (int step = 0; step < 60; step++)
        {
            Act(coordinator, sink, random);
            await Task.Yield();
        }

        sink.Retract("cancel");
        sink.Retract("defer");
        coordinator.Resume();
        bool cancel = random.Next(4) == 0;
        if (cancel) coordinator.Cancel();
        await producer;
        coordinator.Complete();
        if (cancel) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => coordinator.DrainAsync());
        else await coordinator.DrainAsync();
        await sampling.CancelAsync();
        await sampler;

        CoordinatorMetrics end = coordinator.GetMetrics();
        Assert.True(IsConserved(end), $"Seed {seed}: {end}");
        Assert.True(end is { Pending: 0, Active: 0 } && end.Enqueued == accepted, $"Seed {seed}: {end}, accepted {accepted}");
        Assert.Equal(0, coordinator.CallbackFailures);
        await coordinator.DisposeAsync();
    }

    private static void Act(CoordinatorBase coordinator, SignalSink sink, Random random)
    {
        switch (random.Next(9))
        {
            case 0: coordinator.Pause(); break;
            case 1: coordinator.Resume(); break;
            case 2: coordinator.SetMaxConcurrency(random.Next(1, 6)); break;
            case 3: sink.Raise("defer"); break;
            case 4: sink.Retract("defer"); break;
            case 5: sink.Raise("cancel"); break;
            case 6: sink.Retract("cancel"); break;
            case 7:
                foreach (EphemeralOperationSnapshot operation in coordinator.GetSnapshot())
                {
                    if (random.Next(3) == 0) coordinator.TryKill(operation.Id);
                    else if (random.Next(3) == 0) coordinator.Pin(operation.Id);
                    else if (random.Next(3) == 0) coordinator.Evict(operation.Id);
                }

                break;
            default:
                foreach (EphemeralOperationSnapshot operation in coordinator.GetSnapshot()) coordinator.Unpin(operation.Id);
                break;
        }
    }

    private static void Sample(CoordinatorBase coordinator, int seed, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            CoordinatorMetrics counts = coordinator.GetMetrics();
            Assert.True(IsConserved(counts), $"Seed {seed}: {counts}");
            Assert.True(counts is { Pending: >= 0, Active: >= 0 }, $"Seed {seed}: {counts}");
            _ = coordinator.GetSnapshot();
        }
    }

    private static bool IsConserved(CoordinatorMetrics counts) =>
        counts.Enqueued == counts.Pending + counts.Active + counts.Completed + counts.Failed + counts.Cancelled + counts.Skipped;

    /// <summary>Checks from inside the bodies that a key's limit holds.</summary>
    private sealed class Keys(int limit)
    {
        private readonly int[] _running = new int[5];

        public int Limit => limit;

        public void Enter(int key, int seed)
        {
            if (Interlocked.Increment(ref _running[key]) > limit) Assert.Fail($"Seed {seed}: more than {limit} of key {key} run.");
        }

        public void Exit(int key) => Interlocked.Decrement(ref _running[key]);
    }
}
