namespace Ephemeral.Internal;

/// <summary>What was added last: bounded in number and age, oldest first. Thread-safe.</summary>
internal sealed class RecentItems<T>(int capacity, TimeSpan maxAge, AnchoredClock clock)
{
    private readonly Lock _gate = new();
    private readonly Queue<(T Item, long Stamp)> _items = new(); // guarded by _gate, as the next two
    private readonly long _maxAge = clock.Stamps(maxAge);
    private long _lastStamp = long.MinValue;
    private long _dropped;

    /// <summary>Gets how many items left before their time because there was no room.</summary>
    public long Dropped
    {
        get { lock (_gate) return _dropped; }
    }

    /// <param name="item">The item.</param>
    /// <param name="now">A stamp of the clock; one that was read before another's and comes after it counts as that other.</param>
    public void Add(T item, long now)
    {
        lock (_gate)
        {
            _lastStamp = Math.Max(_lastStamp, now);
            Trim(_lastStamp);
            if (_items.Count == capacity)
            {
                _items.Dequeue();
                _dropped++;
            }

            _items.Enqueue((item, _lastStamp));
        }
    }

    /// <summary>Returns the items that have not reached their age, each with its stamp.</summary>
    public (T Item, long Stamp)[] ToArray()
    {
        long now = clock.Now();
        lock (_gate)
        {
            Trim(now);
            return [.. _items];
        }
    }

    private void Trim(long now)
    {
        while (_items.TryPeek(out (T Item, long Stamp) oldest) && now - oldest.Stamp >= _maxAge) _items.Dequeue();
    }
}
