using System.Runtime.CompilerServices;

namespace Ephemeral.Patterns;

/// <summary>An example: reads wait while an update is in progress, because a signal says so. Nobody takes a lock.</summary>
public static class SignalCoordinatedReads
{
    private const string InProgress = "update.in-progress";

    /// <summary>Runs reads and updates, the updates between the reads.</summary>
    /// <param name="readCount">How many reads; not negative. They are spread evenly over the updates.</param>
    /// <param name="updateCount">How many updates; not negative.</param>
    /// <param name="cancellationToken">Ends the example.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static async Task<Result> RunAsync(int readCount = 10, int updateCount = 1, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(readCount);
        ArgumentOutOfRangeException.ThrowIfNegative(updateCount);
        SignalSink sink = new();
        List<string> signals = [];
        using IDisposable subscription = sink.Subscribe("update.*", signal => signals.Add(signal.Signal));
        int reads = 0;
        int overlaps = 0;
        EphemeralWorkCoordinator<int> readers = new(
            (_, _) =>
            {
                if (sink.Detect(InProgress)) Interlocked.Increment(ref overlaps);
                Interlocked.Increment(ref reads);
                return Task.CompletedTask;
            },
            new()
            {
                Signals = sink,
                QueueCapacity = Math.Max(1, readCount), // all of them may have to wait
                DeferOnSignals = new HashSet<string> { InProgress },
                DeferCheckInterval = TimeSpan.MaxValue, // for as long as the update takes
                MaxDeferAttempts = 1,
            });
        await using ConfiguredAsyncDisposable readersEnd = readers.ConfigureAwait(false);

        int asked = 0;
        for (int update = 1; update <= updateCount; update++)
        {
            sink.Raise(InProgress);
            for (; asked < (long)readCount * update / updateCount; asked++) await readers.EnqueueAsync(asked, cancellationToken).ConfigureAwait(false);
            await Task.Yield(); // the update itself, during which no read begins
            sink.Retract(InProgress);
            sink.Raise("update.done");
            await readers.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        for (; asked < readCount; asked++) await readers.EnqueueAsync(asked, cancellationToken).ConfigureAwait(false);
        await readers.FlushAsync(cancellationToken).ConfigureAwait(false);
        return new(reads, updateCount, signals) { Overlaps = overlaps };
    }

    /// <summary>What happened.</summary>
    /// <param name="Reads">How many reads ran.</param>
    /// <param name="Updates">How many updates ran.</param>
    /// <param name="Signals">The signals that were raised, in order.</param>
    public sealed record Result(int Reads, int Updates, IReadOnlyList<string> Signals)
    {
        /// <summary>Gets how many reads ran during an update: none.</summary>
        public int Overlaps { get; init; }
    }
}
