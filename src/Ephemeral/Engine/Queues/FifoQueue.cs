namespace Ephemeral.Engine.Queues;

/// <summary>First accepted, first started.</summary>
internal struct FifoQueue<T> : IWorkQueue<T, NoTag>
{
    private SlotList _slots;

    public readonly int Count => _slots.Count;

    public readonly bool HasRunnable => _slots.Count > 0;

    public readonly int? ActiveKeys => null;

    public readonly IReadOnlyList<string> Lanes => [];

    public static string? KeyText(in NoTag tag) => null;

    public readonly int LaneOf(in NoTag tag) => 0;

    public readonly int LimitOf(int lane, int engineLimit) => engineLimit;

    public readonly int? DepthOf(int lane) => null;

    public readonly bool CanAccept(in NoTag tag) => true;

    public readonly bool CanAcceptFairly(in NoTag tag) => true;

    public object? Enqueue(SlotLinks links, int slot, in NoTag tag)
    {
        _slots.Append(links, slot);
        return null;
    }

    public void PutBack(SlotLinks links, int slot, in NoTag tag, object? place) => _slots.Insert(links, slot);

    public bool TryDequeue(SlotLinks links, long upTo, out int slot)
    {
        slot = _slots.First;
        return _slots.Count > 0 && (upTo == long.MaxValue || links.IdOf(slot) <= upTo) && _slots.TryTake(links, out slot);
    }

    public readonly void SetRunnableUpTo(SlotLinks links, int lane, long upTo)
    {
    }

    public void Remove(SlotLinks links, int slot, in NoTag tag, object? place) => _slots.Remove(links, slot);

    public readonly void Release(SlotLinks links, in NoTag tag, object? place, bool keepsTurn = false)
    {
    }

    public readonly bool Hurry(SlotLinks links, int slot, in NoTag tag) => false;
}
