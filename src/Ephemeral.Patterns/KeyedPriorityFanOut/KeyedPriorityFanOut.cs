namespace Ephemeral.Patterns;

/// <summary>Runs items of many keys in parallel, urgent ones first, with one limit for all and one for each key.</summary>
/// <remarks>
/// Thread-safe. Whenever a slot frees, an urgent item goes before all others; a steady stream of them starves the others. Within a lane,
/// items of a key start in the order of their acceptance, and items of a key never run side by side beyond its limit, whatever their lane.
/// At most 1,024 items wait in all. Disposing abandons what waits: call <see cref="DrainAsync"/> first.
/// </remarks>
/// <typeparam name="T">The type of the items.</typeparam>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <example><code>
/// await using KeyedPriorityFanOut&lt;Order, string&gt; fanOut = new(order => order.Customer, SendAsync, maxConcurrency: 8, maxPriorityDepth: 100);
/// if (!await fanOut.EnqueuePriorityAsync(order)) await fanOut.EnqueueAsync(order);
/// </code></example>
public sealed class KeyedPriorityFanOut<T, TKey> : AtomBase<PriorityKeyedWorkCoordinator<T, TKey>>
    where TKey : notnull
{
    private const string Priority = "priority";
    private const string Normal = "normal";

    /// <summary>Creates a fan-out.</summary>
    /// <param name="keySelector">Gives an item its key.</param>
    /// <param name="body">The work.</param>
    /// <param name="maxConcurrency">The most bodies that run at the same time; at least 1.</param>
    /// <param name="perKeyConcurrency">The most of one key; at least 1.</param>
    /// <param name="sink">Where signals of the operations go, and whose signals the rules below obey; null for none. Borrowed.</param>
    /// <param name="maxPriorityDepth">The most urgent items that wait, at least 1; null: as many as there is room for.</param>
    /// <param name="cancelPriorityOn">The signal patterns that discard urgent items whose turn comes; null for none.</param>
    /// <param name="deferPriorityOn">The signal patterns that hold urgent items back, for at most 5 seconds each; null for none.</param>
    /// <param name="timeProvider">The clock; null: the system's.</param>
    /// <exception cref="ArgumentNullException"><paramref name="keySelector"/> or <paramref name="body"/> is null.</exception>
    /// <exception cref="ArgumentException">A limit is below 1, or a pattern is blank.</exception>
    public KeyedPriorityFanOut(
        Func<T, TKey> keySelector,
        Func<T, CancellationToken, Task> body,
        int maxConcurrency,
        int perKeyConcurrency = 1,
        SignalSink? sink = null,
        int? maxPriorityDepth = null,
        IReadOnlySet<string>? cancelPriorityOn = null,
        IReadOnlySet<string>? deferPriorityOn = null,
        TimeProvider? timeProvider = null)
        : base(new(new(
            keySelector,
            body,
            [new(Priority, Depth(maxPriorityDepth), cancelPriorityOn, deferPriorityOn), new(Normal)],
            new()
            {
                Name = nameof(KeyedPriorityFanOut<T, TKey>),
                MaxConcurrency = maxConcurrency,
                MaxConcurrencyPerKey = perKeyConcurrency,
                Signals = sink,
                TimeProvider = timeProvider ?? TimeProvider.System,
            })))
    {
    }

    /// <summary>Gets how many items wait in each lane.</summary>
    public LaneCounts PendingCounts
    {
        get
        {
            (string Lane, int Count)[] counts = Coordinator.PendingCounts;
            return new(counts[0].Count, counts[1].Count);
        }
    }

    /// <summary>Accepts an item, waiting while too many wait.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Ends the wait for room only; an accepted item is not affected.</param>
    /// <returns>The id of the operation, once the item is accepted. Await it once.</returns>
    /// <exception cref="ObjectDisposedException">The fan-out was disposed.</exception>
    public ValueTask<long> EnqueueAsync(T item, CancellationToken cancellationToken = default) => Coordinator.EnqueueAsync(item, Normal, cancellationToken);

    /// <summary>Accepts an urgent item if there is room now: one that would have to wait for room is not urgent, and its sender hears of it.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Cancelled beforehand, nothing is accepted.</param>
    /// <returns>False when as many urgent items wait as may.</returns>
    /// <exception cref="ObjectDisposedException">The fan-out was disposed.</exception>
    public ValueTask<bool> EnqueuePriorityAsync(T item, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        return cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<bool>(cancellationToken) : new(Coordinator.TryEnqueue(item, Priority));
    }

    /// <summary>Waits until everything accepted before this call has ended. The fan-out goes on.</summary>
    /// <param name="cancellationToken">Ends this wait only.</param>
    /// <exception cref="InvalidOperationException">The caller is a body of this fan-out, which would wait for itself.</exception>
    public Task DrainAsync(CancellationToken cancellationToken = default) => FlushAsync(cancellationToken);

    private static int? Depth(int? maxPriorityDepth)
    {
        if (maxPriorityDepth is { } depth) ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1, nameof(maxPriorityDepth));
        return maxPriorityDepth;
    }
}
