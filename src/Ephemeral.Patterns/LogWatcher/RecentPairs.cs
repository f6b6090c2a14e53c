using System.Collections.Concurrent;

namespace Ephemeral.Patterns;

/// <summary>The latest pairs of an operation and a name, so that each is reported once. Thread-safe and bounded: the oldest are forgotten.</summary>
internal sealed class RecentPairs(int capacity)
{
    private readonly ConcurrentDictionary<(long OperationId, string Name), bool> _pairs = new();
    private readonly ConcurrentQueue<(long OperationId, string Name)> _order = new();

    public int Count => _pairs.Count;

    /// <summary>Adds a pair.</summary>
    /// <returns>False when it is there already.</returns>
    public bool TryAdd(long operationId, string name)
    {
        if (!_pairs.TryAdd((operationId, name), true)) return false;
        _order.Enqueue((operationId, name));
        while (_order.Count > capacity && _order.TryDequeue(out (long, string) oldest)) _pairs.TryRemove(oldest, out _);
        return true;
    }
}
