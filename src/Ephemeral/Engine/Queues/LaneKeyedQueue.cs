using System.Runtime.InteropServices;

namespace Ephemeral.Engine.Queues;

/// <summary>Lanes in order of rank, keys inside them: items of one key never overlap beyond their limit, and keep their order within a lane.</summary>
/// <remarks>
/// Across lanes the higher goes first, also for one key. A key that is at its limit is in no lane's ring of ready keys, so it
/// holds no slot and delays nobody else.
/// </remarks>
internal struct LaneKeyedQueue<T, TKey> : IWorkQueue<T, LaneTag<TKey>>
    where TKey : notnull
{
    private const int MaxSpareKeys = 1_024;

    private readonly Lane[] _lanes;
    private readonly string[] _names;
    private readonly Dictionary<TKey, KeyState> _keys = [];
    private readonly Stack<KeyState> _spare = new();
    private readonly int _limitPerKey;
    private readonly int _fairThreshold;
    private int _count;

    public LaneKeyedQueue(IReadOnlyList<LaneRule> lanes, int limitPerKey, int fairThreshold)
    {
        _lanes = [.. lanes.Select(static rule => new Lane(rule))];
        _names = [.. lanes.Select(static rule => rule.Name)];
        _limitPerKey = limitPerKey;
        _fairThreshold = fairThreshold;
    }

    public readonly int Count => _count;

    public readonly bool HasRunnable => Array.Exists(_lanes, static lane => lane.IsRunnable);

    public readonly int? ActiveKeys => _keys.Count;

    public readonly IReadOnlyList<string> Lanes => _names;

    public static string? KeyText(in LaneTag<TKey> tag) => tag.Key.ToString();

    public readonly int LaneOf(in LaneTag<TKey> tag) => tag.Lane;

    public readonly int LimitOf(int lane, int engineLimit) => Math.Min(_lanes[lane].Rule.MaxConcurrency, engineLimit);

    public readonly int PendingOf(int lane) => _lanes[lane].Pending;

    public readonly int PendingOf(TKey key) => _keys.TryGetValue(key, out KeyState? state) ? state.Pending + state.Aside : 0;

    public readonly int? DepthOf(int lane) => _lanes[lane].Rule.MaxDepth is var depth && depth == int.MaxValue ? null : depth;

    public readonly bool CanAccept(in LaneTag<TKey> tag) => _lanes[tag.Lane].Pending < _lanes[tag.Lane].Rule.MaxDepth;

    public readonly bool CanAcceptFairly(in LaneTag<TKey> tag) => _fairThreshold == int.MaxValue || PendingOf(tag.Key) < _fairThreshold;

    public object? Enqueue(SlotLinks links, int slot, in LaneTag<TKey> tag)
    {
        ref KeyState? key = ref CollectionsMarshal.GetValueRefOrAddDefault(_keys, tag.Key, out _);
        if (key is null && !_spare.TryPop(out key)) key = new(_lanes.Length);
        key.InLane[tag.Lane].Slots.Append(links, slot);
        key.Pending++;
        _lanes[tag.Lane].Count++;
        _count++;
        MarkReady(key, tag.Lane);
        return key;
    }

    public void PutBack(SlotLinks links, int slot, in LaneTag<TKey> tag, object? place)
    {
        KeyState key = (KeyState)place!;
        key.Aside--;
        key.Running--;
        _lanes[tag.Lane].Aside--;
        key.InLane[tag.Lane].Slots.Insert(links, slot);
        key.Pending++;
        _lanes[tag.Lane].Count++;
        _count++;
        Refresh(key);
    }

    public bool TryDequeue(SlotLinks links, long upTo, out int slot)
    {
        slot = -1;
        for (int rank = 0; rank < _lanes.Length; rank++)
        {
            Lane lane = _lanes[rank];
            if (!lane.IsRunnable) continue;
            long bound = Math.Min(upTo, lane.RunnableUpTo);
            LinkedListNode<KeyState>? node = lane.Ready.First;
            while (node is not null && bound != long.MaxValue && links.IdOf(node.Value.InLane[rank].Slots.First) > bound) node = node.Next;
            if (node is null) continue;
            KeyState key = node.Value;
            Unready(key, rank);
            key.InLane[rank].Slots.TryTake(links, out slot);
            key.Running++;
            key.Pending--;
            lane.Running++;
            lane.Count--;
            _count--;
            Refresh(key);
            return true;
        }

        return false;
    }

    public readonly void SetRunnableUpTo(SlotLinks links, int lane, long upTo) => _lanes[lane].RunnableUpTo = upTo;

    public void Remove(SlotLinks links, int slot, in LaneTag<TKey> tag, object? place)
    {
        KeyState key = (KeyState)place!;
        if (key.InLane[tag.Lane].Slots.Remove(links, slot))
        {
            key.Pending--;
            _lanes[tag.Lane].Count--;
            _count--;
        }

        Refresh(key);
        Retire(key, tag.Key);
    }

    public readonly void Release(SlotLinks links, in LaneTag<TKey> tag, object? place, bool keepsTurn = false)
    {
        KeyState key = (KeyState)place!;
        _lanes[tag.Lane].Running--;
        if (keepsTurn)
        {
            key.Aside++;
            _lanes[tag.Lane].Aside++;
            return;
        }

        key.Running--;
        Refresh(key);
        Retire(key, tag.Key);
    }

    public readonly bool Hurry(SlotLinks links, int slot, in LaneTag<TKey> tag) => false;

    /// <summary>Puts a key into the rings of the lanes where it has items, or takes it out of all when it is at its limit.</summary>
    private readonly void Refresh(KeyState key)
    {
        for (int rank = 0; rank < _lanes.Length; rank++)
        {
            if (key.Running < _limitPerKey && key.InLane[rank].Slots.Count > 0) MarkReady(key, rank);
            else Unready(key, rank);
        }
    }

    private readonly void MarkReady(KeyState key, int rank)
    {
        LanePart part = key.InLane[rank];
        if (part.Node.List is null && key.Running < _limitPerKey) _lanes[rank].Ready.AddLast(part.Node);
    }

    private readonly void Unready(KeyState key, int rank)
    {
        LanePart part = key.InLane[rank];
        if (part.Node.List is not null) _lanes[rank].Ready.Remove(part.Node);
    }

    private readonly void Retire(KeyState key, TKey name)
    {
        if (key.Running > 0 || key.Pending > 0) return;
        _keys.Remove(name);
        if (_spare.Count < MaxSpareKeys) _spare.Push(key);
    }

    private sealed class Lane(LaneRule rule)
    {
        internal LaneRule Rule { get; } = rule;

        internal LinkedList<KeyState> Ready { get; } = new();

        internal int Count { get; set; }

        internal int Running { get; set; }

        internal int Aside { get; set; } // they wait too, for their next attempt

        internal int Pending => Count + Aside;

        internal long RunnableUpTo { get; set; } = long.MaxValue;

        internal bool IsRunnable => Ready.Count > 0 && Running < Rule.MaxConcurrency && RunnableUpTo > 0;
    }

    private sealed class KeyState
    {
        internal KeyState(int lanes)
        {
            InLane = new LanePart[lanes];
            for (int rank = 0; rank < lanes; rank++) InLane[rank] = new(this);
        }

        internal LanePart[] InLane { get; }

        internal int Running { get; set; } // those that wait for their next attempt included

        internal int Aside { get; set; }

        internal int Pending { get; set; }
    }

    /// <summary>A key's items in one lane, and its place in that lane's ring.</summary>
    private sealed class LanePart(KeyState key)
    {
        internal SlotList Slots; // mutable struct: never readonly

        internal LinkedListNode<KeyState> Node { get; } = new(key);
    }
}
