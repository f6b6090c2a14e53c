namespace Ephemeral.Patterns.Tests.Guarantees;

/// <summary>G23: patterns poll nothing: at rest they hold no timer, and while they hold work back no thread.</summary>
public sealed class G23_PatternsPollNothingTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly SignalSink _sink;

    public G23_PatternsPollNothingTests() => _sink = new(timeProvider: _time);

    [Fact]
    public async Task AtRest_NoEntryHoldsATimer()
    {
        Func<int, CancellationToken, Task> body = static (_, _) => Task.CompletedTask;
        await using ControlledFanOut<int, int> controlled = new(static item => item, body, 4, 1, _sink, _time);
        await using KeyedPriorityFanOut<int, int> priority = new(static item => item, body, 4, 1, _sink, timeProvider: _time);
        await using DynamicConcurrencyDemo<int> dynamic = new(body, _sink, timeProvider: _time);
        await using AdaptiveRateService<int> adaptive = new(body, 4, _sink, timeProvider: _time);
        await using ReactiveFanOutPipeline<int> pipeline = new(body, body, sink: _sink, timeProvider: _time);
        await using TelemetrySignalHandler telemetry = new(new InMemoryTelemetryClient(), _time);
        using SignalLogWatcher watcher = new(_sink, static _ => { });
        SignalBasedCircuitBreaker breaker = new(threshold: 1, timeProvider: _time);
        SignalAnomalyDetector detector = new(_sink, timeProvider: _time);
        _sink.Raise("failure");
        Assert.True(breaker.IsOpen(_sink));
        Assert.False(detector.IsAnomalous());

        Assert.Equal(0, _time.ActiveTimers);
    }

    [Fact]
    public async Task HundredsOfHeldServices_HoldNoThread()
    {
        List<AdaptiveRateService<int>> services = [];
        List<Task> calls = [];
        for (int i = 0; i < 200; i++) services.Add(new(static (_, _) => Task.CompletedTask, 4, _sink, timeProvider: _time));
        _sink.Raise("rate-limit:1000ms");
        foreach (AdaptiveRateService<int> service in services) calls.Add(service.ProcessAsync(1));
        await Task.Run(static () => { }).Within(); // passes at once unless the pool is starved
        Assert.DoesNotContain(calls, static call => call.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(1));

        await Task.WhenAll(calls).Within();
        foreach (AdaptiveRateService<int> service in services) await service.DisposeAsync().AsTask().Within();
    }

    [Fact]
    public async Task HeldByBackpressure_WorkStartsWhenTheSignalGoes_WithoutTimePassing()
    {
        await using EphemeralWorkCoordinator<int> coordinator = SignalDrivenBackpressure.Create<int>(static (_, _) => Task.CompletedTask, _sink, options: new() { TimeProvider = _time });
        _sink.Raise("backpressure.db");
        await coordinator.EnqueueManyAsync(Enumerable.Range(0, 100));
        int held = coordinator.PendingCount;

        _sink.Retract("backpressure.db");
        await coordinator.FlushAsync().Within();

        Assert.Equal((100, 100L), (held, coordinator.TotalCompleted));
    }
}
