namespace Ephemeral.Tests.Jobs;

/// <summary>Where a run's key comes from: the payload, the signal, the attribute, or a parameter, in this order.</summary>
public sealed class JobKeyTests
{
    private readonly SignalSink _sink = new();

    public static TheoryData<string, object?, string?> Sources { get; } = new()
    {
        { "OperationKey", null, "fixed" },
        { "KeyFromSignal", null, "signal" },
        { "KeyFromPayload", new Order(new("eu"), 7), "eu" },
        { "KeyFromPayload", null, null },
        { "KeyFromPayload", new Order(null, 7), null },
        { "FieldOfThePayload", new Order(new("eu"), 7), "7" },
        { "MissingMember", new Order(new("eu"), 7), null },
        { "KeySource", new Order(new("eu"), 7), "eu" },
        { "KeySourceWithoutPath", "text", "text" },
        { "KeySourceWithoutPath", null, null },
        { "PayloadBeatsAll", new Order(new("eu"), 7), "eu" },
        { "PayloadBeatsAll", null, "signal" },
        { "SignalBeatsFixed", null, "signal" },
        { "FixedBeatsParameter", new Order(new("eu"), 7), "fixed" },
        { "None", new Order(new("eu"), 7), null },
    };

    [Theory]
    [MemberData(nameof(Sources), DisableDiscoveryEnumeration = true)]
    public void Key_IsThatOfTheFirstSourceThatHasOne(string trigger, object? payload, string? key)
    {
        EphemeralJobDescriptor job = Assert.Single(EphemeralJobScanner.Scan(new Keyed()), job => job.Matches(trigger));

        Assert.Equal(key, job.ExtractKey(new SignalEvent(trigger, 0, "signal", DateTimeOffset.UnixEpoch) { Payload = payload }));
    }

    [Fact]
    public async Task OperationKey_MakesAllRunsOfAJobFollowEachOther()
    {
        Serial jobs = new();
        await using EphemeralSignalJobRunner runner = new(_sink, [jobs]);
        _sink.Raise("work", key: "a");
        await jobs.Gate.Reached;
        _sink.Raise("work", key: "b");
        _sink.Raise("other");

        await jobs.Other.Reached;
        Assert.Equal((2, 1), (runner.ActiveCount, runner.PendingCount));
        jobs.Other.Open();
        jobs.Gate.Open();
        runner.Complete();
        await runner.DrainAsync().Within();

        Assert.Equal(["all", "all"], runner.GetCompleted().Select(static operation => operation.Key).OfType<string>());
    }

    [Fact]
    public async Task APayloadWhoseMemberThrows_StartsNoRun_IsCounted_AndHarmsNoOther()
    {
        await using EphemeralSignalJobRunner runner = new(_sink, [new Keyed()]);

        new TypedSignalSink<Poisoned>(_sink).Raise("KeyFromPayload", new());
        _sink.Raise("None");
        await runner.FlushAsync().Within();

        Assert.Equal((1L, 1L), (_sink.CallbackFailures, runner.TotalCompleted));
    }

    private sealed record Region(string Code);

    private sealed record Order(Region? Region, int Number)
    {
        public readonly string Field = $"{Number}";
    }

    private sealed class Poisoned
    {
        public Region Region => throw new InvalidOperationException("no region");
    }

    private sealed class Keyed
    {
        [EphemeralJob("OperationKey", OperationKey = "fixed")]
        [EphemeralJob("KeyFromSignal", KeyFromSignal = true)]
        [EphemeralJob("KeyFromPayload", KeyFromPayload = "Region.Code")]
        [EphemeralJob("FieldOfThePayload", KeyFromPayload = "Field")]
        [EphemeralJob("MissingMember", KeyFromPayload = "Region.Nothing")]
        [EphemeralJob("PayloadBeatsAll", KeyFromPayload = "Region.Code", KeyFromSignal = true, OperationKey = "fixed")]
        [EphemeralJob("SignalBeatsFixed", KeyFromSignal = true, OperationKey = "fixed")]
        [EphemeralJob("None")]
        public Task RunAsync() => Task.CompletedTask;

        [EphemeralJob("KeySource")]
        [EphemeralJob("FixedBeatsParameter", OperationKey = "fixed")]
        public Task SourceAsync(CancellationToken cancellationToken, [KeySource(PropertyPath = "Region.Code")] Order? order) => Task.FromResult((cancellationToken, order));

        [EphemeralJob("KeySourceWithoutPath")]
        public Task TextAsync([KeySource] string? text) => Task.FromResult(text);
    }

    private sealed class Serial
    {
        public Gate Gate { get; } = new();

        public Gate Other { get; } = new();

        [EphemeralJob("work", OperationKey = "all", MaxConcurrency = -1)]
        public Task WorkAsync(CancellationToken cancellationToken) => Gate.WaitAsync(cancellationToken);

        [EphemeralJob("other")]
        public Task OtherAsync(CancellationToken cancellationToken) => Other.WaitAsync(cancellationToken);
    }
}
