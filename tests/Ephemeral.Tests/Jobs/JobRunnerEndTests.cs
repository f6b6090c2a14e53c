namespace Ephemeral.Tests.Jobs;

/// <summary>How a runner ends: drained on request, full, cancelled, and with a sink that others use on.</summary>
public sealed class JobRunnerEndTests
{
    private readonly SignalSink _sink = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DrainRequest_ClosesTheRunner_ThatStillRunsWhatItAccepted(bool byName)
    {
        Held jobs = new();
        await using EphemeralSignalJobRunner runner = new(_sink, [jobs], new() { CoordinatorId = "watcher" });
        _sink.Raise("work");
        await jobs.Gate.Reached;
        _sink.Raise("work");

        if (byName) _sink.RequestDrain("watcher");
        else _sink.RequestDrainAll();
        _sink.Raise("work");
        jobs.Gate.Open();
        await runner.DrainAsync().Within();

        Assert.Equal((2L, 2L, 0L), (runner.TotalEnqueued, runner.TotalCompleted, runner.DroppedCount));
    }

    [Theory]
    [InlineData(QueueFullMode.Wait, 3L, 0L)]
    [InlineData(QueueFullMode.Reject, 3L, 0L)]
    [InlineData(QueueFullMode.DropOldest, 0L, 3L)]
    [InlineData(QueueFullMode.DropNewest, 0L, 3L)]
    public async Task AFullRunner_Drops_AndEveryLossIsCounted(QueueFullMode mode, long dropped, long skipped)
    {
        Held jobs = new();
        await using EphemeralSignalJobRunner runner = new(_sink, [jobs], new() { QueueCapacity = 2, FullMode = mode });
        _sink.Raise("work");
        await jobs.Gate.Reached;

        for (int i = 0; i < 5; i++) _sink.Raise("work");

        Assert.Equal((dropped, skipped, 2), (runner.DroppedCount, runner.TotalSkipped, runner.PendingCount));
        jobs.Gate.Open();
    }

    [Fact]
    public async Task DisposeAsync_CancelsAndWaitsForRunningJobs_AndCountsTheRest()
    {
        Held jobs = new();
        EphemeralSignalJobRunner runner = new(_sink, [jobs]);
        _sink.Raise("work");
        await jobs.Gate.Reached;
        _sink.Raise("work");

        await runner.DisposeAsync().Within();
        await runner.DisposeAsync().Within();

        Assert.Equal((0, 0, 2L), (runner.ActiveCount, runner.PendingCount, runner.TotalCancelled));
    }

    [Fact]
    public async Task TwoRunners_OnOneSink_BothHear_AndOneOutlivesTheOther()
    {
        Held first = new();
        Held second = new();
        EphemeralSignalJobRunner leaving = new(_sink, [first]);
        await using EphemeralSignalJobRunner staying = new(_sink, [second]);
        first.Gate.Open();
        second.Gate.Open();
        _sink.Raise("work");
        await Task.WhenAll(leaving.FlushAsync(), staying.FlushAsync()).Within();

        await leaving.DisposeAsync().Within();
        _sink.Raise("work");
        await staying.FlushAsync().Within();

        Assert.Equal((1L, 2L), (leaving.TotalCompleted, staying.TotalCompleted));
    }

    [Fact]
    public void NullsAndNoJobs_AreRefused()
    {
        Assert.Throws<ArgumentNullException>(() => new EphemeralSignalJobRunner(null!, [new Held()]));
        Assert.Throws<ArgumentNullException>(() => new EphemeralSignalJobRunner(_sink, (IEnumerable<object>)null!));
        Assert.Equal(
            "There is no job to run. Put [EphemeralJob(\"signal\")] on a method of one of the targets.",
            Assert.Throws<ArgumentException>(() => new EphemeralSignalJobRunner(_sink, Array.Empty<object>())).Message);
        Assert.Contains(
            "QueueCapacity must be at least 1 but was 0",
            Assert.Throws<ArgumentException>(() => new EphemeralSignalJobRunner(_sink, [new Held()], new() { QueueCapacity = 0 })).Message,
            StringComparison.Ordinal);
        _sink.Raise("work"); // nobody was left listening
        Assert.Equal(0, _sink.CallbackFailures);
    }

    private sealed class Held
    {
        public Gate Gate { get; } = new();

        [EphemeralJob("work")]
        public Task WorkAsync(CancellationToken cancellationToken) => Gate.WaitAsync(cancellationToken);
    }
}
