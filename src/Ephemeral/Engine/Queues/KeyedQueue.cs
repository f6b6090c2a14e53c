using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ephemeral.Engine.Queues;

/// <summary>First in, first out for each key, with a limit of running items for each key; keys take turns.</summary>
/// <remarks>
/// Only keys that have an item <em>and</em> a free place are in the ring of ready keys, so a busy key holds no slot and delays
/// nobody else. A key's state exists only while it has items. The key comparer runs under the engine's lock.
/// </remarks>
internal struct KeyedQueue<T, TKey>(int limitPerKey, int fairThreshold) : IWorkQueue<T, TKey>
    where TKey : notnull
{
    private const int MaxSpareKeys = 1_024;

    private readonly Dictionary<TKey, KeyState> _keys = [];
    private readonly Stack<KeyState> _spare = new();
    private readonly LinkedList<KeyState> _ready = new(); // every node belongs to its key: nothing is allocated
    private int _count;

    public readonly int Count => _count;

    public readonly bool HasRunnable => _ready.First is not null;

    public readonly int? ActiveKeys => _keys.Count;

    public readonly IReadOnlyList<string> Lanes => [];

    public static string? KeyText(in TKey tag) => tag.ToString();

    public readonly int LaneOf(in TKey tag) => 0;

    public readonly int LimitOf(int lane, int engineLimit) => engineLimit;

    public readonly int? DepthOf(int lane) => null;

    public readonly bool CanAccept(in TKey tag) => true;

    public readonly bool CanAcceptFairly(in TKey tag) => fairThreshold == int.MaxValue || PendingOf(tag) < fairThreshold;

    public readonly int PendingOf(TKey tag) => _keys.TryGetValue(tag, out KeyState? key) ? key.Slots.Count + key.Aside : 0;

    public object? Enqueue(SlotLinks links, int slot, in TKey tag)
    {
        ref KeyState? key = ref CollectionsMarshal.GetValueRefOrAddDefault(_keys, tag, out _);
        if (key is null)
        {
            if (!_spare.TryPop(out key)) key = new KeyState();
            key.Key = tag;
        }

        key.Slots.Append(links, slot);
        _count++;
        MarkReady(key);
        return key;
    }

    public void PutBack(SlotLinks links, int slot, in TKey tag, object? place)
    {
        KeyState key = StateOf(place);
        key.Aside--;
        key.Running--;
        key.Slots.Insert(links, slot);
        _count++;
        MarkReady(key);
    }

    public bool TryDequeue(SlotLinks links, long upTo, out int slot)
    {
        slot = -1;
        LinkedListNode<KeyState>? node = _ready.First;
        while (node is not null && upTo != long.MaxValue && links.IdOf(node.Value.Slots.First) > upTo) node = node.Next;
        if (node is null) return false;
        KeyState key = node.Value;
        _ready.Remove(node);
        key.Running++;
        _count--;
        key.Slots.TryTake(links, out slot);
        MarkReady(key);
        return true;
    }

    public readonly void SetRunnableUpTo(SlotLinks links, int lane, long upTo)
    {
    }

    public void Remove(SlotLinks links, int slot, in TKey tag, object? place)
    {
        KeyState key = StateOf(place);
        if (key.Slots.Remove(links, slot)) _count--;
        if (key.IsReady && key.Slots.Count == 0) _ready.Remove(key.Node);
        if (key.Running == 0 && key.Slots.Count == 0) Retire(key);
    }

    public void Release(SlotLinks links, in TKey tag, object? place, bool keepsTurn = false)
    {
        KeyState key = StateOf(place);
        if (keepsTurn)
        {
            key.Aside++;
            return;
        }

        key.Running--;
        if (key.Running == 0 && key.Slots.Count == 0) Retire(key);
        else MarkReady(key);
    }

    public readonly bool Hurry(SlotLinks links, int slot, in TKey tag) => false;

    private static KeyState StateOf(object? place)
    {
        Debug.Assert(place is KeyState, "A keyed slot carries the state of its key.");
        return Unsafe.As<KeyState>(place)!;
    }

    private void MarkReady(KeyState key)
    {
        if (!key.IsReady && key.Slots.Count > 0 && key.Running < limitPerKey) _ready.AddLast(key.Node);
    }

    private void Retire(KeyState key)
    {
        _keys.Remove(key.Key);
        key.Key = default!;
        if (_spare.Count < MaxSpareKeys) _spare.Push(key);
        if (_keys.Count == 0 && _keys.EnsureCapacity(0) > 4 * MaxSpareKeys) _keys.TrimExcess(MaxSpareKeys);
    }

    private sealed class KeyState
    {
        internal TKey Key = default!;
        internal SlotList Slots; // mutable struct: never readonly
        internal int Running; // those that wait for their next attempt included
        internal int Aside;

        internal KeyState() => Node = new(this);

        /// <summary>Gets the key's place in the ring of ready keys.</summary>
        internal LinkedListNode<KeyState> Node { get; }

        internal bool IsReady => Node.List is not null;
    }
}
