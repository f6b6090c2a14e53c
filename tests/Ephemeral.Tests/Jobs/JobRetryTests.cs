namespace Ephemeral.Tests.Jobs;

/// <summary>MaxRetries and RetryDelayMs: a run that waits for its next attempt keeps its id and its key's turn, and holds no slot.</summary>
public sealed class JobRetryTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly SignalSink _sink;
    private readonly EndCounter _ends = new();

    public JobRetryTests() => _sink = new(timeProvider: _time);

    [Fact]
    public async Task ARunThatFails_IsTriedAgain_AfterADelayThatDoubles()
    {
        Flaky jobs = new(failures: 2);
        await using EphemeralSignalJobRunner runner = Run(jobs);
        _sink.Raise("work", key: "k");
        await _ends.Reached(1);
        Assert.Equal((1, 0, 1), (runner.PendingCount, runner.ActiveCount, jobs.Ids.Count));

        _time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.Equal(1, runner.PendingCount);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await _ends.Reached(2);
        _time.Advance(TimeSpan.FromMilliseconds(199));
        Assert.Equal(1, runner.PendingCount);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await Drained(runner);

        Assert.Equal((1L, 1L, 0L), (runner.TotalEnqueued, runner.TotalCompleted, runner.TotalFailed));
        Assert.Single(jobs.Ids.Distinct());
        Assert.Equal(
            ["work", "started", "job.retry:RunAsync:1", "job.retry:RunAsync:2", "done"],
            _sink.Sense().Select(static signal => signal.Signal));
        Assert.All(_sink.Sense(), static signal => Assert.Equal("k", signal.Key));
        Assert.Equal(1, _time.ActiveTimers); // the window's
    }

    [Fact]
    public async Task WhenNoRetryIsLeft_ItHasFailed_AndSaysSoOnce()
    {
        Flaky jobs = new(failures: int.MaxValue);
        await using EphemeralSignalJobRunner runner = Run(jobs);
        _sink.Raise("work");
        for (int attempt = 1; attempt <= 3; attempt++)
        {
            await _ends.Reached(attempt);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        await Drained(runner);

        Assert.Equal((4, 1L, 0), (jobs.Ids.Count, runner.TotalFailed, runner.PendingCount));
        Assert.Equal(["job.failed:RunAsync:InvalidOperationException", "failed"], _sink.Sense().TakeLast(2).Select(static signal => signal.Signal));
        Assert.Single(_sink.Sense(static signal => signal.StartsWith("job.failed")));
        Assert.IsType<InvalidOperationException>(Assert.Single(runner.GetFailed()).Error);
    }

    [Fact]
    public async Task TheWait_HoldsNoSlot()
    {
        Flaky jobs = new(failures: 1);
        await using EphemeralSignalJobRunner runner = Run(jobs);
        _sink.Raise("work");
        await _ends.Reached(1);

        _sink.Raise("other");
        await _ends.Reached(2);

        Assert.Equal((1L, 1), (runner.TotalCompleted, runner.PendingCount));
    }

    [Fact]
    public async Task TheWait_KeepsTheTurnOfItsKey()
    {
        Flaky jobs = new(failures: 1);
        await using EphemeralSignalJobRunner runner = Run(jobs);
        _sink.Raise("work", key: "k");
        await _ends.Reached(1);
        _sink.Raise("work", key: "k");
        _sink.Raise("work", key: "other");
        await _ends.Reached(2);

        Assert.Equal((1L, 2), (runner.TotalCompleted, runner.PendingCount));
        _time.Advance(TimeSpan.FromMilliseconds(100));
        await Drained(runner);

        Assert.Equal(["k", "other", "k", "k"], jobs.Keys);
        Assert.Equal(jobs.Ids[0], jobs.Ids[2]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task KilledOrCancelledWhileItWaits_ItIsCancelled_AndNothingHangs(bool kill)
    {
        Flaky jobs = new(failures: int.MaxValue);
        await using EphemeralSignalJobRunner runner = Run(jobs);
        _sink.Raise("work", key: "k");
        await _ends.Reached(1);
        _sink.Raise("other", key: "k");

        if (kill) Assert.True(runner.TryKill(jobs.Ids[0]));
        else runner.Cancel();
        runner.Complete();
        await runner.DrainAsync().Within().ContinueWith(static _ => { }, TaskScheduler.Default);

        Assert.Equal((1, 0, 0), (jobs.Ids.Count, runner.PendingCount, runner.ActiveCount));
        Assert.Equal(kill ? (1L, 1L) : (2L, 0L), (runner.TotalCancelled, runner.TotalCompleted));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(jobs.Ids);
    }

    [Fact]
    public async Task EveryAttempt_HasItsOwnTimeAndToken()
    {
        Slow jobs = new();
        await using EphemeralSignalJobRunner runner = Run(jobs);
        _sink.Raise("slow");
        await jobs.First.Reached;

        _time.Advance(TimeSpan.FromMilliseconds(50));
        await _ends.Reached(1);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        await Drained(runner);

        Assert.Equal([false, false], jobs.WasCancelledAtStart);
        Assert.Equal((1L, 0L), (runner.TotalCompleted, runner.TotalFailed));
        Assert.Equal(TimeSpan.Zero, Assert.Single(runner.GetCompleted()).Duration);
    }

    [Fact]
    public async Task AThousandRetriesWithoutDelay_EndLikeOne()
    {
        Eager jobs = new();
        await using EphemeralSignalJobRunner runner = new(_sink, [jobs]);

        _sink.Raise("eager");
        await Drained(runner);

        Assert.Equal((1_501, 1L), (jobs.Attempts, runner.TotalFailed));
    }

    [Fact]
    public async Task AFullRunner_WhoseRunsAllWaitForAttempts_DropsTheNewest()
    {
        Flaky jobs = new(failures: 1);
        await using EphemeralSignalJobRunner runner = new(
            _sink, [jobs], new() { TimeProvider = _time, OnSample = _ends.OnSample, QueueCapacity = 1, FullMode = QueueFullMode.DropOldest });
        _sink.Raise("work");
        await _ends.Reached(1);

        _sink.Raise("work");

        Assert.Equal((2L, 1L, 1), (runner.TotalEnqueued, runner.TotalSkipped, runner.PendingCount));
        Assert.Equal(0, _sink.CallbackFailures);
    }

    [Fact]
    public async Task ARunThatIsEvicted_IsNotTriedAgain_AndSaysThatItFailed()
    {
        EphemeralSignalJobRunner? runner = null;
        Evicted jobs = new(id => runner!.Evict(id));
        await using (runner = Run(jobs))
        {
            _sink.Raise("evicted");
            await Drained(runner);
        }

        Assert.Equal((1, 1L), (jobs.Attempts, runner.TotalFailed));
        Assert.True(_sink.Detect("job.failed:RunAsync:InvalidOperationException"));
        Assert.False(_sink.Detect("job.retry:RunAsync:1"));
    }

    [Fact]
    public async Task TheNextAttempt_HasTheCauseOfTheFirst()
    {
        Flaky jobs = new(failures: 1);
        await using EphemeralSignalJobRunner runner = Run(jobs);
        _sink.Raise("work");
        await _ends.Reached(1);

        _time.Advance(TimeSpan.FromMilliseconds(100));
        await Drained(runner);

        Assert.Equal(1, Assert.Single(_sink.Sense(static signal => signal.Is("done"))).Depth);
    }

    private EphemeralSignalJobRunner Run(object jobs) => new(_sink, [jobs], new() { TimeProvider = _time, OnSample = _ends.OnSample });

    private static Task Drained(EphemeralSignalJobRunner runner)
    {
        runner.Complete();
        return runner.DrainAsync().Within();
    }

    private sealed class Flaky(int failures)
    {
        private int _failures = failures;

        public List<long> Ids { get; } = [];

        public List<string?> Keys { get; } = [];

        [EphemeralJob("work", Lane = "one:1", KeyFromSignal = true, MaxRetries = 3, EmitOnStart = "started", EmitOnComplete = "done", EmitOnFailure = "failed")]
        public Task RunAsync(SignalEvent signal, EphemeralOperation operation)
        {
            Ids.Add(operation.Id);
            Keys.Add(signal.Key);
            return _failures-- > 0 ? throw new InvalidOperationException() : Task.CompletedTask;
        }

        [EphemeralJob("other", Lane = "one", KeyFromSignal = true)]
        public Task OtherAsync() => Task.CompletedTask;
    }

    private sealed class Eager
    {
        public int Attempts { get; private set; }

        [EphemeralJob("eager", MaxRetries = 1_500, RetryDelayMs = 0)]
        public Task RunAsync()
        {
            Attempts++;
            throw new InvalidOperationException();
        }
    }

    private sealed class Evicted(Action<long> evict)
    {
        public int Attempts { get; private set; }

        [EphemeralJob("evicted", MaxRetries = 3)]
        public Task RunAsync(EphemeralOperation operation)
        {
            Attempts++;
            evict(operation.Id);
            throw new InvalidOperationException();
        }
    }

    private sealed class Slow
    {
        public Gate First { get; } = new();

        public List<bool> WasCancelledAtStart { get; } = [];

        [EphemeralJob("slow", TimeoutMs = 50, MaxRetries = 1)]
        public Task SlowAsync(CancellationToken cancellationToken)
        {
            WasCancelledAtStart.Add(cancellationToken.IsCancellationRequested);
            return WasCancelledAtStart.Count == 1 ? First.WaitAsync(cancellationToken) : Task.CompletedTask;
        }
    }
}
