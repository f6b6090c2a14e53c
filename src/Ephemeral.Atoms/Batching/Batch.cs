using System.Diagnostics;

namespace Ephemeral.Atoms.Batching;

/// <summary>The items that are processed together. Open until it is full or its time is over.</summary>
/// <remarks>Thread-safe. Its lock is the only one of batching: a list that many add to and one takes away.</remarks>
internal sealed class Batch<T>
{
    private const int FirstCapacity = 256;

    private readonly Lock _gate = new();
    private readonly List<T> _items; // guarded by _gate, as is the next
    private readonly int _size;
    private bool _isSealed;

    public Batch(int size, T first)
    {
        _size = size;
        _items = new(Math.Min(size, FirstCapacity)) { first };
        _isSealed = size == 1;
    }

    /// <summary>Gets or sets the operation that will process it; set before anybody can add.</summary>
    public long Id { get; set; }

    public bool IsSealed
    {
        get { lock (_gate) return _isSealed; }
    }

    /// <summary>Adds an item to a batch that is open; the one that fills it seals it.</summary>
    public bool TryAdd(T item, out bool isFull)
    {
        lock (_gate)
        {
            isFull = false;
            if (_isSealed) return false;
            _items.Add(item);
            Debug.Assert(_items.Count <= _size, "A batch never exceeds its size.");
            isFull = _isSealed = _items.Count == _size;
            return true;
        }
    }

    /// <summary>Takes the items; nothing is added any more.</summary>
    public IReadOnlyList<T> Seal()
    {
        lock (_gate) _isSealed = true;
        return _items;
    }
}
