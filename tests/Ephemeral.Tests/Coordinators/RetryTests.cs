using Ephemeral.Tests.Kinds;

namespace Ephemeral.Tests.Coordinators;

/// <summary>EphemeralOptions.Retry: an operation that waits for its next attempt keeps its id and its key's turn, and holds no slot.</summary>
public sealed class RetryTests
{
    private static readonly TimeSpan _delay = TimeSpan.FromMilliseconds(100);
    private static readonly PriorityLane[] _lanes = [new("high"), new("low")];

    private readonly ManualTimeProvider _time = new();
    private readonly EndCounter _ends = new();
    private readonly List<(int Item, TimeSpan At)> _attempts = [];
    private readonly DateTimeOffset _start;

    public RetryTests() => _start = _time.GetUtcNow();

    [Theory]
    [InlineData(CoordinatorKind.Work)]
    [InlineData(CoordinatorKind.Keyed)]
    [InlineData(CoordinatorKind.Result)]
    [InlineData(CoordinatorKind.Priority)]
    [InlineData(CoordinatorKind.PriorityKeyed)]
    public async Task AnOperationThatFails_IsTriedAgain_AfterWaitsThatDouble_WithoutASlot(CoordinatorKind kind)
    {
        AnyCoordinator made = Create(kind, failures: 2, Options());
        await using CoordinatorBase coordinator = made.Coordinator;
        long id = await made.Enqueue!(new(1, Key: 1, Lane: 0), default);
        await _ends.Reached(1);
        Assert.Equal((1, 0), (coordinator.PendingCount, coordinator.ActiveCount));

        await made.Enqueue(new(2, Key: 2, Lane: 1), default); // the only slot is free
        await _ends.Reached(2);
        Assert.Equal(0, coordinator.TotalFailed);
        _time.Advance(_delay);
        await _ends.Reached(4);
        _time.Advance((2 * _delay) - TimeSpan.FromTicks(1));
        Assert.Equal(2, coordinator.PendingCount);
        _time.Advance(TimeSpan.FromTicks(1));
        await _ends.Reached(6);

        Assert.Equal((2, 2L, 0L, 0), (coordinator.TotalEnqueued, coordinator.TotalCompleted, coordinator.TotalFailed, coordinator.PendingCount));
        Assert.Contains(coordinator.GetSnapshot(), snapshot => snapshot.Id == id && snapshot is { IsFaulted: false, Error: null });
        Assert.Equal([TimeSpan.Zero, _delay, 3 * _delay], _attempts.Where(static attempt => attempt.Item == 1).Select(static attempt => attempt.At));
    }

    [Fact]
    public async Task WhenNoRetryIsLeft_ItHasFailed_Once()
    {
        AnyCoordinator made = Create(CoordinatorKind.Work, failures: int.MaxValue, Options() with { Retry = new() { MaxRetries = 2, InitialDelay = TimeSpan.Zero } });
        await using CoordinatorBase coordinator = made.Coordinator;
        await made.Enqueue!(new(1, 1, 0), default);

        await _ends.Reached(3); // without any time passing

        Assert.Equal((1L, 0, 3), (coordinator.TotalFailed, coordinator.PendingCount, _attempts.Count));
        Assert.IsType<InvalidOperationException>(Assert.Single(coordinator.GetFailed()).Error);
    }

    [Theory]
    [InlineData(CoordinatorKind.Keyed)]
    [InlineData(CoordinatorKind.PriorityKeyed)]
    public async Task TheWait_KeepsTheTurnOfItsKey(CoordinatorKind kind)
    {
        AnyCoordinator made = Create(kind, failures: 1, Options());
        await using CoordinatorBase coordinator = made.Coordinator;
        await made.Enqueue!(new(1, Key: 7, Lane: 0), default);
        await _ends.Reached(1);
        await made.Enqueue(new(2, Key: 7, Lane: 0), default);
        await made.Enqueue(new(3, Key: 8, Lane: 0), default);
        await _ends.Reached(2);
        Assert.Equal((2, 1), (made.PendingOfKey!(7), made.PendingOfKey(8)));

        _time.Advance(_delay);
        await _ends.Reached(5); // the first and the third have succeeded, the second has failed
        _time.Advance(_delay);
        await _ends.Reached(6);

        Assert.Equal([1, 3, 1, 3, 2, 2], _attempts.Select(static attempt => attempt.Item));
        Assert.Equal((0, 0, 3L), (made.PendingOfKey(7), made.PendingOfKey(8), coordinator.TotalCompleted));
    }

    [Fact]
    public async Task AForeach_TriesAgain_BeforeItGoesOn_AndBoundsThoseThatWait()
    {
        AnyCoordinator made = Create(CoordinatorKind.ForEach, failures: 1, Options() with { QueueCapacity = 2 }, [.. Enumerable.Range(1, 5).Select(static item => new WorkItem(item, 0, 0))]);
        Task run = made.RunAsync!();
        await _ends.Reached(2);
        Assert.Equal((2, 2), (made.Coordinator.PendingCount, _attempts.Count));

        _time.Advance(_delay);
        await _ends.Reached(6); // the first two have succeeded, the next two have failed
        _time.Advance(_delay);
        await _ends.Reached(9);
        _time.Advance(_delay);
        await run.Within();

        Assert.Equal([1, 2, 1, 2, 3, 4, 3, 4, 5, 5], _attempts.Select(static attempt => attempt.Item));
    }

    [Theory]
    [InlineData("kill")]
    [InlineData("cancel")]
    [InlineData("dispose")]
    public async Task WhoIsTakenAwayBetweenAttempts_IsCancelled_AndNotTriedAgain(string how)
    {
        AnyCoordinator made = Create(CoordinatorKind.Keyed, failures: int.MaxValue, Options());
        await using CoordinatorBase coordinator = made.Coordinator;
        long id = await made.Enqueue!(new(1, 1, 0), default);
        await _ends.Reached(1);

        if (how == "kill") Assert.True(coordinator.TryKill(id));
        else if (how == "cancel") coordinator.Cancel();
        else await coordinator.DisposeAsync().Within();
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal((1L, 0, 0L), (coordinator.TotalCancelled, coordinator.PendingCount, coordinator.TotalFailed));
        Assert.Single(_attempts);
        Assert.Equal(0, _time.ActiveTimers);
    }

    [Fact]
    public async Task Complete_LetsTheAttemptsEnd_AndAFlushWaitsForThem()
    {
        AnyCoordinator made = Create(CoordinatorKind.Work, failures: 1, Options());
        await using CoordinatorBase coordinator = made.Coordinator;
        await made.Enqueue!(new(1, 1, 0), default);
        await _ends.Reached(1);

        coordinator.Complete();
        Task flushed = coordinator.FlushAsync();
        Task drained = coordinator.DrainAsync();
        Assert.False(flushed.IsCompleted || drained.IsCompleted);
        _time.Advance(_delay);

        await flushed.Within();
        await drained.Within();
        Assert.Equal(1, coordinator.TotalCompleted);
    }

    [Fact]
    public async Task ThoseThatWait_CountAgainstTheQueue()
    {
        AnyCoordinator made = Create(CoordinatorKind.Work, failures: 1, Options() with { QueueCapacity = 1 });
        await using CoordinatorBase coordinator = made.Coordinator;
        await made.Enqueue!(new(1, 1, 0), default);
        await _ends.Reached(1);

        Assert.Equal(0, made.TryEnqueue!(new(2, 1, 0)));
    }

    [Theory]
    [InlineData(CoordinatorKind.Priority)]
    [InlineData(CoordinatorKind.PriorityKeyed)]
    public async Task ThoseThatWait_CountAgainstTheirLane(CoordinatorKind kind)
    {
        AnyCoordinator made = Create(kind, failures: 1, Options(), lanes: [new("high"), new("low", MaxDepth: 1)]);
        await using CoordinatorBase coordinator = made.Coordinator;
        await made.Enqueue!(new(1, Key: 1, Lane: 1), default);
        await _ends.Reached(1);

        Assert.Equal(1, made.PendingOfLane!(1));
        Assert.Equal(0, made.TryEnqueue!(new(2, Key: 2, Lane: 1)));
        Assert.NotEqual(0, made.TryEnqueue(new(3, Key: 3, Lane: 0)));
        await _ends.Reached(2);
        _time.Advance(_delay);
        await _ends.Reached(4);

        Assert.Equal(0, made.PendingOfLane(1));
        Assert.NotEqual(0, made.TryEnqueue(new(4, Key: 4, Lane: 1)));
    }

    [Fact]
    public void Policies_ComputeTheirWaits()
    {
        InvalidOperationException error = new();
        RetryPolicy policy = new() { MaxRetries = 1_000, MaxDelay = TimeSpan.FromSeconds(1) };

        Assert.Equal([100, 200, 400, 800, 1_000, 1_000], from attempt in new[] { 1, 2, 3, 4, 5, 999 } select policy.After(attempt, error)!.Value.TotalMilliseconds);
        Assert.Null(policy.After(1_001, error));
        Assert.Equal(TimeSpan.FromMilliseconds(75), (policy with { UseJitter = true, Random = static () => 0.5 }).After(1, error));
        Assert.Equal(TimeSpan.FromMilliseconds(100), (policy with { BackoffMultiplier = 1 }).After(900, error));
        Assert.Equal(TimeSpan.Zero, (policy with { InitialDelay = TimeSpan.Zero, BackoffMultiplier = 1e300 }).After(900, error));
        Assert.Equal(TimeSpan.FromSeconds(1), (policy with { Backoff = static _ => TimeSpan.MaxValue }).After(1, error));
        Assert.Equal(TimeSpan.Zero, (policy with { Backoff = static _ => TimeSpan.MinValue, UseJitter = true }).After(1, error));
        Assert.Null((policy with { ShouldRetry = static error => error is TimeoutException }).After(1, error));
    }

    [Fact]
    public async Task AFunctionThatThrows_IsCounted_AndEndsTheRetries()
    {
        RetryPolicy policy = new() { ShouldRetry = static _ => throw new NotSupportedException() };
        AnyCoordinator made = Create(CoordinatorKind.Work, failures: 1, Options() with { Retry = policy });
        await using CoordinatorBase coordinator = made.Coordinator;
        await made.Enqueue!(new(1, 1, 0), default);
        await _ends.Reached(1);

        Assert.Equal((1L, 1L), (coordinator.TotalFailed, coordinator.CallbackFailures));
    }

    [Fact]
    public async Task AnAttemptWhoseTimeIsUp_IsTriedAgain_WithATimeOfItsOwn()
    {
        int attempts = 0;
        Gate running = new();
        await using EphemeralWorkCoordinator<int> coordinator = new(
            (_, ct) => ++attempts == 1 ? running.WaitAsync(ct) : Task.CompletedTask,
            Options() with { OperationTimeout = TimeSpan.FromSeconds(1) });
        Task executed = coordinator.ExecuteAsync(1);
        await running.Reached;

        _time.Advance(TimeSpan.FromSeconds(1));
        await _ends.Reached(1);
        _time.Advance(_delay);

        await executed.Within();
        Assert.Equal((2, 1L, 0L), (attempts, coordinator.TotalCompleted, coordinator.TotalFailed));
    }

    [Fact]
    public void APolicyThatIsNotValid_IsRefused_WithAllFaults()
    {
        RetryPolicy policy = new() { MaxRetries = -1, InitialDelay = -_delay, MaxDelay = -_delay, BackoffMultiplier = double.NaN };

        ArgumentException error = Assert.Throws<ArgumentException>(() => new EphemeralWorkCoordinator<int>(static (_, _) => Task.CompletedTask, new() { Retry = policy }));

        Assert.Equal(
            """
            EphemeralOptions is not valid (4 faults):
              Retry: MaxRetries must be at least 0 but was -1.
              Retry: InitialDelay must not be negative but was -00:00:00.1000000.
              Retry: MaxDelay must not be negative but was -00:00:00.1000000.
              Retry: BackoffMultiplier must be a number of at least 1 but was NaN.
            """.ReplaceLineEndings("\n"),
            error.Message);
    }

    [Fact]
    public void AJobRunner_RefusesAPolicy()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(static () => new EphemeralSignalJobRunner(new(), [new Job()], new() { Retry = new() }));

        Assert.Contains("Retry must be null for attribute jobs, which have MaxRetries and RetryDelayMs of their own.", error.Message, StringComparison.Ordinal);
    }

    private EphemeralOptions Options() => new() { MaxConcurrency = 1, Retry = new(), TimeProvider = _time, OnSample = _ends.OnSample };

    private AnyCoordinator Create(CoordinatorKind kind, int failures, EphemeralOptions options, IEnumerable<WorkItem>? source = null, PriorityLane[]? lanes = null)
    {
        Dictionary<int, int> failed = [];
        return AnyCoordinator.Create(
            kind,
            (item, _, _) =>
            {
                _attempts.Add((item.Number, _time.GetUtcNow() - _start));
                failed.TryGetValue(item.Number, out int times);
                failed[item.Number] = times + 1;
                return times < failures ? throw new InvalidOperationException($"attempt {times + 1}") : Task.CompletedTask;
            },
            takesOperation: false,
            options,
            lanes ?? _lanes,
            source ?? []);
    }

    private sealed class Job
    {
        [EphemeralJob("x")]
        public Task RunAsync() => Task.CompletedTask;
    }
}
