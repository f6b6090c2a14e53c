namespace Ephemeral.Engine;

/// <summary>Remembers in which order waiting items began to wait, for a coordinator that drops the oldest. Guarded by the engine's lock.</summary>
/// <remarks>
/// An item that starts or leaves is not looked for: its entry is passed over when it comes to the front. Such entries are swept out before
/// they outnumber what may wait, so adding and finding cost the same however many items, keys or lanes there are.
/// </remarks>
internal sealed class WaitingOrder(int lanes, int capacity)
{
    private readonly Queue<Entry>[] _lanes = [.. Enumerable.Range(0, lanes).Select(static _ => new Queue<Entry>())];
    private long _added;

    internal int Count => _lanes.Sum(static entries => entries.Count);

    /// <summary>Adds an item that begins to wait.</summary>
    internal void Add(SlotLinks slots, int lane, int slot)
    {
        Queue<Entry> entries = _lanes[lane];
        if (entries.Count >= 2L * capacity) Sweep(slots, entries);
        entries.Enqueue(new(++_added, slots.IdOf(slot), slot, slots.AttemptsOf(slot)));
    }

    /// <summary>Finds the item that has waited longest, in a lane or in all of them.</summary>
    internal bool TryFind(SlotLinks slots, int? lane, out int slot)
    {
        Entry? oldest = null;
        for (int i = lane ?? 0; i <= (lane ?? _lanes.Length - 1); i++)
            if (First(slots, _lanes[i]) is { } first && (oldest is null || first.Order < oldest.Value.Order)) oldest = first;

        slot = oldest?.Slot ?? -1;
        return oldest is not null;
    }

    private static Entry? First(SlotLinks slots, Queue<Entry> entries)
    {
        while (entries.TryPeek(out Entry entry))
        {
            if (entry.Waits(slots)) return entry;
            entries.Dequeue();
        }

        return null;
    }

    private static void Sweep(SlotLinks slots, Queue<Entry> entries)
    {
        for (int left = entries.Count; left > 0; left--)
            if (entries.Dequeue() is var entry && entry.Waits(slots)) entries.Enqueue(entry);
    }

    /// <summary>A wait of an item: one that is tried again waits anew.</summary>
    private readonly record struct Entry(long Order, long Id, int Slot, int Attempts)
    {
        internal bool Waits(SlotLinks slots) => slots.IsQueued(Slot, Id, Attempts);
    }
}
