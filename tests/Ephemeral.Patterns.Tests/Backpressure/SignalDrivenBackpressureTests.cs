namespace Ephemeral.Patterns.Tests.Backpressure;

public sealed class SignalDrivenBackpressureTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly SignalSink _sink;

    public SignalDrivenBackpressureTests() => _sink = new(timeProvider: _time);

    [Fact]
    public async Task WorkIsHeldWhileAnyBackpressureIsPresent_ForTenSecondsAtMost()
    {
        TaskCompletionSource ran = new();
        await using EphemeralWorkCoordinator<int> coordinator = SignalDrivenBackpressure.Create<int>(
            (_, _) =>
            {
                ran.SetResult();
                return Task.CompletedTask;
            },
            _sink,
            options: new() { TimeProvider = _time, DeferCheckInterval = TimeSpan.FromMilliseconds(50), MaxDeferAttempts = 200 });
        _sink.Raise("backpressure.db");
        _sink.Raise("backpressure.web");
        await coordinator.EnqueueAsync(1);
        _sink.Retract("backpressure.db");
        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal(1, coordinator.PendingCount);

        _time.Advance(TimeSpan.FromSeconds(0.1));

        await ran.Task.Within();
    }

    [Fact]
    public void TheOptions_AreKept_AndTheirRulesToo()
    {
        using EphemeralWorkCoordinator<int> coordinator = SignalDrivenBackpressure.Create<int>(
            static (_, _, _) => Task.CompletedTask, _sink, 3, new() { Name = "mine", DeferOnSignals = new HashSet<string> { "pause" }, MaxDeferAttempts = 7 });
        EphemeralOptions options = coordinator.Options;
        Assert.Equal(("mine", 3, 7), (options.Name, options.MaxConcurrency, options.MaxDeferAttempts));
        Assert.Equal(["backpressure.*", "pause"], options.DeferOnSignals!.Order(StringComparer.Ordinal));
        using EphemeralWorkCoordinator<int> plain = SignalDrivenBackpressure.Create<int>(static (_, _) => Task.CompletedTask, _sink);
        Assert.Equal((4, 200, TimeSpan.FromMilliseconds(50)), (plain.Options.MaxConcurrency, plain.Options.MaxDeferAttempts, plain.Options.DeferCheckInterval));
    }

    [Fact]
    public void BadArguments_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => SignalDrivenBackpressure.Create<int>(static (_, _) => Task.CompletedTask, _sink, 0));
        Assert.Throws<ArgumentNullException>(() => SignalDrivenBackpressure.Create<int>(static (_, _) => Task.CompletedTask, null!));
        Assert.Throws<ArgumentNullException>(() => SignalDrivenBackpressure.Create((Func<int, CancellationToken, Task>)null!, _sink));
    }
}
