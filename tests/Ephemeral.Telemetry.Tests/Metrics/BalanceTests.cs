namespace Ephemeral.Telemetry.Tests.Metrics;

/// <summary>At rest the instruments agree with each other: nothing is counted twice, nothing is lost.</summary>
[Collection(ProcessWide.Name)]
public class BalanceTests
{
    private const int Load = 2_000;
    private const int Workers = 4;

    [Fact]
    public async Task PlainCoordinator_Balances() =>
        await Balances("balance-plain", static (body, options) => new EphemeralWorkCoordinator<int>(body, options), static (coordinator, item) => coordinator.EnqueueAsync(item));

    [Fact]
    public async Task KeyedCoordinator_Balances() =>
        await Balances(
            "balance-keyed",
            static (body, options) => new EphemeralKeyedWorkCoordinator<int, int>(static item => item % 50, body, options),
            static (coordinator, item) => coordinator.EnqueueAsync(item));

    [Fact]
    public async Task JobsThatAreTriedAgain_Balance_WithTheirRequeuings()
    {
        using MeterRecorder recorder = new();
        SignalSink sink = new();
        await using EphemeralSignalJobRunner runner = new(sink, [new Stubborn()], new() { Name = "balance-jobs", QueueCapacity = Load });
        for (int i = 0; i < 500; i++) sink.Raise("try.it");
        await runner.CompleteAndDrainAsync();
        recorder.Observe();

        Assert.Equal(500, recorder.Sum("ephemeral.operation.submitted", "balance-jobs"));
        Assert.Equal(500 + (500 * Stubborn.Retries), recorder.Count("ephemeral.operation.time_in_queue", "balance-jobs", "queue.result=started"));
        Assert.Equal(500 + (500 * Stubborn.Retries), recorder.Count("ephemeral.operation.duration", "balance-jobs"));
        Assert.Equal(0, recorder.Sum("ephemeral.operation.pending", "balance-jobs") + recorder.Sum("ephemeral.operation.deferred", "balance-jobs"));
    }

    /// <summary>A job that always fails.</summary>
    private sealed class Stubborn
    {
        public const int Retries = 2;

        [EphemeralJob("try.*", MaxRetries = Retries, RetryDelayMs = 0, Lane = "try:4")]
        public Task TryAsync() => throw new InvalidOperationException("Never.");
    }

    private static async Task Balances<TCoordinator>(
        string name,
        Func<Func<int, CancellationToken, Task>, EphemeralOptions, TCoordinator> create,
        Func<TCoordinator, int, ValueTask<long>> enqueue)
        where TCoordinator : CoordinatorBase
    {
        using MeterRecorder recorder = new();
        Arrivals gate = new(Workers);
        TaskCompletionSource loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int begun = 0;
        await using TCoordinator coordinator = create(BodyAsync, new() { Name = name, MaxConcurrency = Workers, QueueCapacity = 64 });
        for (int i = 0; i < Load; i++) await enqueue(coordinator, i).Within();
        await loaded.Task.Within();
        for (int i = 0; i < 60; i++)
        {
            long id = await enqueue(coordinator, Load + i).Within();
            if (i >= 50) Assert.True(coordinator.TryKill(id));
        }

        await gate.All;
        AssertBalance(active: Workers);
        coordinator.Cancel();
        gate.Open();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => coordinator.DrainAsync().Within());
        AssertBalance(active: 0);
        Assert.Equal(coordinator.TotalFailed, recorder.Count("ephemeral.operation.duration", name, "outcome=failed"));
        Assert.Equal(coordinator.TotalCompleted, recorder.Count("ephemeral.operation.duration", name, "outcome=completed"));

        async Task BodyAsync(int item, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref begun) == Load) loaded.SetResult();
            if (item >= Load) await gate.WaitAsync(cancellationToken);
            if (item % 3 == 0) await Task.Yield();
            if (item % 7 == 0) throw new InvalidOperationException("Every seventh fails.");
        }

        void AssertBalance(int active)
        {
            recorder.Observe();
            double pending = recorder.Sum("ephemeral.operation.pending", name);
            double submitted = recorder.Of("ephemeral.operation.submitted", name)
                .Where(static measured => !measured.Tags.Contains("error.type", StringComparison.Ordinal)).Sum(static measured => measured.Value);
            int left = recorder.Count("ephemeral.operation.time_in_queue", name);
            int started = recorder.Count("ephemeral.operation.time_in_queue", name, "queue.result=started");
            int ended = recorder.Count("ephemeral.operation.duration", name);
            Assert.Equal(coordinator.PendingCount, pending);
            Assert.Equal(active, recorder.Sum("ephemeral.operation.active", name));
            Assert.Equal(submitted, left + pending);
            Assert.Equal(started, ended + active);
        }
    }
}
