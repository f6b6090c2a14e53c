namespace Ephemeral.Telemetry.Prometheus.Exposition;

/// <summary>The label sets that a family has written so far, to find duplicates. Keeps its arrays for the next family.</summary>
internal sealed class SeriesSet
{
    private readonly ExpositionBuffer _labels = new(Array.MaxLength);
    private Slot[] _slots = new Slot[64];
    private int _count;
    private long _generation = 1;

    public void Clear()
    {
        _labels.Reset();
        _count = 0;
        _generation++;
    }

    /// <summary>Returns false when the same labels were added since <see cref="Clear"/>.</summary>
    public bool Add(ReadOnlySpan<byte> labels)
    {
        if (_count * 2 >= _slots.Length) Grow();
        HashCode hasher = default;
        hasher.AddBytes(labels);
        int hash = hasher.ToHashCode();
        int at = hash & (_slots.Length - 1);
        while (_slots[at].Generation == _generation)
        {
            if (_slots[at].Hash == hash && _labels.Written.Slice(_slots[at].Start, _slots[at].Length).SequenceEqual(labels)) return false;
            at = (at + 1) & (_slots.Length - 1);
        }
        _slots[at] = new Slot(_generation, hash, _labels.Length, labels.Length);
        _labels.Write(labels);
        _count++;
        return true;
    }

    private void Grow()
    {
        Slot[] old = _slots;
        _slots = new Slot[old.Length * 2];
        foreach (Slot slot in old)
        {
            if (slot.Generation != _generation) continue;
            int at = slot.Hash & (_slots.Length - 1);
            while (_slots[at].Generation == _generation) at = (at + 1) & (_slots.Length - 1);
            _slots[at] = slot;
        }
    }

    private readonly record struct Slot(long Generation, int Hash, int Start, int Length);
}
