using System.Runtime.CompilerServices;

namespace Ephemeral.Patterns;

/// <summary>An example: a window of any size is remembered, and never more.</summary>
public static class LongWindowDemo
{
    /// <summary>Runs items through a coordinator with a window of a chosen size.</summary>
    /// <param name="totalItems">How many items; not negative.</param>
    /// <param name="windowSize">How many ended operations are remembered; at least 1.</param>
    /// <param name="workDelayMs">How long each takes, in milliseconds; not negative.</param>
    /// <param name="timeProvider">The clock; null: the system's.</param>
    /// <param name="cancellationToken">Ends the example.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static async Task<Result> RunAsync(
        int totalItems, int windowSize, int workDelayMs = 0, TimeProvider? timeProvider = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(totalItems);
        ArgumentOutOfRangeException.ThrowIfLessThan(windowSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(workDelayMs);
        TimeProvider time = timeProvider ?? TimeProvider.System;
        TimeSpan delay = TimeSpan.FromMilliseconds(workDelayMs);
        EphemeralWorkCoordinator<int> coordinator = new(
            (_, bodyToken) => delay == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(delay, time, bodyToken),
            new() { MaxTrackedOperations = windowSize, MaxOperationLifetime = null, TimeProvider = time });
        await using ConfiguredAsyncDisposable coordinatorEnd = coordinator.ConfigureAwait(false);
        await coordinator.EnqueueManyAsync(Enumerable.Range(0, totalItems), cancellationToken).ConfigureAwait(false);
        await coordinator.FlushAsync(cancellationToken).ConfigureAwait(false);
        return new(coordinator.TotalCompleted, coordinator.GetSnapshot().Count, windowSize);
    }

    /// <summary>What happened.</summary>
    /// <param name="TotalCompleted">How many items ran.</param>
    /// <param name="Tracked">How many are remembered.</param>
    /// <param name="WindowSize">How many may be.</param>
    public sealed record Result(long TotalCompleted, int Tracked, int WindowSize);
}
