namespace Ephemeral;

/// <summary>A user's key selector that never gives null. It runs on the caller's thread, outside locks; what it throws is the caller's.</summary>
internal readonly struct KeySelector<T, TKey>
    where TKey : notnull
{
    private readonly Func<T, TKey> _select;
    private readonly string _coordinator;

    public KeySelector(Func<T, TKey> keySelector, string coordinator)
    {
        ArgumentNullException.ThrowIfNull(keySelector);
        _select = keySelector;
        _coordinator = coordinator;
    }

    public TKey KeyOf(T item) => _select(item)
        ?? throw new InvalidOperationException($"The key selector of the coordinator '{_coordinator}' returned null for an item. Return a key for every item.");
}
