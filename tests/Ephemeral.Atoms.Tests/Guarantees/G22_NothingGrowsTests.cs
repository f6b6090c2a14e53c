namespace Ephemeral.Atoms.Tests.Guarantees;

/// <summary>G22: nothing grows without bound: keys, waiters, batches, retries, entries.</summary>
public sealed class G22_NothingGrowsTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task FiftyThousandKeys_AreBackToEmpty()
    {
        Observer observer = new();
        using IDisposable attached = EphemeralDiagnostics.Attach(observer);
        await using KeyedSequentialAtom<int, int> atom = new(static item => item, static (_, _) => Task.CompletedTask);

        for (int i = 0; i < 50_000; i++) await atom.EnqueueAsync(i);
        await atom.DrainAsync().Within();

        Assert.All(observer.Coordinators.Where(static coordinator => coordinator.Name == "KeyedSequentialAtom"), static coordinator => Assert.Equal(0, coordinator.ActiveKeys ?? 0));
        Assert.Equal(200, atom.Snapshot().Count);
    }

    [Fact]
    public async Task WaitersThatGaveUp_LeaveNothing()
    {
        await using GcraRateLimiter limiter = new(0.001, queueLimit: 4, timeProvider: _time);
        limiter.TryAcquire();
        for (int i = 0; i < 20_000; i++)
        {
            using CancellationTokenSource cancellation = new();
            Task<TimeSpan> waiting = limiter.AcquireAsync(cancellation.Token).AsTask();
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        Assert.Equal((0, 0), (limiter.QueuedCount, _time.ActiveTimers));
    }

    [Fact]
    public async Task Retries_AreBoundedByTheQueue()
    {
        EndCounter ends = new();
        await using RetryAtom<int> atom = new(
            static (_, _) => throw new InvalidOperationException(), options: new() { QueueCapacity = 10, MaxConcurrency = 1, TimeProvider = _time, OnSample = ends.OnSample });
        for (int i = 0; i < 10; i++)
        {
            Assert.True(atom.TryEnqueue(i));
            await ends.Reached(i + 1);
        }

        Assert.False(atom.TryEnqueue(10));
        Assert.Equal(10, atom.Stats().Pending);
    }

    [Fact]
    public async Task Batches_AreBounded_HoweverManyAdd()
    {
        Gate gate = new();
        await using BatchingAtom<int> atom = new((_, ct) => gate.WaitAsync(ct), batchSize: 10, options: new() { MaxWaitingBatches = 2, TimeProvider = _time });
        using CancellationTokenSource cancellation = new();
        Task[] adding = [.. Enumerable.Range(0, 1_000).Select(item => atom.AddAsync(item, cancellation.Token).AsTask())];
        await gate.Reached;

        Assert.InRange(adding.Count(static add => add.IsCompletedSuccessfully), 20, 30);
        Assert.InRange(atom.Stats().Pending, 1, 2);
        await cancellation.CancelAsync();
        gate.Open();
        await atom.DrainAsync().Within();
    }

    private sealed class Observer : EphemeralObserver
    {
        private readonly Lock _gate = new();
        private readonly List<ObservedCoordinator> _coordinators = [];

        public IReadOnlyList<ObservedCoordinator> Coordinators
        {
            get { lock (_gate) return [.. _coordinators]; }
        }

        public override void CoordinatorCreated(ObservedCoordinator coordinator)
        {
            lock (_gate) _coordinators.Add(coordinator);
        }
    }
}
