using System.Runtime.InteropServices;

namespace Ephemeral.Signals;

/// <summary>The signals that are present: bounded in number and age, linked in order of acceptance and for each name.</summary>
/// <remarks>
/// Slots are reused through a free list and the slab grows as needed, so signals taken from the middle leave no holes.
/// Signals that operations raised are linked for each operation as well, so that taking one's own back looks at no others.
/// Not synchronised: the sink's lock guards it.
/// </remarks>
internal sealed class SignalWindow(SignalNames names, int capacity, long maxAge)
{
    public const int None = -1;

    private readonly Dictionary<long, int> _newestOfOperation = [];
    private SignalEntry[] _entries = [];
    private int _free = None;
    private int _used;
    private int _newest = None;
    private long _lastStamp;
    private long _accepted;

    public int Count { get; private set; }

    /// <summary>Gets how many signals ever left because there was no room.</summary>
    public long Dropped { get; private set; }

    /// <summary>Gets the slot of the oldest signal, or <see cref="None"/>.</summary>
    public int Oldest { get; private set; } = None;

    /// <summary>Gets whether a watched name lost its latest signal but not the earlier ones, and now vanishes before all others.</summary>
    public bool HasEarlierExpiry { get; private set; }

    public ref SignalEntry this[int slot] => ref _entries[slot];

    /// <summary>Changes the bounds; what they exclude leaves at once.</summary>
    /// <returns>How many signals left because there was no room.</returns>
    public int Resize(int newCapacity, long newMaxAge)
    {
        capacity = newCapacity;
        maxAge = newMaxAge;
        return MakeRoom(capacity);
    }

    /// <summary>Adds the newest signal.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="now">When, on the monotonic clock.</param>
    /// <param name="hasOwnId">Whether its id is its own, so that no operation will ask for it.</param>
    /// <param name="name">Its name.</param>
    /// <returns>How many signals left because there was no room.</returns>
    public int Add(in SignalEvent signal, long now, bool hasOwnId, out SignalName name)
    {
        // The name first: making room must not forget a name that is about to return.
        _lastStamp = Math.Max(_lastStamp, now);
        name = names.Appear(signal.Signal, _lastStamp);
        int dropped = MakeRoom(capacity - 1);
        int slot = TakeSlot();
        ref SignalEntry entry = ref _entries[slot];
        entry.Name = name;
        entry.Key = signal.Key;
        entry.Propagation = signal.Propagation;
        entry.OperationId = signal.OperationId;
        entry.Timestamp = signal.Timestamp;
        entry.Stamp = _lastStamp;
        entry.Number = _accepted++;
        Link(slot, ref entry);
        if (!hasOwnId) LinkToOperation(slot, ref entry);
        return dropped;
    }

    /// <summary>Tells whether a signal has not reached its age, which says nothing of the others.</summary>
    public bool IsYoung(int slot, long now) => now - _entries[slot].Stamp < maxAge;

    public void Trim(long now)
    {
        while (Oldest != None && now - _entries[Oldest].Stamp >= maxAge) Remove(Oldest);
    }

    public void Remove(int slot)
    {
        ref SignalEntry entry = ref _entries[slot];
        Unlink(ref entry);
        names.Vanish(entry.Name);
        if (entry.IsOfOperation) UnlinkFromOperation(ref entry);
        entry.Name = null!;
        entry.Key = null;
        entry.Propagation = null;
        entry.Number = None;
        entry.Newer = _free;
        _free = slot;
    }

    /// <summary>Returns the slot of the latest signal that a filter may mean, or <see cref="None"/>; those before it are <see cref="Older"/>.</summary>
    public int Newest(in SignalFilter filter)
    {
        if (filter.IsByOperation) return _newestOfOperation.TryGetValue(filter.OperationId!.Value, out int slot) ? slot : None;
        if (filter.Name is null) return _newest;
        return names.Find(filter.Name)?.Newest ?? None;
    }

    public int Older(in SignalFilter filter, int slot)
    {
        ref SignalEntry entry = ref _entries[slot];
        return filter.IsByOperation ? entry.OlderOfOperation : filter.Name is null ? entry.Older : entry.OlderOfName;
    }

    /// <summary>Gets when the first watched name will vanish by age alone; null while none is present.</summary>
    public long? NextWatchedExpiry()
    {
        HasEarlierExpiry = false;
        while (names.WatchedPresent.First is { } first)
        {
            long stamp = _entries[first.Newest].Stamp;
            if (first.WatchedStamp == stamp) return stamp + maxAge;
            names.WatchedPresent.Update(first, stamp); // it was raised again since
        }

        return null;
    }

    public SignalEvent[] ToArray()
    {
        SignalEvent[] events = new SignalEvent[Count];
        int i = 0;
        for (int slot = Oldest; slot != None; slot = _entries[slot].Newer) events[i++] = _entries[slot].ToEvent();
        return events;
    }

    private int MakeRoom(int room)
    {
        int dropped = 0;
        for (; Count > room; dropped++) Remove(Oldest);
        Dropped += dropped;
        return dropped;
    }

    private int TakeSlot()
    {
        if (_free == None)
        {
            if (_used == _entries.Length) Array.Resize(ref _entries, (int)Math.Min(capacity, Math.Max(16, _used * 2L)));
            return _used++;
        }

        int slot = _free;
        _free = _entries[slot].Newer;
        return slot;
    }

    private void Link(int slot, ref SignalEntry entry)
    {
        entry.Older = _newest;
        entry.Newer = None;
        if (_newest == None) Oldest = slot;
        else _entries[_newest].Newer = slot;
        _newest = slot;

        entry.OlderOfName = entry.Name.Newest;
        entry.NewerOfName = None;
        if (entry.OlderOfName != None) _entries[entry.OlderOfName].NewerOfName = slot;
        entry.Name.Newest = slot;
        Count++;
    }

    private void Unlink(ref SignalEntry entry)
    {
        if (entry.Older == None) Oldest = entry.Newer;
        else _entries[entry.Older].Newer = entry.Newer;
        if (entry.Newer == None) _newest = entry.Older;
        else _entries[entry.Newer].Older = entry.Older;

        if (entry.OlderOfName != None) _entries[entry.OlderOfName].NewerOfName = entry.NewerOfName;
        if (entry.NewerOfName == None) DropNewestOfName(in entry);
        else _entries[entry.NewerOfName].OlderOfName = entry.OlderOfName;
        Count--;
    }

    private void DropNewestOfName(in SignalEntry entry)
    {
        SignalName name = entry.Name;
        name.Newest = entry.OlderOfName;
        if (entry.OlderOfName == None || name.WatchedPlace == WatchedNames.Nowhere) return;
        long stamp = _entries[entry.OlderOfName].Stamp;
        if (stamp >= name.WatchedStamp) return; // planned for: it is looked at again then
        names.WatchedPresent.Update(name, stamp);
        if (names.WatchedPresent.First == name) HasEarlierExpiry = true;
    }

    private void LinkToOperation(int slot, ref SignalEntry entry)
    {
        ref int newest = ref CollectionsMarshal.GetValueRefOrAddDefault(_newestOfOperation, entry.OperationId, out bool exists);
        entry.IsOfOperation = true;
        entry.OlderOfOperation = exists ? newest : None;
        entry.NewerOfOperation = None;
        if (exists) _entries[newest].NewerOfOperation = slot;
        newest = slot;
    }

    private void UnlinkFromOperation(ref SignalEntry entry)
    {
        if (entry.OlderOfOperation != None) _entries[entry.OlderOfOperation].NewerOfOperation = entry.NewerOfOperation;
        if (entry.NewerOfOperation != None) _entries[entry.NewerOfOperation].OlderOfOperation = entry.OlderOfOperation;
        else if (entry.OlderOfOperation == None) _newestOfOperation.Remove(entry.OperationId);
        else _newestOfOperation[entry.OperationId] = entry.OlderOfOperation;
        entry.IsOfOperation = false;
    }
}
