namespace Ephemeral.Orchestration;

/// <summary>How many reports of each key one sink has had since the last that was raised. Thread-safe.</summary>
internal sealed class ProgressCounts
{
    private const int Capacity = 1_024;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<KeyCount>> _nodes = []; // guarded by _gate, as all below
    private readonly LinkedList<KeyCount> _leastRecentFirst = [];
    private long _forgotten;

    public int Count
    {
        get { lock (_gate) return _nodes.Count; }
    }

    public long Forgotten
    {
        get { lock (_gate) return _forgotten; }
    }

    /// <summary>Counts a report; true for every so many-th.</summary>
    public bool IsDue(string key, int sampleRate)
    {
        lock (_gate)
        {
            if (_nodes.TryGetValue(key, out LinkedListNode<KeyCount>? node)) _leastRecentFirst.Remove(node);
            else node = Add(key);
            _leastRecentFirst.AddLast(node);
            if (++node.ValueRef.Reports < sampleRate) return false;
            node.ValueRef.Reports = 0;
            return true;
        }
    }

    public void Remove(string key)
    {
        lock (_gate)
        {
            if (_nodes.Remove(key, out LinkedListNode<KeyCount>? node)) _leastRecentFirst.Remove(node);
        }
    }

    private LinkedListNode<KeyCount> Add(string key)
    {
        if (_nodes.Count == Capacity)
        {
            _nodes.Remove(_leastRecentFirst.First!.Value.Key);
            _leastRecentFirst.RemoveFirst();
            _forgotten++;
        }

        return _nodes[key] = new(new() { Key = key });
    }

    private struct KeyCount
    {
        public required string Key { get; init; }

        public int Reports;
    }
}
