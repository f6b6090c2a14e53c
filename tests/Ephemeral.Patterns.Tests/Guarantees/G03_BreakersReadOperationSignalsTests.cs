namespace Ephemeral.Patterns.Tests.Guarantees;

/// <summary>G3: signals raised on operations reach breakers, over the coordinator and over its sink.</summary>
public sealed class G03_BreakersReadOperationSignalsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ABreaker_OpensOnSignalsOfOperations(bool overTheSink)
    {
        SignalSink? sink = overTheSink ? new() : null;
        await using EphemeralKeyedWorkCoordinator<int, int> coordinator = new(
            static item => item,
            static (_, operation, _) =>
            {
                operation.Signal("api.failure");
                throw new HttpRequestException("down");
            },
            new() { Signals = sink });
        SignalBasedCircuitBreaker breaker = new("api.failure", threshold: 5);

        await coordinator.EnqueueManyAsync(Enumerable.Range(0, 4));
        await coordinator.FlushAsync().Within();
        bool before = sink is null ? breaker.IsOpen(coordinator) : breaker.IsOpen(sink);
        await coordinator.EnqueueAsync(4);
        await coordinator.FlushAsync().Within();
        bool after = sink is null ? breaker.IsOpen(coordinator) : breaker.IsOpen(sink);

        Assert.Equal((false, true), (before, after));
    }

    [Fact]
    public async Task ABreaker_ReadsEveryKindOfCoordinator()
    {
        Func<int, EphemeralOperation, CancellationToken, Task> body = static (_, operation, _) =>
        {
            operation.Signal("failure");
            return Task.CompletedTask;
        };
        await using EphemeralWorkCoordinator<int> plain = new(body);
        await using EphemeralKeyedWorkCoordinator<int, int> keyed = new(static item => item, body);
        await using PriorityWorkCoordinator<int> priority = new(new(body));
        await using PriorityKeyedWorkCoordinator<int, int> priorityKeyed = new(new(static item => item, body));
        await using EphemeralResultCoordinator<int, int> results = new(static (item, operation, _) =>
        {
            operation.Signal("failure");
            return Task.FromResult(item);
        });
        await plain.EnqueueAsync(1);
        await keyed.EnqueueAsync(1);
        await priority.EnqueueAsync(1);
        await priorityKeyed.EnqueueAsync(1);
        await results.EnqueueAsync(1);
        SignalBasedCircuitBreaker breaker = new(threshold: 1);

        foreach (CoordinatorBase coordinator in (CoordinatorBase[])[plain, keyed, priority, priorityKeyed, results])
        {
            await coordinator.FlushAsync().Within();
            Assert.True(breaker.IsOpen(coordinator), coordinator.ToString());
        }
    }
}
