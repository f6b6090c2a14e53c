namespace Ephemeral.Engine;

/// <summary>A first-in-first-out list of slot numbers, linked through <see cref="SlotLinks"/>. A mutable struct: never readonly.</summary>
internal struct SlotList
{
    private int _head;
    private int _tail;
    private int _inserted; // the slot that was put between others last, plus 1; 0 when it has left

    internal int Count { get; private set; }

    internal readonly int First => _head;

    internal void Append(SlotLinks links, int slot)
    {
        if (Count++ == 0) _head = slot;
        else links.Next[_tail] = slot;
        _tail = slot;
    }

    internal void Prepend(SlotLinks links, int slot)
    {
        if (Count++ == 0) _tail = slot;
        else links.Next[slot] = _head;
        _head = slot;
    }

    /// <summary>Puts a slot in order of acceptance: for the one that was accepted long ago.</summary>
    /// <remarks>It walks from where the last one was put, if it belongs behind it: many that come back in order are one walk, not one each.</remarks>
    internal void Insert(SlotLinks links, int slot)
    {
        long id = links.IdOf(slot);
        if (Count == 0 || links.IdOf(_tail) < id)
        {
            Append(links, slot);
            return;
        }

        if (links.IdOf(_head) > id)
        {
            Prepend(links, slot);
            return;
        }

        int previous = _inserted > 0 && links.IdOf(_inserted - 1) < id ? _inserted - 1 : _head;
        while (links.IdOf(links.Next[previous]) < id) previous = links.Next[previous];
        links.Next[slot] = links.Next[previous];
        links.Next[previous] = slot;
        _inserted = slot + 1;
        Count++;
    }

    internal bool TryTake(SlotLinks links, out int slot)
    {
        slot = _head;
        if (Count == 0) return false;
        if (--Count > 0) _head = links.Next[slot];
        if (_inserted == slot + 1) _inserted = 0;
        return true;
    }

    /// <summary>Returns the slots in order. The list must not change meanwhile.</summary>
    internal readonly IEnumerable<int> In(SlotLinks links)
    {
        int slot = _head;
        for (int left = Count; left > 0; left--, slot = links.Next[slot]) yield return slot;
    }

    /// <summary>Removes a slot from anywhere in the list, walking to it: for the rare removal of one chosen operation.</summary>
    internal bool Remove(SlotLinks links, int slot)
    {
        int previous = -1;
        int current = _head;
        for (int i = 0; i < Count; i++, previous = current, current = links.Next[current])
        {
            if (current != slot) continue;
            if (previous < 0) _head = links.Next[slot];
            else links.Next[previous] = links.Next[slot];
            if (_tail == slot) _tail = previous;
            if (_inserted == slot + 1) _inserted = 0;
            Count--;
            return true;
        }

        return false;
    }
}
