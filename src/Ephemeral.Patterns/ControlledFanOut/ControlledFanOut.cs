namespace Ephemeral.Patterns;

/// <summary>Runs items of many keys in parallel, with one limit for all and one for each key.</summary>
/// <remarks>
/// Thread-safe. Items of a key start in the order of their acceptance; a key that is at its limit takes no slot from others. At most
/// 1,024 items wait, and <see cref="EnqueueAsync"/> waits for room. Disposing abandons what waits: call <see cref="DrainAsync"/> first.
/// </remarks>
/// <typeparam name="T">The type of the items.</typeparam>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <example><code>
/// await using ControlledFanOut&lt;Order, string&gt; fanOut = new(order => order.Customer, SendAsync, maxGlobalConcurrency: 16);
/// await fanOut.EnqueueAsync(order);
/// await fanOut.DrainAsync();
/// </code></example>
public sealed class ControlledFanOut<T, TKey> : AtomBase<EphemeralKeyedWorkCoordinator<T, TKey>>
    where TKey : notnull
{
    /// <summary>Creates a fan-out.</summary>
    /// <param name="keySelector">Gives an item its key.</param>
    /// <param name="body">The work.</param>
    /// <param name="maxGlobalConcurrency">The most bodies that run at the same time; at least 1.</param>
    /// <param name="perKeyConcurrency">The most of one key; at least 1. With 1, items of a key never overlap.</param>
    /// <param name="sink">Where signals of the operations go; null for nowhere. Borrowed.</param>
    /// <param name="timeProvider">The clock; null: the system's.</param>
    /// <exception cref="ArgumentNullException"><paramref name="keySelector"/> or <paramref name="body"/> is null.</exception>
    /// <exception cref="ArgumentException">A limit is below 1.</exception>
    public ControlledFanOut(
        Func<T, TKey> keySelector,
        Func<T, CancellationToken, Task> body,
        int maxGlobalConcurrency,
        int perKeyConcurrency = 1,
        SignalSink? sink = null,
        TimeProvider? timeProvider = null)
        : base(new(keySelector, body, new()
        {
            Name = nameof(ControlledFanOut<T, TKey>),
            MaxConcurrency = maxGlobalConcurrency,
            MaxConcurrencyPerKey = perKeyConcurrency,
            Signals = sink,
            TimeProvider = timeProvider ?? TimeProvider.System,
        }))
    {
    }

    /// <summary>Accepts an item, waiting while too many wait.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Ends the wait for room only; an accepted item is not affected.</param>
    /// <returns>The id of the operation, once the item is accepted. Await it once.</returns>
    /// <exception cref="ObjectDisposedException">The fan-out was disposed.</exception>
    public ValueTask<long> EnqueueAsync(T item, CancellationToken cancellationToken = default) => Coordinator.EnqueueAsync(item, cancellationToken);

    /// <summary>Accepts an item if there is room now.</summary>
    /// <returns>False when too many wait, and after dispose.</returns>
    public bool TryEnqueue(T item) => Coordinator.TryEnqueue(item);

    /// <summary>Waits until everything accepted before this call has ended. The fan-out goes on.</summary>
    /// <param name="cancellationToken">Ends this wait only.</param>
    /// <exception cref="InvalidOperationException">The caller is a body of this fan-out, which would wait for itself.</exception>
    public Task DrainAsync(CancellationToken cancellationToken = default) => FlushAsync(cancellationToken);
}
