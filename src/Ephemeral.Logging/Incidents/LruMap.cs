using System.Diagnostics.CodeAnalysis;

namespace Ephemeral.Logging;

/// <summary>A bounded dictionary that forgets what was not used for longest. Not thread-safe.</summary>
internal sealed class LruMap<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _nodes = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _order = new(); // least recently used first

    public int Count => _nodes.Count;

    public IEnumerable<TValue> Values => _order.Select(static entry => entry.Value);

    /// <summary>Finds a value, which makes it the most recently used.</summary>
    public bool TryUse(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (!_nodes.TryGetValue(key, out LinkedListNode<(TKey Key, TValue Value)>? node))
        {
            value = default;
            return false;
        }

        if (node != _order.Last)
        {
            _order.Remove(node);
            _order.AddLast(node);
        }

        value = node.Value.Value;
        return true;
    }

    /// <summary>Finds a value, and leaves its place in the order alone.</summary>
    public TValue? Peek(TKey key) => _nodes.TryGetValue(key, out LinkedListNode<(TKey Key, TValue Value)>? node) ? node.Value.Value : default;

    /// <summary>Adds a value that is not there.</summary>
    /// <returns>Whether another had to go for it, which is <paramref name="evicted"/>.</returns>
    public bool Add(TKey key, TValue value, [MaybeNullWhen(false)] out TValue evicted)
    {
        evicted = default;
        bool isFull = _nodes.Count == capacity;
        if (isFull)
        {
            (TKey oldest, evicted) = _order.First!.Value;
            Remove(oldest);
        }

        _nodes.Add(key, _order.AddLast((key, value)));
        return isFull;
    }

    public void Remove(TKey key)
    {
        if (_nodes.Remove(key, out LinkedListNode<(TKey Key, TValue Value)>? node)) _order.Remove(node);
    }
}
