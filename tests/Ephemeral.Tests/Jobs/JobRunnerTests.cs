namespace Ephemeral.Tests.Jobs;

public sealed class JobRunnerTests
{
    private readonly SignalSink _sink = new();

    [Fact]
    public async Task Raise_StartsTheMatchingJobs_WithTheSignal()
    {
        Recorder jobs = new();
        await using EphemeralSignalJobRunner runner = new(_sink, [jobs]);

        _sink.Raise("order.saved", key: "42");
        _sink.Raise("order.deleted");

        await Drained(runner);
        Assert.Equal(["order.saved:42"], jobs.Seen);
    }

    [Fact]
    public async Task Parameters_AreFilledInAnyOrder()
    {
        EveryParameter jobs = new();
        await using EphemeralSignalJobRunner runner = new(_sink, [jobs]);

        new TypedSignalSink<Order>(_sink).Raise("order.saved", new Order("7"), key: "k");

        await Drained(runner);
        Assert.Equal(0, runner.TotalFailed);
        Assert.Equal("7", jobs.Payload?.Id);
        Assert.Equal("7", jobs.Typed.Payload.Id);
        Assert.Equal("order.saved", jobs.Signal.Signal);
        Assert.True(jobs.Operation?.Id > 0);
        Assert.True(jobs.Token.CanBeCanceled);
        Assert.Equal(5, jobs.Defaulted);
    }

    [Fact]
    public async Task MissingPayload_IsNull_AndIsSaidUnlessNullIsExpected()
    {
        WantsPayload jobs = new();
        await using EphemeralSignalJobRunner runner = new(_sink, [jobs]);

        _sink.Raise("strict");
        _sink.Raise("nullable");
        _sink.Raise("value");

        await Drained(runner);
        Assert.Equal(["strict", "nullable"], jobs.Ran.Order().Reverse());
        Assert.True(_sink.Detect("job.payload.missing:StrictAsync"));
        Assert.False(_sink.Detect("job.payload.missing:NullableAsync"));
        Assert.Contains("needs a payload of type Int32, but the signal 'value' carries none", Assert.Single(runner.GetFailed()).Error?.Message);
    }

    [Fact]
    public async Task Emissions_CarryTheTriggersKey_AndTheOperationsId()
    {
        Emitter jobs = new();
        await using EphemeralSignalJobRunner runner = new(_sink, [jobs]);

        _sink.Raise("go", key: "k");

        await Drained(runner);
        long id = Assert.Single(runner.GetCompleted()).Id;
        Assert.Equal(
            ["go.start k", "go.done k", "go.counted k"],
            _sink.GetOpSignals(id).Select(static signal => $"{signal.Signal} {signal.Key}"));
    }

    [Fact]
    public async Task Failure_IsRecordedOrSwallowed_AndAnnouncedEitherWay()
    {
        Failing jobs = new();
        await using EphemeralSignalJobRunner runner = new(_sink, [jobs]);

        _sink.Raise("recorded");
        _sink.Raise("swallowed");

        await Drained(runner);
        Assert.Equal((1, 1), (runner.TotalFailed, runner.TotalCompleted));
        Assert.True(_sink.Detect("job.failed:RecordedAsync:InvalidOperationException"));
        Assert.True(_sink.Detect("job.failed:SwallowedAsync:InvalidOperationException"));
        Assert.Equal(2, _sink.Sense(static signal => signal.Is("failed")).Count);
    }

    [Fact]
    public async Task Prefix_AppliesToTriggers_NotToEmissions()
    {
        Prefixed jobs = new();
        await using EphemeralSignalJobRunner runner = new(_sink, [jobs]);

        _sink.Raise("ingest");
        _sink.Raise("stage.ingest");

        await Drained(runner);
        Assert.Equal(1, runner.TotalCompleted);
        Assert.True(_sink.Detect("ingest.done"));
        Assert.Equal(("pipeline", 2), (runner.Jobs[0].Lane, runner.Jobs[0].MaxConcurrency));
    }

    [Fact]
    public async Task FullRunner_DropsTheNewest_AndCountsIt()
    {
        Blocked jobs = new();
        await using EphemeralSignalJobRunner runner = new(_sink, [jobs], new() { QueueCapacity = 2 });
        _sink.Raise("block");
        await jobs.Gate.Reached;

        for (int i = 0; i < 5; i++) _sink.Raise("low");

        Assert.Equal((2, 3L), (runner.PendingCount, runner.DroppedCount));
        jobs.Gate.Open();
    }

    [Fact]
    public async Task Dispose_StopsListening()
    {
        Recorder jobs = new();
        EphemeralSignalJobRunner runner = new(_sink, [jobs]);
        await runner.DisposeAsync().Within();

        _sink.Raise("order.saved");

        Assert.Equal(0, runner.TotalEnqueued);
        Assert.Equal((0L, 0L), (runner.DroppedCount, _sink.CallbackFailures));
    }

    private static Task Drained(EphemeralSignalJobRunner runner)
    {
        runner.Complete();
        return runner.DrainAsync().Within();
    }

    private sealed record Order(string Id);

    private sealed class Recorder
    {
        public List<string> Seen { get; } = [];

        [EphemeralJob("order.saved")]
        public Task SavedAsync(SignalEvent signal)
        {
            Seen.Add($"{signal.Signal}:{signal.Key}");
            return Task.CompletedTask;
        }
    }

    private sealed class EveryParameter
    {
        public Order? Payload { get; private set; }

        public SignalEvent<Order> Typed { get; private set; }

        public SignalEvent Signal { get; private set; }

        public EphemeralOperation? Operation { get; private set; }

        public CancellationToken Token { get; private set; }

        public int Defaulted { get; private set; }

        [EphemeralJob("order.*")]
        private ValueTask RunAsync(
            CancellationToken token, EphemeralOperation operation, Order payload, SignalEvent<Order> typed, SignalEvent signal)
        {
            (Token, Operation, Payload, Typed, Signal) = (token, operation, payload, typed, signal);
            return ValueTask.CompletedTask;
        }

        [EphemeralJob("order.saved")]
        private Task DefaultedAsync(int number = 5)
        {
            Defaulted = number;
            return Task.CompletedTask;
        }
    }

    private sealed class WantsPayload
    {
        public System.Collections.Concurrent.ConcurrentBag<string> Ran { get; } = [];

        [EphemeralJob("strict")]
        public Task StrictAsync(Order order) => RanAsync(order, "strict");

        [EphemeralJob("nullable")]
        public Task NullableAsync(Order? order) => RanAsync(order, "nullable");

        [EphemeralJob("value")]
        public Task ValueAsync(int number) => RanAsync(null, $"value {number}");

        private Task RanAsync(Order? order, string name)
        {
            Assert.Null(order);
            Ran.Add(name);
            return Task.CompletedTask;
        }
    }

    private sealed class Emitter
    {
        [EphemeralJob("go", EmitOnStart = "go.start", EmitOnComplete = new[] { "go.done", "go.counted" }, EmitOnFailure = "go.failed")]
        public Task GoAsync() => Task.CompletedTask;
    }

    private sealed class Failing
    {
        [EphemeralJob("recorded", EmitOnFailure = "failed")]
        public Task RecordedAsync() => throw new InvalidOperationException();

        [EphemeralJob("swallowed", EmitOnFailure = "failed", SwallowExceptions = true)]
        public async Task SwallowedAsync()
        {
            await Task.Yield();
            throw new InvalidOperationException();
        }
    }

    [EphemeralJobs(SignalPrefix = "stage", DefaultLane = "pipeline", DefaultMaxConcurrency = 2)]
    private sealed class Prefixed
    {
        [EphemeralJob("ingest", EmitOnComplete = "ingest.done")]
        public Task IngestAsync() => Task.CompletedTask;
    }

    private sealed class Blocked
    {
        public Gate Gate { get; } = new();

        [EphemeralJob("block", Lane = "one:1")]
        public Task BlockAsync(CancellationToken token) => Gate.WaitAsync(token);

        [EphemeralJob("low", Lane = "one")]
        public Task LowAsync() => Task.CompletedTask;
    }
}
