namespace Ephemeral.Internal;

/// <summary>What was added last: bounded in number and age, oldest first. Thread-safe.</summary>
internal sealed class RecentItems<T>(int capacity, TimeSpan maxAge, AnchoredClock clock)
{
    private readonly Lock _gate = new();
    private readonly Queue<(T Item, long Stamp)> _items = new(); // guarded by _gate, as the rest
    private int _capacity = capacity;
    private long _maxAge = clock.Stamps(maxAge);
    private long _lastStamp = long.MinValue;
    private long _dropped;

    /// <summary>Gets how many items left before their time because there was no room.</summary>
    public long Dropped
    {
        get { lock (_gate) return _dropped; }
    }

    /// <summary>Gets how many items have not reached their age.</summary>
    public int Count
    {
        get
        {
            long now = clock.Now();
            lock (_gate)
            {
                Trim(now);
                return _items.Count;
            }
        }
    }

    /// <summary>Adds the newest item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="now">A stamp of the clock; one that was read before another's and comes after it counts as that other.</param>
    /// <returns>Whether there was none before.</returns>
    public bool Add(T item, long now)
    {
        lock (_gate)
        {
            _lastStamp = Math.Max(_lastStamp, now);
            Trim(_lastStamp);
            bool isFirst = _items.Count == 0;
            MakeRoom(_capacity - 1);
            _items.Enqueue((item, _lastStamp));
            return isFirst;
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

    /// <summary>Removes the items that are chosen. The choice is made under the lock: it is not the user's code.</summary>
    /// <returns>How many there were.</returns>
    public int Remove(Predicate<T> chosen)
    {
        long now = clock.Now();
        lock (_gate)
        {
            Trim(now);
            int count = _items.Count;
            for (int i = count; i > 0; i--)
            {
                (T Item, long Stamp) kept = _items.Dequeue();
                if (!chosen(kept.Item)) _items.Enqueue(kept);
            }

            return count - _items.Count;
        }
    }

    /// <summary>Changes the bounds; what they exclude leaves at once.</summary>
    /// <param name="newCapacity">The new capacity; null: unchanged.</param>
    /// <param name="newMaxAge">The new age; null: unchanged.</param>
    public void Resize(int? newCapacity, TimeSpan? newMaxAge)
    {
        lock (_gate)
        {
            _capacity = newCapacity ?? _capacity;
            if (newMaxAge is { } age) _maxAge = clock.Stamps(age);
            MakeRoom(_capacity);
        }
    }

    /// <summary>Lets go of what has reached its age, and returns when the next will; null when there is none or it never will.</summary>
    public long? NextExpiry()
    {
        long now = clock.Now();
        lock (_gate)
        {
            Trim(now);
            if (!_items.TryPeek(out (T Item, long Stamp) oldest) || _maxAge == long.MaxValue / 2) return null;
            return oldest.Stamp + _maxAge;
        }
    }

    private void MakeRoom(int room)
    {
        for (; _items.Count > room; _dropped++) _items.Dequeue();
    }

    private void Trim(long now)
    {
        while (_items.TryPeek(out (T Item, long Stamp) oldest) && now - oldest.Stamp >= _maxAge) _items.Dequeue();
    }
}
