namespace Ephemeral.Caching;

/// <summary>What computes the value of a key: a factory with or without a token. A struct, so that a hit allocates nothing for it.</summary>
internal readonly struct CacheFactory<TKey, TValue>
{
    private readonly Func<TKey, Task<TValue>>? _plain;
    private readonly Func<TKey, CancellationToken, Task<TValue>>? _cancellable;

    public CacheFactory(Func<TKey, Task<TValue>> plain)
    {
        ArgumentNullException.ThrowIfNull(plain, "factory");
        _plain = plain;
    }

    public CacheFactory(Func<TKey, CancellationToken, Task<TValue>> cancellable)
    {
        ArgumentNullException.ThrowIfNull(cancellable, "factory");
        _cancellable = cancellable;
    }

    public bool CanBeCancelled => _cancellable is not null;

    /// <summary>Begins to compute the value of a flight's key.</summary>
    /// <exception cref="InvalidOperationException">The factory returned null.</exception>
    public Task<TValue> StartAsync(CacheFlight<TKey, TValue> flight) =>
        (_cancellable is null ? _plain!(flight.Key) : _cancellable(flight.Key, flight.Token))
        ?? throw new InvalidOperationException($"The factory for key '{flight.Key}' returned null; return a task.");
}
