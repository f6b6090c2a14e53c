namespace Ephemeral.Patterns.Tests.PersistentSignals;

public sealed class PersistentSignalWindowTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly UnsafeStore _store = new();

    private PersistentSignalWindowOptions Options => new() { TimeProvider = _time };

    [Fact]
    public async Task Signals_SurviveRestarts_OnceEach()
    {
        for (int run = 0; run < 4; run++)
        {
            SignalSink sink = NewSink();
            await using PersistentSignalWindow window = await OpenAsync(sink);
            Assert.Equal(Enumerable.Range(0, run).Select(static past => $"run.{past}"), sink.Sense().Select(static signal => signal.Signal));
            Assert.Equal(run, window.RestoredCount);
            sink.Raise($"run.{run}", key: "k");
            if (run % 2 == 0) await window.FlushAsync().Within();
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(4, (await _store.ReadAsync()).Count);
    }

    [Fact]
    public async Task WhatIsRestored_KeepsItsTimeAndKey_AndCallsNobody()
    {
        SignalEvent raised;
        SignalSink before = NewSink();
        await using (await OpenAsync(before))
        {
            before.Raise(new SignalEvent("order.saved", 5, "7", default));
            before.Raise(new SignalEvent("order.sent", 5, null, default));
            raised = before.Sense()[0];
        }

        _time.Advance(TimeSpan.FromSeconds(3));
        SignalSink after = NewSink();
        int calls = 0;
        after.Subscribe(_ => calls++);
        await using PersistentSignalWindow window = await OpenAsync(after);

        IReadOnlyList<SignalEvent> restored = after.Sense();
        Assert.Equal((raised.Signal, raised.Key, raised.Timestamp), (restored[0].Signal, restored[0].Key, restored[0].Timestamp));
        Assert.Null(restored[1].Key);
        Assert.Equal(restored[0].OperationId, restored[1].OperationId); // still one operation's
        Assert.NotEqual(5, restored[0].OperationId); // which is none of this process
        Assert.True(after.Detect("order.saved"));
        Assert.Equal(0, calls);
    }

    [Fact]
    public async Task OperationsOfDifferentProcesses_StayApart_ThoughTheirIdsAreTheSame()
    {
        for (int run = 0; run < 2; run++)
        {
            SignalSink sink = NewSink();
            await using PersistentSignalWindow window = await OpenAsync(sink);
            sink.Raise(new SignalEvent($"run.{run}.begun", 5, null, default));
            sink.Raise(new SignalEvent($"run.{run}.ended", 5, null, default));
        }

        SignalSink last = NewSink();
        await using PersistentSignalWindow reader = await OpenAsync(last);
        long[] operations = [.. last.Sense().Select(static signal => signal.OperationId)];

        Assert.Equal((operations[0], operations[2]), (operations[1], operations[3]));
        Assert.NotEqual(operations[0], operations[2]);
    }

    [Fact]
    public async Task WhatWasRetractedOrCleared_DoesNotReturn()
    {
        SignalSink before = NewSink();
        await using (PersistentSignalWindow window = await OpenAsync(before))
        {
            foreach (string name in (string[])["backpressure.db", "a", "b"]) before.Raise(name, "key");
            await window.FlushAsync().Within();
            before.Retract("backpressure.db");
            before.ClearKey("nobody");
            before.ClearMatching(static signal => signal.Signal == "b");
        }

        SignalSink after = NewSink();
        await using PersistentSignalWindow second = await OpenAsync(after);

        Assert.Equal(["a"], after.Sense().Select(static signal => signal.Signal));
    }

    [Fact]
    public async Task WhatIsTooOld_IsNotRestored_AndLeavesTheStore()
    {
        SignalSink before = NewSink();
        await using (await OpenAsync(before))
        {
            before.Raise("old");
            _time.Advance(TimeSpan.FromSeconds(50));
            before.Raise("young");
        }

        _time.Advance(TimeSpan.FromSeconds(10));
        SignalSink after = NewSink();
        await using PersistentSignalWindow window = await OpenAsync(after);
        await window.FlushAsync().Within();

        Assert.Equal(["young"], after.Sense().Select(static signal => signal.Signal));
        Assert.Equal(["young"], (await _store.ReadAsync()).Select(static signal => signal.Signal));
    }

    [Fact]
    public async Task TheStore_HoldsNoMoreThanTheSink_AndWritesAreBounded()
    {
        SignalSink sink = NewSink(capacity: 100);
        await using PersistentSignalWindow window = await PersistentSignalWindow.OpenAsync(sink, _store, new() { TimeProvider = _time, BatchSize = 30 });
        for (int i = 0; i < 1_000; i++)
        {
            sink.Raise($"s{i}");
            if (i % 70 == 0) await window.FlushAsync().Within();
        }

        await window.FlushAsync().Within();

        Assert.Equal(sink.Sense().Select(static signal => signal.Signal), (await _store.ReadAsync()).Select(static signal => signal.Signal));
        Assert.Equal(100, window.StoredCount);
        Assert.All(_store.Writes, static write => Assert.InRange(write.Added + write.Removed, 1, 30));
    }

    [Fact]
    public async Task AChange_IsWrittenOneIntervalLater_AndWithoutOneThereIsNoTimer()
    {
        SignalSink sink = NewSink();
        await using PersistentSignalWindow window = await OpenAsync(sink);
        await window.FlushAsync().Within();
        _time.Advance(TimeSpan.FromSeconds(30)); // the one that was set on opening
        await window.FlushAsync().Within();
        Assert.Equal((0, 0), (_time.ActiveTimers, _store.Writes.Count));

        sink.Raise("a");
        sink.Raise("b");
        Assert.Equal(1, _time.ActiveTimers);
        _time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.Empty(_store.Writes);
        _store.Hold = new();
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await _store.Hold.Reached;
        _store.Hold.Open();
        await window.FlushAsync().Within();

        Assert.Equal([(2, 0)], _store.Writes);
        Assert.Equal(0, _time.ActiveTimers);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AWriteThatFails_IsRepeated_AndNothingIsThereTwice(bool before)
    {
        SignalSink sink = NewSink();
        PersistentSignalWindow window = await OpenAsync(sink);
        _store.Fails = number => (before && number <= 2, !before && number <= 2);
        sink.Raise("a");
        await Assert.ThrowsAsync<IOException>(() => window.FlushAsync().Within());
        sink.Retract("a");
        sink.Raise("b");
        await Assert.ThrowsAsync<IOException>(() => window.FlushAsync().Within());
        sink.Raise("c");

        await window.DisposeAsync().AsTask().Within();

        Assert.Equal(["b", "c"], (await _store.ReadAsync()).Select(static signal => signal.Signal));
        Assert.Equal(2, window.GetMetrics().Failed);
    }

    [Fact]
    public async Task AfterAFailure_TheNextIntervalTriesAgain()
    {
        SignalSink sink = NewSink();
        await using PersistentSignalWindow window = await OpenAsync(sink);
        _store.Fails = static number => (number == 1, false);
        sink.Raise("a");
        await Assert.ThrowsAsync<IOException>(() => window.FlushAsync().Within());

        _time.Advance(TimeSpan.FromSeconds(30));
        await window.FlushAsync().Within();

        Assert.Equal(2, _store.Writes.Count);
    }

    [Fact]
    public async Task OpenedAgainOnTheSameSink_NothingIsThereTwice()
    {
        SignalSink sink = NewSink();
        await using (await OpenAsync(sink)) sink.Raise("a", "k");
        await using PersistentSignalWindow window = await OpenAsync(sink);
        sink.Raise("b");
        await window.FlushAsync().Within();

        Assert.Equal(["a", "b"], sink.Sense().Select(static signal => signal.Signal));
        Assert.Equal(["a", "b"], (await _store.ReadAsync()).Select(static signal => signal.Signal));
        Assert.Equal(0, window.RestoredCount);
    }

    [Fact]
    public async Task AStoreThatHangs_DelaysDisposeByItsTimeoutAndNoMore()
    {
        SignalSink sink = NewSink();
        TaskCompletionSource waits = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TimerWatch watch = new(_time)
        {
            TimerSet = due =>
            {
                if (due == TimeSpan.FromSeconds(5)) waits.TrySetResult();
            },
        };
        PersistentSignalWindow window = await PersistentSignalWindow.OpenAsync(sink, _store, new() { TimeProvider = watch });
        sink.Raise("a");
        _store.Hold = new();
        Task disposing = window.DisposeAsync().AsTask();
        await _store.Hold.Reached;
        await waits.Task.Within();
        Assert.False(disposing.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(5));

        await disposing.Within();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => window.FlushAsync());
    }

    [Fact]
    public async Task AFlushThatDisposeCutsShort_DoesNotSayThatNothingWasToWrite()
    {
        SignalSink sink = NewSink();
        PersistentSignalWindow window = await PersistentSignalWindow.OpenAsync(sink, _store, new() { TimeProvider = _time, DisposeTimeout = TimeSpan.Zero });
        sink.Raise("a");
        _store.Hold = new();
        Task<int> flush = window.FlushAsync();
        await _store.Hold.Reached;
        Task<int> waiting = window.FlushAsync();

        await window.DisposeAsync().AsTask().Within();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flush.Within());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Within());
        Assert.Empty(await _store.ReadAsync());
    }

    [Fact]
    public async Task WhatWasRaisedBeforeTheWindowWasOpened_IsNotPushedOutByWhatIsOlder()
    {
        SignalSink before = NewSink(capacity: 10);
        await using (await OpenAsync(before))
            for (int i = 0; i < 10; i++) before.Raise($"old.{i}");
        SignalSink after = NewSink(capacity: 10);
        for (int i = 0; i < 4; i++) after.Raise($"new.{i}");

        await using PersistentSignalWindow window = await OpenAsync(after);

        Assert.Equal(4, after.GetSignalsByPattern("new.*").Count);
        Assert.Equal(["old.4", "old.5", "old.6", "old.7", "old.8", "old.9"], after.GetSignalsByPattern("old.*").Select(static signal => signal.Signal));
        Assert.Equal((6, 0L), (window.RestoredCount, after.DroppedCount));
    }

    [Fact]
    public async Task RubbishInTheStore_IsNotRestored_AndRemoved()
    {
        await _store.WriteAsync([new(1, "", 1, null, _time.GetUtcNow()), new(2, null!, 1, null, _time.GetUtcNow()), new(3, "ok", 1, null, _time.GetUtcNow())], []);
        SignalSink sink = NewSink();
        await using PersistentSignalWindow window = await OpenAsync(sink);
        await window.FlushAsync().Within();

        Assert.Equal(["ok"], sink.Sense().Select(static signal => signal.Signal));
        Assert.Equal([3L], (await _store.ReadAsync()).Select(static signal => signal.Id));
    }

    [Fact]
    public async Task AStoreThatFlushesItsWindow_IsToldSo_InsteadOfWaitingForItself()
    {
        SignalSink sink = NewSink();
        PersistentSignalWindow? window = null;
        SelfishStore store = new(() => window!.FlushAsync());
        window = await PersistentSignalWindow.OpenAsync(sink, store, Options);
        sink.Raise("a");

        await Assert.ThrowsAsync<InvalidOperationException>(() => window.FlushAsync().Within());
        store.Flush = static () => Task.CompletedTask;
        await window.DisposeAsync().AsTask().Within();
    }

    [Fact]
    public async Task ManyWhoFlushAtOnce_AllHearOfTheEnd()
    {
        SignalSink sink = NewSink();
        await using PersistentSignalWindow window = await OpenAsync(sink);
        int written = 0;
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            sink.Raise($"s{i}");
            Interlocked.Add(ref written, await window.FlushAsync());
        }))).Within();

        Assert.Equal(200, written);
        Assert.Equal(200, (await _store.ReadAsync()).Count);
    }

    [Fact]
    public async Task AStoreThatReturnsNull_IsToldSo()
    {
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => PersistentSignalWindow.OpenAsync(NewSink(), new SelfishStore(static () => Task.CompletedTask) { Stored = null }));

        Assert.Contains("SelfishStore", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_AreCheckedTogether()
    {
        PersistentSignalWindowOptions wrong = new() { FlushInterval = TimeSpan.Zero, BatchSize = 0, Pattern = "", DisposeTimeout = TimeSpan.FromTicks(-1), TimeProvider = null! };

        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => PersistentSignalWindow.OpenAsync(NewSink(), _store, wrong));

        Assert.All((string[])["5 faults", "FlushInterval", "BatchSize", "Pattern", "DisposeTimeout", "TimeProvider"], part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    private sealed class SelfishStore(Func<Task> flush) : ISignalWindowStore
    {
        public Func<Task> Flush { get; set; } = flush;

        public IReadOnlyList<StoredSignal>? Stored { get; init; } = [];

        public Task<IReadOnlyList<StoredSignal>> ReadAsync(CancellationToken cancellationToken = default) => Task.FromResult(Stored!);

        public Task WriteAsync(IReadOnlyList<StoredSignal> added, IReadOnlyList<long> removed, CancellationToken cancellationToken = default) => Flush();
    }

    private SignalSink NewSink(int capacity = 1_000) => new(capacity, TimeSpan.FromMinutes(1), _time);

    private Task<PersistentSignalWindow> OpenAsync(SignalSink sink) => PersistentSignalWindow.OpenAsync(sink, _store, Options).Within();
}
