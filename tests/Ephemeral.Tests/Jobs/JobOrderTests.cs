namespace Ephemeral.Tests.Jobs;

/// <summary>Which waiting run starts next: by priority, then by acceptance, one at a time for each key.</summary>
public sealed class JobOrderTests
{
    private readonly SignalSink _sink = new();

    [Fact]
    public async Task Priority_DecidesWhatStartsFirst_WhenASlotFrees()
    {
        Prioritised jobs = new();
        await using EphemeralSignalJobRunner runner = new(_sink, [jobs]);
        _sink.Raise("block");
        await jobs.Blocked.Reached;
        for (int i = 0; i < 3; i++) _sink.Raise("low");
        _sink.Raise("high");

        jobs.Blocked.Open();
        await Drained(runner);

        Assert.Equal(["high", "low", "low", "low"], jobs.Ran);
    }

    [Fact]
    public async Task Runs_WithOneKey_FollowEachOther_OthersOvertake()
    {
        Keyed jobs = new();
        await using EphemeralSignalJobRunner runner = new(_sink, [jobs]);
        TypedSignalSink<Order> orders = new(_sink);
        orders.Raise("work", new("a"), "first");
        await jobs.First.Reached;
        orders.Raise("work", new("a"), "second");
        orders.Raise("work", new("b"), "other");

        await jobs.Other.Reached;
        string beforeOpening = string.Join(',', jobs.Started);
        jobs.First.Open();
        jobs.Other.Open();
        await Drained(runner);

        Assert.Equal("first,other", beforeOpening);
        Assert.Equal("first,other,second", string.Join(',', jobs.Started));
        Assert.Equal(["a", "a", "b"], runner.GetCompleted().Select(static operation => operation.Key).Order());
    }

    [Fact]
    public async Task RunsOfEqualPriority_StartInOrderOfAcceptance_AlsoThoseThatWaitedForTheirKey()
    {
        Acceptance jobs = new();
        await using EphemeralSignalJobRunner runner = new(_sink, [jobs]);
        _sink.Raise("work.1", key: "a");
        await jobs.First.Reached;
        _sink.Raise("work.2", key: "a");
        _sink.Raise("work.3", key: "b");

        jobs.First.Open();
        await Drained(runner);

        Assert.Equal(["work.1", "work.2", "work.3"], jobs.Started);
    }

    private static Task Drained(EphemeralSignalJobRunner runner)
    {
        runner.Complete();
        return runner.DrainAsync().Within();
    }

    private sealed record Order(string Id);

    private sealed class Prioritised
    {
        public Gate Blocked { get; } = new();

        public List<string> Ran { get; } = [];

        [EphemeralJob("block", Lane = "one:1")]
        public Task BlockAsync(CancellationToken token) => Blocked.WaitAsync(token);

        [EphemeralJob("low", Priority = 5, Lane = "one")]
        public Task LowAsync() => RanAsync("low");

        [EphemeralJob("high", Priority = 1, Lane = "one")]
        public Task HighAsync() => RanAsync("high");

        private Task RanAsync(string name)
        {
            Ran.Add(name);
            return Task.CompletedTask;
        }
    }

    private sealed class Keyed
    {
        public Gate First { get; } = new();

        public Gate Other { get; } = new();

        public System.Collections.Concurrent.ConcurrentQueue<string?> Started { get; } = new();

        [EphemeralJob("work", KeyFromPayload = "Id", MaxConcurrency = -1)]
        public async Task WorkAsync(SignalEvent signal, CancellationToken token)
        {
            Started.Enqueue(signal.Key);
            if (signal.Key == "first") await First.WaitAsync(token);
            if (signal.Key == "other") await Other.WaitAsync(token);
        }
    }

    private sealed class Acceptance
    {
        public Gate First { get; } = new();

        public List<string> Started { get; } = [];

        [EphemeralJob("work.*", KeyFromSignal = true, Lane = "one:1")]
        public async Task WorkAsync(SignalEvent signal, CancellationToken token)
        {
            Started.Add(signal.Signal);
            if (Started.Count == 1) await First.WaitAsync(token);
        }
    }
}
