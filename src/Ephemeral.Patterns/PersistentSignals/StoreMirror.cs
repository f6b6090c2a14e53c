using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ephemeral.Patterns;

/// <summary>What a store holds, so that only differences are written. Not thread-safe: its window writes one thing after the other.</summary>
internal sealed class StoreMirror
{
    private readonly SortedDictionary<long, MirroredSignal> _signals = [];
    private readonly long _earlierOperations;
    private long _lastId;

    /// <param name="stored">What the store holds, of which every operation gets an id that none has in this process.</param>
    public StoreMirror(IReadOnlyList<StoredSignal> stored)
    {
        Dictionary<long, long> operations = [];
        foreach (StoredSignal signal in stored)
        {
            if (!operations.TryGetValue(signal.OperationId, out long operationId)) operations.Add(signal.OperationId, operationId = EphemeralIdGenerator.NextId());
            _signals[signal.Id] = new(signal, new(signal.Signal, operationId, signal.Key, signal.Timestamp));
            _lastId = Math.Max(_lastId, signal.Id);
            _earlierOperations = Math.Max(_earlierOperations, signal.OperationId);
        }
    }

    public int Count => _signals.Count;

    /// <summary>Returns what the store holds, oldest first.</summary>
    public IEnumerable<MirroredSignal> Signals => _signals.Values;

    /// <summary>Returns what has to change for the store to hold these signals, in writes of a limited size.</summary>
    public IEnumerable<StoreChange> ChangesTo(IReadOnlyList<SignalEvent> present, int size)
    {
        Dictionary<SignalIdentity, int> missing = [];
        foreach (SignalEvent signal in present) CollectionsMarshal.GetValueRefOrAddDefault(missing, SignalIdentity.Of(signal), out _)++;
        List<MirroredSignal> removed = [.. _signals.Values.Where(signal => !TryTake(missing, signal.Identity))];
        List<MirroredSignal> added = [];
        foreach (SignalEvent signal in present)
            if (TryTake(missing, SignalIdentity.Of(signal))) added.Add(New(SignalIdentity.Of(signal)));

        return [.. removed.Chunk(size).Select(static chunk => new StoreChange([], chunk)), .. added.Chunk(size).Select(static chunk => new StoreChange(chunk, []))];
    }

    /// <summary>Notes that a signal of the store has an operation of this process after all.</summary>
    public void Rename(MirroredSignal signal, long operationId) =>
        _signals[signal.Stored.Id] = signal with { Identity = signal.Identity with { OperationId = operationId } };

    /// <summary>Notes that the store has made a change.</summary>
    public void Accept(StoreChange change)
    {
        foreach (MirroredSignal signal in change.Removed) _signals.Remove(signal.Stored.Id);
        foreach (MirroredSignal signal in change.Added) _signals[signal.Stored.Id] = signal;
    }

    private static bool TryTake(Dictionary<SignalIdentity, int> counts, SignalIdentity identity)
    {
        ref int count = ref CollectionsMarshal.GetValueRefOrNullRef(counts, identity);
        if (Unsafe.IsNullRef(ref count) || count == 0) return false;
        count--;
        return true;
    }

    /// <summary>Names a signal in the store. Ids of operations begin anew in every process; in the store they go on.</summary>
    private MirroredSignal New(in SignalIdentity identity) =>
        new(new(++_lastId, identity.Signal, _earlierOperations + identity.OperationId, identity.Key, identity.Timestamp), identity);
}
