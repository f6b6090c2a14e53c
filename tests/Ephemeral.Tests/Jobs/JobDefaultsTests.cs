namespace Ephemeral.Tests.Jobs;

/// <summary>[EphemeralJobs] and what its jobs say themselves: an explicit value counts, also 0 and 1.</summary>
public sealed class JobDefaultsTests
{
    private readonly SignalSink _sink = new();

    [Fact]
    public void DefaultPriorityAndLimit_AreForJobsThatSayNothing()
    {
        Dictionary<string, EphemeralJobDescriptor> jobs = EphemeralJobScanner.Scan(new Defaults()).ToDictionary(static job => job.MethodName);

        Assert.Equal((7, 3, "io", "orders.silent"), Of(jobs["SilentAsync"]));
        Assert.Equal((0, 1, "cpu", "orders.own"), Of(jobs["OwnAsync"]));
        Assert.Equal((7, int.MaxValue, "io", "orders.free"), Of(jobs["FreeAsync"]));
        Assert.Equal((0, 1, "default", "bare"), Of(Assert.Single(EphemeralJobScanner.Scan(new Bare()))));
    }

    [Fact]
    public async Task ALaneWithoutANumber_HasTheSumOfItsJobsLimits_AndTheRunnerTheSumOfItsLanes()
    {
        await using EphemeralSignalJobRunner runner = new(_sink, [new Sums()]);

        Assert.Equal([("io", 5), ("cpu", 4)], runner.Lanes.Select(static lane => (lane.Name, lane.MaxConcurrency)));
        Assert.Equal(9, runner.CurrentMaxConcurrency);
    }

    [Fact]
    public async Task OptionsOfTheRunner_BeatTheSumOfItsLanes()
    {
        await using EphemeralSignalJobRunner runner = new(_sink, [new Sums()], new() { MaxConcurrency = 2 });

        Assert.Equal(2, runner.CurrentMaxConcurrency);
    }

    [Fact]
    public async Task DefaultPriority_DecidesBetweenClasses()
    {
        List<string> ran = [];
        Urgent urgent = new(ran);
        Patient patient = new(ran);
        await using EphemeralSignalJobRunner runner = new(_sink, [patient, urgent], new() { MaxConcurrency = 1 });
        runner.Pause();
        _sink.Raise("work");
        runner.Resume();
        await runner.FlushAsync().Within();

        Assert.Equal(["urgent", "patient"], ran);
    }

    private static (int Priority, int Limit, string Lane, string Trigger) Of(EphemeralJobDescriptor job) => (job.Priority, job.MaxConcurrency, job.Lane, job.TriggerSignal);

    [EphemeralJobs(SignalPrefix = "orders", DefaultLane = "io", DefaultPriority = 7, DefaultMaxConcurrency = 3)]
    private sealed class Defaults
    {
        [EphemeralJob("silent")]
        public Task SilentAsync() => Task.CompletedTask;

        [EphemeralJob("own", Priority = 0, MaxConcurrency = 1, Lane = "cpu")]
        public Task OwnAsync() => Task.CompletedTask;

        [EphemeralJob("free", MaxConcurrency = -1)]
        public Task FreeAsync() => Task.CompletedTask;
    }

    private sealed class Bare
    {
        [EphemeralJob("bare")]
        public Task RunAsync() => Task.CompletedTask;
    }

    private sealed class Sums
    {
        [EphemeralJob("a", Lane = "io", MaxConcurrency = 2)]
        [EphemeralJob("b", Lane = "io", MaxConcurrency = 3)]
        [EphemeralJob("c", Lane = "cpu:4", MaxConcurrency = 9)]
        public Task RunAsync() => Task.CompletedTask;
    }

    [EphemeralJobs(DefaultPriority = -1)]
    private sealed class Urgent(List<string> ran)
    {
        [EphemeralJob("work")]
        public Task RunAsync()
        {
            ran.Add("urgent");
            return Task.CompletedTask;
        }
    }

    private sealed class Patient(List<string> ran)
    {
        [EphemeralJob("work")]
        public Task RunAsync()
        {
            ran.Add("patient");
            return Task.CompletedTask;
        }
    }
}
