using System.Numerics;

namespace Ephemeral.Engine.Queues;

/// <summary>Lanes in order of rank: when a slot frees, the highest lane with an item and room starts one, the oldest first.</summary>
/// <remarks>One bit a lane says whether it has something to start, so that choosing is a single instruction; hence at most 64 lanes.</remarks>
internal struct LaneQueue<T> : IWorkQueue<T, int>
{
    private readonly Lane[] _lanes;
    private readonly string[] _names;
    private ulong _ready;
    private int _count;

    public LaneQueue(IReadOnlyList<LaneRule> lanes)
    {
        _lanes = [.. lanes.Select(static rule => new Lane(rule))];
        _names = [.. lanes.Select(static rule => rule.Name)];
    }

    public readonly int Count => _count;

    public readonly bool HasRunnable => _ready != 0;

    public readonly int? ActiveKeys => null;

    public readonly IReadOnlyList<string> Lanes => _names;

    public static string? KeyText(in int tag) => null;

    public readonly int LaneOf(in int tag) => tag;

    public readonly int LimitOf(int lane, int engineLimit) => Math.Min(_lanes[lane].Rule.MaxConcurrency, engineLimit);

    public readonly int PendingOf(int lane) => _lanes[lane].Pending;

    public readonly int? DepthOf(int lane) => _lanes[lane].Rule.MaxDepth is var depth && depth == int.MaxValue ? null : depth;

    public readonly bool CanAccept(in int tag) => _lanes[tag].Pending < _lanes[tag].Rule.MaxDepth;

    public readonly bool CanAcceptFairly(in int tag) => true;

    public object? Enqueue(SlotLinks links, int slot, in int tag)
    {
        _lanes[tag].Slots.Append(links, slot);
        _count++;
        Mark(links, tag);
        return null;
    }

    public void PutBack(SlotLinks links, int slot, in int tag, object? place)
    {
        _lanes[tag].Aside--;
        _lanes[tag].Slots.Insert(links, slot);
        _count++;
        Mark(links, tag);
    }

    public bool TryDequeue(SlotLinks links, long upTo, out int slot)
    {
        for (ulong ready = _ready; ready != 0; ready &= ready - 1)
        {
            int rank = BitOperations.TrailingZeroCount(ready);
            Lane lane = _lanes[rank];
            if (upTo != long.MaxValue && links.IdOf(lane.Slots.First) > upTo) continue;
            lane.Slots.TryTake(links, out slot);
            lane.Running++;
            _count--;
            Mark(links, rank);
            return true;
        }

        slot = -1;
        return false;
    }

    public void SetRunnableUpTo(SlotLinks links, int lane, long upTo)
    {
        _lanes[lane].RunnableUpTo = upTo;
        Mark(links, lane);
    }

    public void Remove(SlotLinks links, int slot, in int tag, object? place)
    {
        if (_lanes[tag].Slots.Remove(links, slot)) _count--;
        Mark(links, tag);
    }

    public void Release(SlotLinks links, in int tag, object? place, bool keepsTurn = false)
    {
        _lanes[tag].Running--;
        if (keepsTurn) _lanes[tag].Aside++;
        Mark(links, tag);
    }

    public readonly bool Hurry(SlotLinks links, int slot, in int tag) => false;

    private void Mark(SlotLinks links, int rank)
    {
        Lane lane = _lanes[rank];
        bool ready = lane.Slots.Count > 0
            && lane.Running < lane.Rule.MaxConcurrency
            && (lane.RunnableUpTo == long.MaxValue || links.IdOf(lane.Slots.First) <= lane.RunnableUpTo);
        if (ready) _ready |= 1UL << rank;
        else _ready &= ~(1UL << rank);
    }

    private sealed class Lane(LaneRule rule)
    {
        internal SlotList Slots; // mutable struct: never readonly

        internal LaneRule Rule { get; } = rule;

        internal int Running { get; set; }

        internal int Aside { get; set; } // they wait too, for their next attempt

        internal int Pending => Slots.Count + Aside;

        internal long RunnableUpTo { get; set; } = long.MaxValue;
    }
}
