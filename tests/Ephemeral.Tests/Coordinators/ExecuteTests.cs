namespace Ephemeral.Tests.Coordinators;

/// <summary>ExecuteAsync: enqueues an item and waits for its outcome, whatever becomes of its operation.</summary>
public sealed class ExecuteTests
{
    [Fact]
    public async Task TheOutcome_IsTheBodys()
    {
        await using EphemeralWorkCoordinator<int> work = new(static (item, _) => item < 0 ? throw new InvalidOperationException("negative") : Task.CompletedTask);
        await using EphemeralResultCoordinator<int, int> result = new(static (item, _) => item < 0 ? throw new InvalidOperationException("negative") : Task.FromResult(item * 2));

        await work.ExecuteAsync(1).Within();
        Assert.Equal(4, await result.ExecuteAsync(2).Within());
        Assert.Equal("negative", (await Assert.ThrowsAsync<InvalidOperationException>(() => work.ExecuteAsync(-1))).Message);
        Assert.Equal("negative", (await Assert.ThrowsAsync<InvalidOperationException>(() => result.ExecuteAsync(-1))).Message);
        Assert.Equal((1L, 1L), (work.TotalCompleted, work.TotalFailed));
    }

    [Fact]
    public async Task NoOutcomeIsMissed_HoweverSmallTheWindow()
    {
        await using EphemeralResultCoordinator<int, int> coordinator = new(
            static (item, _) => Task.FromResult(item),
            new() { MaxConcurrency = 4, MaxTrackedOperations = 1, MaxOperationLifetime = TimeSpan.Zero, QueueCapacity = 2 });

        int[] results = await Task.WhenAll(Enumerable.Range(0, 2_000).Select(item => coordinator.ExecuteAsync(item))).Within();

        Assert.Equal(Enumerable.Range(0, 2_000), results);
    }

    [Fact]
    public async Task TheCallersToken_EndsTheWait_AndTakesTheItemBack()
    {
        Gate gate = new();
        using CancellationTokenSource first = new();
        using CancellationTokenSource second = new();
        TaskCompletionSource own = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using EphemeralWorkCoordinator<int> coordinator = new(
            async (_, operation, _) =>
            {
                using CancellationTokenRegistration registration = operation.CancellationToken.Register(own.SetResult);
                await gate.WaitAsync();
            },
            new() { MaxConcurrency = 1 });
        Task running = coordinator.ExecuteAsync(1, first.Token);
        await gate.Reached;
        Task waiting = coordinator.ExecuteAsync(2, second.Token);

        await second.CancelAsync();
        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Within());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.Within());
        await own.Task.Within();
        gate.Open();
        coordinator.Complete();
        await coordinator.DrainAsync().Within();

        Assert.Equal((2L, 0L), (coordinator.TotalCancelled, coordinator.TotalCompleted));
    }

    [Fact]
    public async Task WhatNeverRuns_IsSaid()
    {
        Gate gate = new();
        SignalSink sink = new();
        EphemeralWorkCoordinator<int> coordinator = new(
            (_, _) => gate.WaitAsync(),
            new() { MaxConcurrency = 1, Name = "orders", Signals = sink, CancelOnSignals = new HashSet<string> { "stop" } });
        Task running = coordinator.ExecuteAsync(1);
        await gate.Reached;
        Task skipped = coordinator.ExecuteAsync(2);
        sink.Raise("stop");
        gate.Open();
        await running.Within();
        OperationCanceledException error = await Assert.ThrowsAsync<OperationCanceledException>(() => skipped.Within());
        Assert.Contains("of the coordinator 'orders' was skipped", error.Message, StringComparison.Ordinal);

        await coordinator.DisposeAsync().Within();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => coordinator.ExecuteAsync(3));
    }

    [Fact]
    public async Task Dispose_EndsTheWait()
    {
        EphemeralWorkCoordinator<int> coordinator = new(static (_, ct) => Task.Delay(Timeout.Infinite, ct), new() { MaxConcurrency = 1 });
        Task[] waits = [coordinator.ExecuteAsync(1), coordinator.ExecuteAsync(2)];

        await coordinator.DisposeAsync().Within();

        foreach (Task wait in waits) await Assert.ThrowsAsync<OperationCanceledException>(() => wait.Within());
    }

    [Fact]
    public async Task ABodyThatWaitsForItsOwnCoordinator_IsRefused()
    {
        EphemeralWorkCoordinator<int>? coordinator = null;
        coordinator = new((_, _) => coordinator!.ExecuteAsync(2));
        await using EphemeralWorkCoordinator<int> owned = coordinator;

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => owned.ExecuteAsync(1).Within());

        Assert.Contains("ExecuteAsync of the coordinator", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithRetries_TheOutcomeIsThatOfTheLastAttempt()
    {
        int attempts = 0;
        await using EphemeralResultCoordinator<int, int> coordinator = new(
            (_, _) => ++attempts < 3 ? throw new InvalidOperationException() : Task.FromResult(attempts),
            new() { Retry = new() { InitialDelay = TimeSpan.Zero } });

        Assert.Equal(3, await coordinator.ExecuteAsync(0).Within());
    }
}
