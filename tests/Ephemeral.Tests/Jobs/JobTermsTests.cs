namespace Ephemeral.Tests.Jobs;

/// <summary>TimeoutMs, Pin, ExpireAfterMs, AwaitSignals and AwaitTimeoutMs.</summary>
public sealed class JobTermsTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly SignalSink _sink;
    private readonly EndCounter _ends = new();

    public JobTermsTests() => _sink = new(timeProvider: _time);

    [Fact]
    public async Task TimeoutMs_EndsTheRun_ThatHasFailedWithATimeout()
    {
        Jobs jobs = new();
        await using EphemeralSignalJobRunner runner = Run(jobs);
        _sink.Raise("stuck");
        await jobs.Stuck.Reached;

        _time.Advance(TimeSpan.FromMilliseconds(200));
        await _ends.Reached(1);

        Assert.Contains("ran longer than 00:00:00.2", Assert.IsType<TimeoutException>(Assert.Single(runner.GetFailed()).Error).Message);
        Assert.True(_sink.Detect("job.failed:StuckAsync:TimeoutException"));
    }

    [Fact]
    public async Task Pin_KeepsTheOperation_UntilSomebodyUnpinsIt()
    {
        await using EphemeralSignalJobRunner runner = Run(new Jobs());
        _sink.Raise("pinned");
        await _ends.Reached(1);
        long id = Assert.Single(runner.GetSnapshot()).Id;
        Assert.True(runner.TryGetOperation(id)!.IsPinned);

        _time.Advance(TimeSpan.FromDays(1));
        Assert.NotNull(runner.TryGetOperation(id));
        runner.Unpin(id);

        Assert.Null(runner.TryGetOperation(id));
    }

    [Fact]
    public async Task ExpireAfterMs_EndsAPin()
    {
        List<EphemeralOperationSnapshot> left = [];
        await using EphemeralSignalJobRunner runner = Run(new Jobs());
        runner.OperationFinalized += left.Add;
        _sink.Raise("expires");
        await _ends.Reached(1);

        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Empty(left);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(Assert.Single(left).IsPinned);
        Assert.Empty(runner.GetSnapshot());
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(0, _time.ActiveTimers);
    }

    [Fact]
    public async Task ExpireAfterMs_OfAnOperationThatLeftBefore_LeavesNothingBehind()
    {
        await using EphemeralSignalJobRunner runner = Run(new Jobs());
        for (int i = 0; i < 10; i++) _sink.Raise("expires");
        await _ends.Reached(10);

        foreach (EphemeralOperationSnapshot operation in runner.GetSnapshot()) runner.Evict(operation.Id);
        for (int i = 0; i < 10; i++) _sink.Raise("stays");
        await _ends.Reached(20);
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(10, runner.GetSnapshot().Count);
    }

    [Fact]
    public async Task AwaitSignals_StartsARun_OnceAllArePresent_WithoutASlot()
    {
        Jobs jobs = new();
        await using EphemeralSignalJobRunner runner = Run(jobs);
        _sink.Raise("dependent");
        _sink.Raise("db.up");
        _sink.Raise("stays");
        await _ends.Reached(1); // in the same lane, which has one slot
        Assert.Equal((1, 0, 1L), (runner.PendingCount, runner.ActiveCount, runner.TotalCompleted));

        _sink.Raise("cache.up");
        await _ends.Reached(2);

        Assert.Equal((0, 2L), (runner.PendingCount, runner.TotalCompleted));
        Assert.Equal(["stays", "dependent"], jobs.Ran);
    }

    [Fact]
    public async Task AwaitSignals_TakesOlderSignals_AndWaitsAgainWhenOneIsTakenBack()
    {
        await using EphemeralSignalJobRunner runner = Run(new Jobs());
        _sink.Raise("db.up");
        _sink.Raise("cache.up");
        _sink.Raise("dependent");
        await _ends.Reached(1);

        _sink.Retract("db.up");
        _sink.Raise("dependent");
        _sink.Raise("stays");
        await _ends.Reached(2);

        Assert.Equal((1, 2L), (runner.PendingCount, runner.TotalCompleted));
    }

    [Fact]
    public async Task AwaitSignalsThatNeverCome_FailTheRun_AfterAwaitTimeoutMs()
    {
        Jobs jobs = new();
        await using EphemeralSignalJobRunner runner = Run(jobs);
        _sink.Raise("patient", key: "k");
        _sink.Raise("patient", key: "k");
        _time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.Equal(2, runner.PendingCount);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        await _ends.Reached(2);

        Assert.Equal((2L, 0), (runner.TotalFailed, runner.PendingCount));
        Assert.Contains(
            "waited 00:00:00.5000000 after 'patient' for never.*, which were not all present",
            Assert.IsType<TimeoutException>(runner.GetFailed().First().Error).Message);
        Assert.Empty(jobs.Ran);
        Assert.Equal(2, _sink.Sense(static signal => signal.Is("job.failed:PatientAsync:TimeoutException")).Count);
        Assert.DoesNotContain(_sink.Sense(), static signal => signal.StartsWith("job.retry"));
    }

    [Fact]
    public async Task ASignalThatComesInTime_LeavesNoTimer()
    {
        Jobs jobs = new();
        await using EphemeralSignalJobRunner runner = Run(jobs);
        _sink.Raise("patient");

        _sink.Raise("never.mind");
        await _ends.Reached(1);
        runner.Evict(Assert.Single(runner.GetSnapshot()).Id);
        _sink.Clear();
        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(["patient"], jobs.Ran);
        Assert.Equal((1L, 0L, 0), (runner.TotalCompleted, runner.TotalFailed, _time.ActiveTimers));
    }

    [Fact]
    public async Task PatienceEndsNoRun_WhoseSignalsArePresent_AndThatOnlyWaitsForItsTurn()
    {
        Jobs jobs = new();
        await using EphemeralSignalJobRunner runner = Run(jobs);
        _sink.Raise("never.mind");
        runner.Pause();
        _sink.Raise("patient");

        _time.Advance(TimeSpan.FromSeconds(5));
        runner.Resume();
        await _ends.Reached(1);

        Assert.Equal(["patient"], jobs.Ran);
        Assert.Equal(0, runner.TotalFailed);
    }

    [Fact]
    public async Task ARetry_WaitsForItsSignalsAgain_WithPatience()
    {
        Jobs jobs = new();
        await using EphemeralSignalJobRunner runner = Run(jobs);
        _sink.Raise("go");
        _sink.Raise("again");
        await _ends.Reached(1);
        _sink.Retract("go");
        runner.Complete();

        _time.Advance(TimeSpan.FromMilliseconds(100));
        _time.Advance(TimeSpan.FromMilliseconds(300));
        await runner.DrainAsync().Within();

        Assert.IsType<TimeoutException>(Assert.Single(runner.GetFailed()).Error);
    }

    [Fact]
    public async Task ASkippedRun_IsEvictedByNoPatience()
    {
        await using EphemeralSignalJobRunner runner = new(
            _sink, [new Jobs()], new() { TimeProvider = _time, MaxOperationLifetime = null, CancelOnSignals = new HashSet<string> { "stop" } });
        _sink.Raise("stop");
        _sink.Raise("never.mind");
        _sink.Raise("patient");
        await runner.FlushAsync().Within();

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.True(Assert.Single(runner.GetSnapshot()).IsSkipped);
    }

    [Fact]
    public async Task Dispose_AbandonsRunsThatWaitForSignals()
    {
        EphemeralSignalJobRunner runner = Run(new Jobs());
        _sink.Raise("dependent");

        await runner.DisposeAsync().Within();

        Assert.Equal((1L, 0), (runner.TotalCancelled, runner.PendingCount));
    }

    [Theory]
    [InlineData(typeof(Negative), "TimeoutMs, AwaitTimeoutMs, ExpireAfterMs, RetryDelayMs and MaxRetries of the job Negative.RunAsync must not be negative, but one was -5.")]
    [InlineData(typeof(Blank), "AwaitSignals of the job Blank.RunAsync has a blank pattern. Name a signal, or leave it out.")]
    [InlineData(typeof(Nothing), "The job Nothing.RunAsync has an AwaitTimeoutMs of 100 but awaits nothing. Name signals in AwaitSignals.")]
    public void WhatMakesNoSense_IsRefusedWhenScanned(Type type, string message)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => EphemeralJobScanner.Scan(Activator.CreateInstance(type)!));

        Assert.Equal(message, error.Message);
    }

    private EphemeralSignalJobRunner Run(Jobs jobs) => new(_sink, [jobs], new() { TimeProvider = _time, OnSample = _ends.OnSample });

    private sealed class Jobs
    {
        public Gate Stuck { get; } = new();

        public List<string> Ran { get; } = [];

        [EphemeralJob("stuck", TimeoutMs = 200)]
        public Task StuckAsync(CancellationToken cancellationToken) => Stuck.WaitAsync(cancellationToken);

        [EphemeralJob("pinned", Pin = true)]
        public Task PinnedAsync() => Task.CompletedTask;

        [EphemeralJob("expires", Pin = true, ExpireAfterMs = 1_000)]
        public Task ExpiresAsync() => Task.CompletedTask;

        [EphemeralJob("dependent", Lane = "one:1", AwaitSignals = ["db.up", "cache.*"])]
        public Task DependentAsync() => RanAsync("dependent");

        [EphemeralJob("stays", Lane = "one")]
        public Task StaysAsync() => RanAsync("stays");

        [EphemeralJob("again", MaxRetries = 1, AwaitSignals = ["go"], AwaitTimeoutMs = 300)]
        public Task AgainAsync() => throw new InvalidOperationException();

        [EphemeralJob("patient", KeyFromSignal = true, MaxRetries = 3, AwaitSignals = ["never.*"], AwaitTimeoutMs = 500)]
        public Task PatientAsync() => RanAsync("patient");

        private Task RanAsync(string name)
        {
            Ran.Add(name);
            return Task.CompletedTask;
        }
    }

    private sealed class Negative
    {
        [EphemeralJob("x", RetryDelayMs = -5)]
        public Task RunAsync() => Task.CompletedTask;
    }

    private sealed class Blank
    {
        [EphemeralJob("x", AwaitSignals = [" "])]
        public Task RunAsync() => Task.CompletedTask;
    }

    private sealed class Nothing
    {
        [EphemeralJob("x", AwaitTimeoutMs = 100)]
        public Task RunAsync() => Task.CompletedTask;
    }
}
