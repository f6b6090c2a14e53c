using System.Threading.RateLimiting;

namespace Ephemeral.Atoms.Tests.RateLimit;

/// <summary>Leases, and control by signals.</summary>
public sealed class RateLimitAtomTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly SignalSink _sink;

    public RateLimitAtomTests() => _sink = new(timeProvider: _time);

    [Fact]
    public async Task Defaults_AreThoseOfTheContract()
    {
        RateLimitOptions options = new();
        GcraRateLimitOptions gcra = new();
        await using RateLimitAtom atom = new(_sink);

        Assert.Equal((10.0, 20, "rate.limit.*"), (options.InitialRatePerSecond, options.Burst, options.ControlSignalPattern));
        Assert.Equal((10.0, 5, "rate.limit.gcra.*", true), (gcra.InitialRatePerSecond, gcra.BurstSize, gcra.ControlSignalPattern, gcra.EmitSignals));
        Assert.Equal((10.0, 20), (atom.RatePerSecond, atom.Burst));
    }

    [Theory]
    [InlineData("rate.limit.set:25", 25)]
    [InlineData("rate.limit.set:0.25", 0.25)]
    [InlineData("rate.limit.increase:2.5", 12.5)]
    [InlineData("rate.limit.decrease:4", 6)]
    [InlineData("rate.limit.decrease:40", 1)] // never below 1
    public async Task ARate_IsSetBySignal_AndAnnounced(string command, double expected)
    {
        await using RateLimitAtom atom = Create();

        _sink.Raise(command);

        Assert.Equal((expected, 20, 0L), (atom.RatePerSecond, atom.Burst, atom.IgnoredCount));
        Assert.Equal(expected.ToString(System.Globalization.CultureInfo.InvariantCulture), Assert.Single(_sink.Sense(static signal => signal.Is("rate.limit.applied"))).Key);
    }

    [Fact]
    public async Task ARateBelowOne_IsNotRaisedByDecreasing()
    {
        await using RateLimitAtom atom = Create();
        _sink.Raise("rate.limit.set:0.5");

        _sink.Raise("rate.limit.decrease:3");

        Assert.Equal(0.5, atom.RatePerSecond);
    }

    [Fact]
    public async Task ABurst_IsSetBySignal_AndAnnounced()
    {
        await using RateLimitAtom atom = Create();

        _sink.Raise("rate.limit.burst:3");

        Assert.Equal(3, atom.Burst);
        Assert.Equal("3", Assert.Single(_sink.Sense(static signal => signal.Is("rate.limit.burst.applied"))).Key);
    }

    [Theory]
    [InlineData("rate.limit.set:")]
    [InlineData("rate.limit.set")]
    [InlineData("rate.limit.set:abc")]
    [InlineData("rate.limit.set:0")]
    [InlineData("rate.limit.set:-5")]
    [InlineData("rate.limit.set:NaN")]
    [InlineData("rate.limit.set:1e400")]
    [InlineData("rate.limit.set:5,5")]
    [InlineData("rate.limit.increase:-5")]
    [InlineData("rate.limit.burst:0")]
    [InlineData("rate.limit.burst:1.5")]
    [InlineData("rate.limit.burst:99999999999999")]
    public async Task WhatCannotBeRead_IsIgnoredAndCounted(string command)
    {
        await using RateLimitAtom atom = Create();

        _sink.Raise(command);

        Assert.Equal((10.0, 20, 1L), (atom.RatePerSecond, atom.Burst, atom.IgnoredCount));
    }

    [Fact]
    public async Task WhatIsNoCommand_IsNotTheAtomsBusiness()
    {
        await using RateLimitAtom atom = Create();
        await using GcraRateLimitAtom gcra = new(_sink, new() { TimeProvider = _time });

        foreach (string signal in new[] { "rate.limit.settle:5", "rate.limit.gcra.set:3", "x.rate.limit.set:3", "rate.limit.applied" }) _sink.Raise(signal);

        Assert.Equal((10.0, 0L, 3.0, 0L), (atom.RatePerSecond, atom.IgnoredCount, gcra.RatePerSecond, gcra.IgnoredCount));
    }

    [Fact]
    public async Task ALease_SaysWhenToTryAgain_WhereThereIsNoPermit()
    {
        await using RateLimitAtom atom = new(_sink, new() { InitialRatePerSecond = 2, Burst = 1, QueueLimit = 0, TimeProvider = _time });
        using RateLimitLease granted = await atom.AcquireAsync();
        using RateLimitLease refused = await atom.AcquireAsync();

        Assert.True(granted.IsAcquired);
        Assert.Empty(granted.MetadataNames);
        Assert.False(granted.TryGetMetadata(MetadataName.RetryAfter, out _));
        Assert.False(refused.IsAcquired);
        Assert.True(refused.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan retryAfter));
        Assert.Equal(TimeSpan.FromSeconds(0.5), retryAfter);
        Assert.True(refused.TryGetMetadata(MetadataName.ReasonPhrase, out string? reason));
        Assert.Equal("Too many callers wait for a permit already.", reason);
        Assert.Equal([MetadataName.RetryAfter.Name, MetadataName.ReasonPhrase.Name], refused.MetadataNames);
    }

    [Fact]
    public async Task OtherNames_MakeOtherCommands()
    {
        await using RateLimitAtom atom = new(_sink, new() { ControlSignalPattern = "orders/limit/*", TimeProvider = _time });

        _sink.Raise("orders/limit/set:3");

        Assert.Equal(3, atom.RatePerSecond);
    }

    [Fact]
    public async Task Gcra_TellsHowRequestsWent()
    {
        await using GcraRateLimitAtom atom = new(_sink, new() { InitialRatePerSecond = 4, BurstSize = 1, QueueLimit = 1, TimeProvider = _time });
        (await atom.AcquireAsync()).Dispose();
        Task<RateLimitLease> waiting = atom.AcquireAsync().AsTask();
        Assert.Equal(TimeSpan.FromSeconds(0.5), atom.GetEstimatedWaitTime());
        Assert.False((await atom.AcquireAsync()).IsAcquired);
        Assert.False(atom.TryAcquire());
        _time.Advance(TimeSpan.FromSeconds(0.25));
        Assert.True((await waiting.Within()).IsAcquired);
        _sink.Raise("rate.limit.gcra.burst:2");
        _sink.Raise("rate.limit.gcra.set:0.5");
        _sink.Raise("rate.limit.gcra.reset");
        Assert.True(atom.TryAcquire() && atom.TryAcquire());
        _sink.Raise("rate.limit.gcra.burst:none");

        Assert.Equal(
            [
                "allowed", "denied", "denied", "delayed:250", "burst:2", "config:4,2", "set:0.5", "config:0.5,2",
                "reset", "reset.applied", "allowed", "allowed", "burst:none",
            ],
            _sink.Sense().Select(static signal => signal.Signal["rate.limit.gcra.".Length..]));
        Assert.Equal((0.5, 2, 1L), (atom.RatePerSecond, atom.BurstSize, atom.IgnoredCount));
    }

    [Fact]
    public async Task Gcra_CanBeSilent()
    {
        await using GcraRateLimitAtom atom = new(_sink, new() { EmitSignals = false, TimeProvider = _time });

        (await atom.AcquireAsync()).Dispose();

        Assert.Equal(0, _sink.Count);
    }

    [Fact]
    public void InvalidOptions_AreRefused_WithAllFaults()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new RateLimitAtom(
            _sink, new() { InitialRatePerSecond = 0, Burst = 0, QueueLimit = -1, ControlSignalPattern = "*.limit.*", TimeProvider = null! }));
        ArgumentException gcra = Assert.Throws<ArgumentException>(() => new GcraRateLimitAtom(
            _sink, new() { InitialRatePerSecond = -1, BurstSize = 0, ControlSignalPattern = "" }));

        Assert.Equal(
            """
            RateLimitOptions is not valid (5 faults):
              InitialRatePerSecond must be from 1E-09 to 1000000000 but was 0.
              QueueLimit must be at least 0 but was -1.
              TimeProvider must be set but was null.
              ControlSignalPattern must be a beginning and one asterisk at its end, such as rate.limit.*, but was '*.limit.*'.
              Burst must be at least 1 but was 0.
            """.ReplaceLineEndings("\n"),
            error.Message);
        Assert.StartsWith("GcraRateLimitOptions is not valid (3 faults):", gcra.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(static () => new RateLimitAtom(null!));
        Assert.Throws<ArgumentNullException>(static () => new GcraRateLimitAtom(null!));
    }

    [Fact]
    public async Task ASubscriberThatAnswersAChangeWithAChange_IsCutByTheSink()
    {
        await using RateLimitAtom atom = Create();
        using IDisposable subscription = _sink.Subscribe("rate.limit.applied", signal => _sink.Raise("rate.limit.increase:1"));

        _sink.Raise("rate.limit.set:5");

        Assert.True(_sink.BlockedCount > 0);
        Assert.InRange(atom.RatePerSecond, 6, 30);
    }

    private RateLimitAtom Create() => new(_sink, new() { TimeProvider = _time });
}
