namespace Ephemeral.Atoms.Tests.Batching;

/// <summary>When batches are sent on, what they hold, and what becomes of those that fail.</summary>
public sealed class BatchingAtomTests
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(5);

    private readonly ManualTimeProvider _time = new();
    private readonly List<int[]> _batches = [];
    private readonly EndCounter _processed = new();

    [Fact]
    public async Task AFullBatch_IsSentOn_WithoutAnyTimePassing()
    {
        await using BatchingAtom<int> atom = Create(size: 3);
        for (int i = 0; i < 7; i++) await atom.AddAsync(i);
        await _processed.Reached(2);
        Assert.Equal([[0, 1, 2], [3, 4, 5]], _batches);
        Assert.Equal(1, atom.Stats().Pending); // the open one

        await atom.DrainAsync().Within();

        Assert.Equal([[0, 1, 2], [3, 4, 5], [6]], _batches);
        Assert.Equal((3L, 0L), (atom.Stats().Completed, atom.TotalFailed));
    }

    [Fact]
    public async Task TheTime_CountsFromTheFirstItem()
    {
        TaskCompletionSource sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using BatchingAtom<int> atom = Create(size: 100, onBatch: sent.SetResult);
        _time.Advance(_timeout);
        await atom.AddAsync(1);
        _time.Advance(_timeout - TimeSpan.FromTicks(1));
        await atom.AddAsync(2);
        Assert.Equal((1, 0), (atom.Stats().Pending, atom.Stats().Active));

        _time.Advance(TimeSpan.FromTicks(1));
        await sent.Task.Within();

        Assert.Equal([[1, 2]], _batches);
    }

    [Fact]
    public async Task WhatComesAfterABatchWasSent_OpensTheNext_WithATimeOfItsOwn()
    {
        await using BatchingAtom<int> atom = Create(size: 2);
        await atom.AddAsync(1);
        _time.Advance(0.9 * _timeout);
        await atom.AddAsync(2); // full
        await _processed.Reached(1);
        await atom.AddAsync(3);
        _time.Advance(0.9 * _timeout);
        Assert.Equal(1, atom.Stats().Pending);
        _time.Advance(0.1 * _timeout);
        await atom.DrainAsync().Within();

        Assert.Equal([[1, 2], [3]], _batches);
    }

    [Fact]
    public async Task AFailure_IsToldWithItsItems_AndTheNextBatchIsProcessed()
    {
        List<BatchFailure<int>> failures = [];
        await using BatchingAtom<int> atom = Create(size: 2, onBatch: () => throw new InvalidOperationException("store is down"));
        atom.BatchFailed += static _ => throw new NotSupportedException("handler");
        atom.BatchFailed += failures.Add;
        for (int i = 0; i < 4; i++) await atom.AddAsync(i);

        await atom.DrainAsync().Within();

        Assert.Equal([[0, 1], [2, 3]], failures.Select(static failure => failure.Items));
        Assert.All(failures, static failure => Assert.Equal("store is down", failure.Error.Message));
        Assert.Equal((2L, 2L), (atom.TotalFailed, atom.CallbackFailures));
        Assert.All(atom.Snapshot(), static batch => Assert.Equal("store is down", batch.Error?.Message));
    }

    [Fact]
    public async Task WhoeverGivesUp_IsInNoBatch()
    {
        Gate gate = new();
        List<int> processed = [];
        await using BatchingAtom<int> atom = new(
            async (batch, _) =>
            {
                await gate.WaitAsync();
                processed.AddRange(batch);
            },
            batchSize: 1,
            options: new() { MaxWaitingBatches = 1, TimeProvider = _time });
        await atom.AddAsync(0);
        await gate.Reached;
        await atom.AddAsync(1);
        using CancellationTokenSource cancellation = new();
        Task[] waiting = [atom.AddAsync(2, cancellation.Token).AsTask(), atom.AddAsync(3, cancellation.Token).AsTask()];
        Task patient = atom.AddAsync(4).AsTask();

        await cancellation.CancelAsync();
        foreach (Task wait in waiting) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.Within());
        gate.Open();
        await patient.Within();
        await atom.DrainAsync().Within();

        Assert.Equal([0, 1, 4], processed);
    }

    [Fact]
    public async Task WhileTooManyBatchesWait_AddWaits_AndCallersShareTheNextBatch()
    {
        Gate gate = new();
        await using BatchingAtom<int> atom = new(
            async (batch, _) =>
            {
                await gate.WaitAsync();
                lock (_batches) _batches.Add([.. batch]);
            },
            batchSize: 3,
            timeout: _timeout,
            new() { MaxWaitingBatches = 1, TimeProvider = _time });
        for (int i = 0; i < 6; i++) await atom.AddAsync(i);
        await gate.Reached; // one runs, one waits
        Task[] waiting = [.. Enumerable.Range(6, 3).Select(item => atom.AddAsync(item).AsTask())];
        Assert.All(waiting, static wait => Assert.False(wait.IsCompleted));

        gate.Open();
        await Task.WhenAll(waiting).Within();
        await atom.DrainAsync().Within();

        Assert.Equal([3, 3, 3], _batches.Select(static batch => batch.Length));
    }

    [Fact]
    public async Task FromManyProducers_NothingIsLost_DoubledOrTooLarge()
    {
        const int Producers = 4;
        const int Each = 20_000;
        List<int> seen = [];
        int largest = 0;
        await using BatchingAtom<int> atom = new(
            (batch, _) =>
            {
                largest = Math.Max(largest, batch.Count);
                seen.AddRange(batch);
                return Task.CompletedTask;
            },
            batchSize: 7,
            timeout: TimeSpan.FromMilliseconds(1),
            new() { MaxWaitingBatches = 2 });

        await Task.WhenAll(Enumerable.Range(0, Producers).Select(producer => Task.Run(async () =>
        {
            for (int i = 0; i < Each; i++) await atom.AddAsync((producer * Each) + i);
        }))).Within();
        await atom.DrainAsync().Within();

        Assert.Equal(7, largest);
        Assert.Equal(Enumerable.Range(0, Producers * Each), seen.Order());
        for (int producer = 0; producer < Producers; producer++)
            Assert.True(seen.Where(item => item / Each == producer).SequenceEqual(Enumerable.Range(producer * Each, Each)), "Items of one producer keep their order.");
    }

    [Fact]
    public async Task Dispose_ProcessesWhatWasAccepted_TheOpenBatchAtOnce()
    {
        BatchingAtom<int> atom = Create(size: 10);
        for (int i = 0; i < 13; i++) await atom.AddAsync(i);

        await atom.DisposeAsync().Within();

        Assert.Equal([10, 3], _batches.Select(static batch => batch.Length));
        Assert.Equal(0, _time.ActiveTimers);
        ObjectDisposedException error = await Assert.ThrowsAsync<ObjectDisposedException>(() => atom.AddAsync(1).AsTask());
        Assert.Contains("The batching atom 'BatchingAtom' was disposed and accepts no more items.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABatchThatNeverEnds_IsAbandonedAfterTheTimeToDispose_AndCounted()
    {
        Gate gate = new();
        CancellationToken given = default;
        BatchingAtom<int> atom = new(
            async (_, ct) =>
            {
                given = ct;
                await gate.WaitAsync();
            },
            batchSize: 1,
            options: new() { DisposeTimeout = TimeSpan.FromSeconds(3), TimeProvider = _time });
        await atom.AddAsync(1);
        await atom.AddAsync(2);
        await gate.Reached;

        Task disposed = atom.DisposeAsync().AsTask();
        _time.Advance(TimeSpan.FromSeconds(3));
        await disposed.Within();

        Assert.True(given.IsCancellationRequested);
        Assert.Equal(1, atom.GetMetrics().Cancelled); // the one that waited
        gate.Open();
    }

    [Fact]
    public async Task ADrainSignal_ClosesTheAtom_AndLosesNothing()
    {
        SignalSink sink = new(timeProvider: _time);
        await using BatchingAtom<int> atom = new(
            (batch, _) =>
            {
                _batches.Add([.. batch]);
                return Task.CompletedTask;
            },
            options: new() { Signals = sink, TimeProvider = _time });
        await atom.AddAsync(1);

        sink.RequestDrainAll();
        await atom.AddAsync(2); // it joins the batch that was accepted
        await atom.DrainAsync().Within();

        Assert.Equal([[1, 2]], _batches);
        await Assert.ThrowsAsync<CoordinatorCompletedException>(() => atom.AddAsync(3).AsTask());
    }

    [Fact]
    public async Task ABatchThatDrainsItsOwnAtom_IsRefused()
    {
        BatchingAtom<int>? atom = null;
        List<BatchFailure<int>> failures = [];
        atom = new((_, _) => atom!.DrainAsync(), batchSize: 1);
        await using BatchingAtom<int> owned = atom;
        owned.BatchFailed += failures.Add;
        await owned.AddAsync(1);

        await owned.DrainAsync().Within();

        Assert.IsType<InvalidOperationException>(Assert.Single(failures).Error);
    }

    [Fact]
    public void ImpossibleBatches_AreRefused_WithAllFaults()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(static () => new BatchingAtom<int>(
            static (_, _) => Task.CompletedTask,
            batchSize: 0,
            timeout: -_timeout,
            new() { MaxConcurrency = 0, MaxWaitingBatches = -1, DisposeTimeout = -_timeout, Name = " ", TimeProvider = null! }));

        Assert.Equal(
            """
            BatchingAtom is not valid (7 faults):
              batchSize must be at least 1 but was 0.
              timeout must be positive but was -00:00:05.
              MaxConcurrency must be at least 1 but was 0.
              MaxWaitingBatches must be at least 1 but was -1.
              DisposeTimeout must not be negative but was -00:00:05.
              TimeProvider must be set but was null.
              Name must have text but was blank.
            """.ReplaceLineEndings("\n"),
            error.Message);
        Assert.Throws<ArgumentNullException>(static () => new BatchingAtom<int>(null!));
    }

    private BatchingAtom<int> Create(int size, Action? onBatch = null) => new(
        (batch, _) =>
        {
            _batches.Add([.. batch]);
            _processed.OnSample([]);
            onBatch?.Invoke();
            return Task.CompletedTask;
        },
        size,
        _timeout,
        new() { TimeProvider = _time });
}
