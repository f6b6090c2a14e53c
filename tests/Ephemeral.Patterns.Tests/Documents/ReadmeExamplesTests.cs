using WorkItem = string;

namespace Ephemeral.Patterns.Tests.Documents;

/// <summary>README, "Examples": circuit breaker, backpressure, dynamic concurrency, as they are written there.</summary>
public sealed class ReadmeExamplesTests
{
    [Fact]
    public async Task CircuitBreakerPattern()
    {
        await using EphemeralWorkCoordinator<string> coordinator = new(static (_, operation, _) =>
        {
            operation.Signal("api.failure");
            throw new HttpRequestException("down");
        });

        var breaker = new SignalBasedCircuitBreaker(
            failureSignal: "api.failure",
            threshold: 5,
            windowSize: TimeSpan.FromSeconds(30));

        Proceed();
        await coordinator.EnqueueManyAsync(["1", "2", "3", "4", "5"]);
        await coordinator.FlushAsync().Within();

        Assert.Equal("Too many recent failures", Assert.Throws<CircuitOpenException>(Proceed).Message);

        void Proceed()
        {
            if (breaker.IsOpen(coordinator))
            {
                throw new CircuitOpenException("Too many recent failures");
            }
        }
    }

    [Fact]
    public async Task BackpressurePattern_NewWorkDefers_AndResumes()
    {
        List<WorkItem> processed = [];

        var sink = new SignalSink();
        var coordinator = SignalDrivenBackpressure.Create<WorkItem>(
            async (item, ct) => await ProcessAsync(item, ct),
            sink,
            maxConcurrency: 4);

        // When downstream is slow
        sink.Raise("backpressure.downstream");  // New work auto-defers
        await coordinator.EnqueueAsync("item");
        Assert.Equal((1, 0), (coordinator.PendingCount, processed.Count));

        // When recovered
        sink.Retract("backpressure.downstream");  // Work resumes
        await coordinator.FlushAsync().Within();

        Assert.Equal(["item"], processed);
        await coordinator.DisposeAsync();

        Task ProcessAsync(WorkItem item, CancellationToken cancellationToken)
        {
            lock (processed) processed.Add(item);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task DynamicConcurrency_ScalesUpAndDown()
    {
        Func<WorkItem, CancellationToken, Task> body = static (_, _) => Task.CompletedTask;

        var coordinator = new EphemeralWorkCoordinator<WorkItem>(
            body,
            new EphemeralOptions { EnableDynamicConcurrency = true });

        // Scale up when load increases
        coordinator.SetMaxConcurrency(16);
        Assert.Equal(16, coordinator.CurrentMaxConcurrency);

        // Scale down when throttled
        coordinator.SetMaxConcurrency(4);
        Assert.Equal(4, coordinator.CurrentMaxConcurrency);
        await coordinator.DisposeAsync();
    }
}
