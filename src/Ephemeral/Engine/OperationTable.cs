using System.Runtime.CompilerServices;
using Ephemeral.Operations;

namespace Ephemeral.Engine;

/// <summary>Every operation that the coordinator knows, found by id in constant time.</summary>
/// <remarks>
/// Slots live in chunks that never move, so that one can be used by reference. Ids are consecutive, so their low bits are the hash
/// and colliding slots are chained: open addressing would be one endless cluster. Guarded by the engine's lock.
/// </remarks>
internal sealed class OperationTable<TItem, TTag, TResult> : SlotLinks
{
    private const int ChunkShift = 6;
    private const int KeptSlots = 4_096;
    private const int ChunkSize = 1 << ChunkShift;

    private Slot<TItem, TTag, TResult>[][] _chunks = [];
    private int[] _buckets = new int[64]; // slot + 1, so that 0 is empty
    private int[] _chain = new int[64];
    private SlotList _free;
    private int _made;
    private int _used;

    internal int Count { get; private set; }

    internal ref Slot<TItem, TTag, TResult> this[int slot]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _chunks[slot >> ChunkShift][slot & (ChunkSize - 1)];
    }

    internal override long IdOf(int slot) => this[slot].Id;

    internal override int AttemptsOf(int slot) => this[slot].Attempts;

    internal override bool IsQueued(int slot, long id, int attempts)
    {
        if (slot >= _made) return false; // the table has shrunk since
        ref Slot<TItem, TTag, TResult> s = ref this[slot];
        return s.Id == id && s.Attempts == attempts && s.State == OperationState.Pending && !s.IsBetweenAttempts;
    }

    internal int Add(long id)
    {
        if (!_free.TryTake(this, out int slot)) slot = Make();
        _used++;
        this[slot].Id = id;
        Index(slot, id);
        Count++;
        return slot;
    }

    internal int Find(long id)
    {
        for (int slot = _buckets[(int)id & (_buckets.Length - 1)] - 1; slot >= 0; slot = _chain[slot])
            if (this[slot].Id == id) return slot;

        return -1;
    }

    /// <summary>Makes an id unknown; the slot keeps its content until it is freed.</summary>
    internal void Forget(int slot)
    {
        ref int bucket = ref _buckets[(int)this[slot].Id & (_buckets.Length - 1)];
        if (bucket == slot + 1)
        {
            bucket = _chain[slot] + 1;
        }
        else
        {
            int previous = bucket - 1;
            while (_chain[previous] != slot) previous = _chain[previous];
            _chain[previous] = _chain[slot];
        }

        Count--;
    }

    /// <summary>Empties a forgotten slot for reuse; last in, first out, so that hot slots stay in the cache. A large table that is empty shrinks.</summary>
    internal void Free(int slot)
    {
        this[slot] = default;
        _free.Prepend(this, slot);
        if (--_used == 0 && _made > KeptSlots) Shrink();
    }

    /// <summary>Returns the slots whose operation is in one of the given states, in no order.</summary>
    internal IEnumerable<int> SlotsIn(OperationState state)
    {
        for (int slot = 0; slot < _made; slot++)
            if (this[slot].State == state) yield return slot;
    }

    private void Shrink()
    {
        _chunks = [];
        _buckets = new int[64];
        _chain = new int[64];
        Next = new int[64];
        _free = default;
        _made = 0;
    }

    private void Index(int slot, long id)
    {
        ref int bucket = ref _buckets[(int)id & (_buckets.Length - 1)];
        _chain[slot] = bucket - 1;
        bucket = slot + 1;
    }

    private int Make()
    {
        int slot = _made++;
        if ((slot >> ChunkShift) >= _chunks.Length) Array.Resize(ref _chunks, Math.Max(4, _chunks.Length * 2));
        _chunks[slot >> ChunkShift] ??= new Slot<TItem, TTag, TResult>[ChunkSize];
        if (slot >= Next.Length) Grow(slot);
        return slot;
    }

    private void Grow(int made)
    {
        int[] next = Next;
        Array.Resize(ref next, next.Length * 2);
        Next = next;
        _chain = new int[next.Length];
        _buckets = new int[next.Length];
        for (int slot = 0; slot < made; slot++)
            if (this[slot].Id != 0 && !this[slot].Departed) Index(slot, this[slot].Id);
    }
}
