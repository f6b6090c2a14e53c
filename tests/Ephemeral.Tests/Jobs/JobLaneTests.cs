namespace Ephemeral.Tests.Jobs;

/// <summary>[EphemeralLane]: what a class says of a lane holds for all jobs of the runner in it.</summary>
public sealed class JobLaneTests
{
    private readonly SignalSink _sink = new();

    [Fact]
    public async Task ADeclaredLane_HasItsLimit_ForTheJobsOfOtherClassesToo()
    {
        await using EphemeralSignalJobRunner runner = new(_sink, [new Declares(), new Uses()]);

        Assert.Equal([("hot", 3), ("cold", 1)], runner.Lanes.Select(static lane => (lane.Name, lane.MaxConcurrency)));
        Assert.Equal(4, runner.CurrentMaxConcurrency);
    }

    [Fact]
    public async Task TheUrgentLane_GoesBeforeTheJobsOwnPriority()
    {
        Declares jobs = new();
        await using EphemeralSignalJobRunner runner = new(_sink, [jobs], new() { MaxConcurrency = 1 });
        _sink.Raise("block");
        await jobs.Blocked.Reached;
        _sink.Raise("cold");
        _sink.Raise("hot");

        jobs.Blocked.Open();
        runner.Complete();
        await runner.DrainAsync().Within();

        Assert.Equal(["hot", "cold"], jobs.Ran);
    }

    [Theory]
    [InlineData(typeof(TwoLimits), "The lane 'hot' has two limits, 4 and 2. State one, as in 'hot:4'.")]
    [InlineData(typeof(TwoPriorities), "The lane 'hot' has two priorities, 1 and 2. State one.")]
    [InlineData(typeof(NoRoom), "The MaxConcurrency of the lane 'hot' must be at least 1 but was 0.")]
    [InlineData(typeof(NoName), "A lane of the class of the job NoName.RunAsync has no name. Give [EphemeralLane] one.")]
    public void WhatContradictsItself_IsRefusedAtOnce(Type type, string message)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new EphemeralSignalJobRunner(_sink, [Activator.CreateInstance(type)!]));

        Assert.Equal(message, error.Message);
    }

    [EphemeralLane("hot", MaxConcurrency = 3, Priority = -1)]
    [EphemeralLane("cold")]
    [EphemeralLane("unused", MaxConcurrency = 9)]
    private sealed class Declares
    {
        public Gate Blocked { get; } = new();

        public List<string> Ran { get; } = [];

        [EphemeralJob("hot", Lane = "hot", Priority = 9)]
        public Task HotAsync() => RanAsync("hot");

        [EphemeralJob("cold", Lane = "cold", Priority = 1)]
        public Task ColdAsync() => RanAsync("cold");

        [EphemeralJob("block", Lane = "cold")]
        public Task BlockAsync(CancellationToken cancellationToken) => Blocked.WaitAsync(cancellationToken);

        private Task RanAsync(string name)
        {
            Ran.Add(name);
            return Task.CompletedTask;
        }
    }

    private sealed class Uses
    {
        [EphemeralJob("more", Lane = "hot", MaxConcurrency = 9)]
        public Task MoreAsync() => Task.CompletedTask;
    }

    [EphemeralLane("hot", MaxConcurrency = 2)]
    private sealed class TwoLimits
    {
        [EphemeralJob("x", Lane = "hot:4")]
        public Task RunAsync() => Task.CompletedTask;
    }

    [EphemeralLane("hot", Priority = 1)]
    [EphemeralLane("hot", Priority = 2)]
    private sealed class TwoPriorities
    {
        [EphemeralJob("x", Lane = "hot")]
        public Task RunAsync() => Task.CompletedTask;
    }

    [EphemeralLane("hot", MaxConcurrency = 0)]
    private sealed class NoRoom
    {
        [EphemeralJob("x", Lane = "hot")]
        public Task RunAsync() => Task.CompletedTask;
    }

    [EphemeralLane(" ")]
    private sealed class NoName
    {
        [EphemeralJob("x")]
        public Task RunAsync() => Task.CompletedTask;
    }
}
