namespace Ephemeral.Scheduling.Tests.Running;

/// <summary>Stores that cancel, clocks that are set, handlers that are slow or fail, and atoms that go while somebody waits.</summary>
public sealed class HostileTests
{
    private static readonly IReadOnlyDictionary<string, DateTimeOffset> _noProgress = new Dictionary<string, DateTimeOffset>();

    private readonly ManualTimeProvider _time = new();
    private readonly MemoryTaskStore _store = new();
    private readonly List<DurableTask> _ran = [];

    [Fact]
    public async Task ALookThatWaitsWhenTheAtomGoes_IsToldSo()
    {
        Gate gate = new();
        await using DurableTaskAtom tasks = Tasks(new GatedStore(_store, gate));
        ScheduledTasksAtom schedules = Schedules(tasks);
        await gate.Reached; // the first look waits for the store
        Task<int>[] waiting = [.. Enumerable.Range(0, 5).Select(_ => schedules.TriggerAsync())];

        schedules.Dispose();
        gate.Open();

        foreach (Task<int> look in waiting) await Assert.ThrowsAsync<ObjectDisposedException>(() => look.Within());
    }

    [Fact]
    public async Task AStoreThatCancelsUnasked_LosesNoTask()
    {
        CancellingStore store = new(_store);
        await using DurableTaskAtom tasks = Tasks(store);
        await using ScheduledTasksAtom schedules = Schedules(tasks);
        await schedules.TriggerAsync().Within();
        store.Cancels = true;
        _time.Advance(TimeSpan.FromHours(1));
        try { await schedules.TriggerAsync().Within(); } catch (OperationCanceledException) { }
        await tasks.WaitForIdleAsync().Within();
        Assert.Single(_ran);
    }

    [Fact]
    public async Task AStoreThatCancelsTheRecovery_IsAskedAgain()
    {
        CancellingStore store = new(_store) { Cancels = true };
        await _store.AddAsync([new("left", "s", _time.GetUtcNow())], _noProgress, TestContext.Current.CancellationToken);
        await using DurableTaskAtom tasks = Tasks(store);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => tasks.RecoverAsync().Within());
        store.Cancels = false;
        Assert.Equal(1, await tasks.RecoverAsync().Within());
    }

    [Theory]
    [InlineData(-10)]
    [InlineData(-4_000)]
    public async Task AClockThatIsSetBackFar_DoesNotSilenceASchedule(int days)
    {
        await using DurableTaskAtom tasks = Tasks(_store);
        await using ScheduledTasksAtom schedules = Schedules(tasks);
        await schedules.TriggerAsync().Within();
        _time.StepWallClock(TimeSpan.FromDays(days));

        for (int i = 0; i < 3; i++) await AdvanceAsync(TimeSpan.FromHours(1), schedules, tasks);

        Assert.InRange(_ran.Count, 2, 3);
    }

    [Fact]
    public async Task AClockThatIsSetForthAndBack_RepeatsNothing_AndGoesOn()
    {
        await using DurableTaskAtom tasks = Tasks(_store);
        await using ScheduledTasksAtom schedules = Schedules(tasks);
        await schedules.TriggerAsync().Within();
        _time.StepWallClock(TimeSpan.FromMinutes(61)); // 01:01
        await AdvanceAsync(TimeSpan.Zero, schedules, tasks);
        _time.StepWallClock(TimeSpan.FromMinutes(-10)); // 00:51
        for (int i = 0; i < 7; i++) await AdvanceAsync(TimeSpan.FromMinutes(10), schedules, tasks); // 02:01

        Assert.Equal([1, 2], _ran.Select(task => task.ScheduledAt.Hour));
    }

    [Fact]
    public async Task AClockThatIsSetForth_IsNoticedWithinAnHour()
    {
        Gate ran = new();
        await using DurableTaskAtom tasks = new((_, _) => { ran.WaitAsync(); return Task.CompletedTask; });
        await using ScheduledTasksAtom schedules = new(tasks, [new("daily", "0 12 * * *", "d")], new() { TimeProvider = _time });
        await schedules.TriggerAsync().Within();

        _time.StepWallClock(TimeSpan.FromHours(13));
        _time.Advance(TimeSpan.FromHours(1));

        await ran.Reached; // nobody looked at the clock but the timer
    }

    [Fact]
    public async Task NeverLate_IsAnOption()
    {
        await using DurableTaskAtom tasks = Tasks(_store);
        await using ScheduledTasksAtom schedules = new(tasks, [Hourly], new() { TimeProvider = _time, LateAfter = TimeSpan.MaxValue, RetryDelay = TimeSpan.MaxValue });
        await schedules.TriggerAsync().Within();
        _time.StepWallClock(TimeSpan.FromHours(3));
        await AdvanceAsync(TimeSpan.Zero, schedules, tasks);
        Assert.Equal(["1 False", "2 False", "3 False"], _ran.Select(task => $"{task.ScheduledAt.Hour} {task.IsLate}"));
    }

    [Fact]
    public async Task ATaskThatFails_StaysInTheStore_AndRunsAfterTheNextStart()
    {
        await using (DurableTaskAtom first = new((_, _) => throw new FormatException(), store: _store))
        {
            await first.EnqueueAsync(new("bad", "s", _time.GetUtcNow())).Within();
            await first.WaitForIdleAsync().Within();
            Assert.IsType<FormatException>(Assert.Single(first.Snapshot()).Error);
            Assert.Single(_store.Ids);
        }

        await using DurableTaskAtom second = Tasks(_store);
        await second.RecoverAsync().Within();
        await second.WaitForIdleAsync().Within();
        Assert.True(Assert.Single(_ran).IsLate);
        Assert.Empty(_store.Ids);
    }

    [Fact]
    public async Task ATaskThatFailsBecauseItIsStopped_StaysInTheStore()
    {
        Gate gate = new();
        DurableTaskAtom tasks = new(
            async (_, ct) =>
            {
                try { await gate.WaitAsync(ct); }
                catch (OperationCanceledException error) { throw new IOException("The connection was closed.", error); }
            },
            store: _store);
        await tasks.EnqueueAsync(new("stopped", "s", _time.GetUtcNow())).Within();
        await gate.Reached;
        await tasks.DisposeAsync().Within();
        Assert.Single(_store.Ids);
    }

    [Fact]
    public async Task ATaskThatIsTriedAgain_StaysInTheStoreUntilItSucceeds()
    {
        List<int> stored = [];
        await using DurableTaskAtom tasks = new(
            (_, _) =>
            {
                stored.Add(_store.Ids.Count);
                return stored.Count < 3 ? Task.FromException(new FormatException()) : Task.CompletedTask;
            },
            new() { MaxConcurrency = 1, Retry = new() { InitialDelay = TimeSpan.Zero } },
            _store);
        await tasks.EnqueueAsync(new("retried", "s", _time.GetUtcNow())).Within();
        await tasks.WaitForIdleAsync().Within();
        Assert.Equal([1, 1, 1], stored);
        Assert.Empty(_store.Ids);
    }

    [Fact]
    public async Task AHandlerSlowerThanItsPeriod_FillsTheQueueAndNoMore_AndTheLatestRunsForAll()
    {
        Gate gate = new();
        await using DurableTaskAtom tasks = new(
            async (task, ct) =>
            {
                lock (_ran) _ran.Add(task);
                await gate.WaitAsync(ct);
            },
            new() { MaxConcurrency = 1, QueueCapacity = 2 },
            _store);
        await using ScheduledTasksAtom schedules = Schedules(tasks);
        await schedules.TriggerAsync().Within();
        Task<int> look = Task.FromResult(0);
        for (int hour = 1; hour <= 4; hour++)
        {
            _time.Advance(TimeSpan.FromHours(1));
            look = schedules.TriggerAsync();
            if (hour < 4) await look.Within();
        }

        Assert.False(look.IsCompleted); // one runs, two wait, and the schedule waits with the fourth
        Assert.Equal(2, tasks.PendingCount);
        for (int hour = 5; hour <= 20; hour++) _time.Advance(TimeSpan.FromHours(1));
        gate.Open();
        await look.Within();
        await schedules.TriggerAsync().Within();
        await tasks.WaitForIdleAsync().Within();
        Assert.InRange(_ran.Count, 4, 5);
        Assert.Equal([1, 2, 3], _ran.Take(3).Select(task => task.ScheduledAt.Hour));
        Assert.Equal(20, _ran[^1].ScheduledAt.Hour);
        Assert.Equal(20, _ran.Count + schedules.DroppedTicks);
    }

    private static ScheduledTaskDefinition Hourly => new("hourly", "0 * * * *", "h");

    private DurableTaskAtom Tasks(IDurableTaskStore store) => new(
        (task, _) =>
        {
            lock (_ran) _ran.Add(task);
            return Task.CompletedTask;
        },
        store: store);

    private ScheduledTasksAtom Schedules(DurableTaskAtom tasks) => new(tasks, [Hourly], new() { TimeProvider = _time });

    private async Task AdvanceAsync(TimeSpan by, ScheduledTasksAtom schedules, DurableTaskAtom tasks)
    {
        _time.Advance(by);
        await schedules.TriggerAsync().Within();
        await tasks.WaitForIdleAsync().Within();
    }

    /// <summary>A store whose calls are cancelled for a reason of its own, as those of a client with a time limit are.</summary>
    private sealed class CancellingStore(IDurableTaskStore inner) : IDurableTaskStore
    {
        public bool Cancels { get; set; }

        public Task<IReadOnlyList<DurableTask>> ReadUnfinishedAsync(CancellationToken cancellationToken = default) =>
            Cancels ? throw new TaskCanceledException() : inner.ReadUnfinishedAsync(cancellationToken);

        public Task<IReadOnlyDictionary<string, DateTimeOffset>> ReadProgressAsync(CancellationToken cancellationToken = default) => inner.ReadProgressAsync(cancellationToken);

        public Task AddAsync(IReadOnlyCollection<DurableTask> tasks, IReadOnlyDictionary<string, DateTimeOffset> progress, CancellationToken cancellationToken = default) =>
            Cancels ? throw new TaskCanceledException() : inner.AddAsync(tasks, progress, cancellationToken);

        public Task RemoveAsync(string taskId, CancellationToken cancellationToken = default) => inner.RemoveAsync(taskId, cancellationToken);
    }

    /// <summary>A store that answers its first question late.</summary>
    private sealed class GatedStore(IDurableTaskStore inner, Gate gate) : IDurableTaskStore
    {
        public Task<IReadOnlyList<DurableTask>> ReadUnfinishedAsync(CancellationToken cancellationToken = default) => inner.ReadUnfinishedAsync(cancellationToken);

        public async Task<IReadOnlyDictionary<string, DateTimeOffset>> ReadProgressAsync(CancellationToken cancellationToken = default)
        {
            await gate.WaitAsync(CancellationToken.None);
            return await inner.ReadProgressAsync(cancellationToken);
        }

        public Task AddAsync(IReadOnlyCollection<DurableTask> tasks, IReadOnlyDictionary<string, DateTimeOffset> progress, CancellationToken cancellationToken = default) =>
            inner.AddAsync(tasks, progress, cancellationToken);

        public Task RemoveAsync(string taskId, CancellationToken cancellationToken = default) => inner.RemoveAsync(taskId, cancellationToken);
    }
}
