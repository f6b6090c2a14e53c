namespace Ephemeral.Tests.Guarantees;

/// <summary>G9: lane and job concurrency of attribute jobs are real, payload and operation parameters are filled.</summary>
public sealed class G09_AttributeJobsAreRealTests
{
    [Fact]
    public async Task JobLimitFour_RunsFourAtOnce_AndNoMore()
    {
        SignalSink sink = new();
        ParallelJobs jobs = new(4);
        await using EphemeralSignalJobRunner runner = new(sink, [jobs]);

        for (int i = 0; i < 8; i++) sink.Raise("work", key: $"{i}");

        await jobs.AllStarted.Task.Within();
        Assert.Equal((4, 4), (runner.ActiveCount, runner.PendingCount));
        jobs.Gate.Open();
        runner.Complete();
        await runner.DrainAsync().Within();
        Assert.Equal(4, jobs.Peak);
    }

    [Fact]
    public async Task ThreeJobsOnOneSignal_RunAtOnce()
    {
        SignalSink sink = new();
        ThreeJobs jobs = new();
        await using EphemeralSignalJobRunner runner = new(sink, [jobs]);

        sink.Raise("file.saved");

        await Task.WhenAll(jobs.One.Reached, jobs.Two.Reached, jobs.Three.Reached);
        Assert.Equal(3, runner.ActiveCount);
        foreach (Gate gate in (Gate[])[jobs.One, jobs.Two, jobs.Three]) gate.Open();
    }

    [Fact]
    public async Task LaneLimit_BoundsAllItsJobsTogether()
    {
        SignalSink sink = new();
        LaneJobs jobs = new();
        await using EphemeralSignalJobRunner runner = new(sink, [jobs]);
        for (int i = 0; i < 10; i++) sink.Raise("work");

        await jobs.TwoStarted.Task.Within();

        Assert.Equal((2, 18), (runner.ActiveCount, runner.PendingCount));
        jobs.Gate.Open();
        runner.Complete();
        await runner.DrainAsync().Within();
        Assert.Equal(2, jobs.Peak);
    }

    [Fact]
    public async Task AwaitSignals_HoldsNoSlot_AndPayloadsAreFilled()
    {
        SignalSink sink = new();
        WaitingJobs jobs = new();
        await using EphemeralSignalJobRunner runner = new(sink, [jobs], new() { MaxConcurrency = 1 });
        TypedSignalSink<string> triggers = new(sink);

        triggers.Raise("waits", "first");
        triggers.Raise("free", "second");
        await jobs.Free.Reached;
        Assert.Equal((1, 1), (runner.ActiveCount, runner.PendingCount));
        jobs.Free.Open();
        sink.Raise("ready");
        runner.Complete();
        await runner.DrainAsync().Within();

        Assert.Equal(["second", "first"], jobs.Ran);
    }

    private sealed class WaitingJobs
    {
        public Gate Free { get; } = new();

        public List<string> Ran { get; } = [];

        [EphemeralJob("waits", AwaitSignals = ["ready"])]
        public Task WaitsAsync(string payload, EphemeralOperation operation)
        {
            Ran.Add(payload);
            return Task.FromResult(operation.Id);
        }

        [EphemeralJob("free")]
        public async Task FreeAsync(CancellationToken cancellationToken, string payload)
        {
            await Free.WaitAsync(cancellationToken);
            Ran.Add(payload);
        }
    }

    private abstract class Counting(int expected)
    {
        private int _running;

        public Gate Gate { get; } = new();

        public TaskCompletionSource AllStarted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Peak { get; private set; }

        protected async Task RunAsync(CancellationToken ct)
        {
            int running = Interlocked.Increment(ref _running);
            lock (Gate) Peak = Math.Max(Peak, running);
            if (running == expected) AllStarted.TrySetResult();
            await Gate.WaitAsync(ct);
            Interlocked.Decrement(ref _running);
        }
    }

    private sealed class ParallelJobs(int expected) : Counting(expected)
    {
        [EphemeralJob("work", MaxConcurrency = 4)]
        public Task WorkAsync(CancellationToken ct) => RunAsync(ct);
    }

    private sealed class LaneJobs() : Counting(2)
    {
        public TaskCompletionSource TwoStarted => AllStarted;

        [EphemeralJob("work", MaxConcurrency = 5, Lane = "io:2")]
        public Task FirstAsync(CancellationToken ct) => RunAsync(ct);

        [EphemeralJob("work", MaxConcurrency = -1, Lane = "io")]
        public Task SecondAsync(CancellationToken ct) => RunAsync(ct);
    }

    private sealed class ThreeJobs
    {
        public Gate One { get; } = new();

        public Gate Two { get; } = new();

        public Gate Three { get; } = new();

        [EphemeralJob("file.saved")]
        public Task OneAsync(CancellationToken ct) => One.WaitAsync(ct);

        [EphemeralJob("file.saved")]
        public Task TwoAsync(CancellationToken ct) => Two.WaitAsync(ct);

        [EphemeralJob("file.saved")]
        public Task ThreeAsync(CancellationToken ct) => Three.WaitAsync(ct);
    }
}
