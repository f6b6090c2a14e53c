using System.Diagnostics.CodeAnalysis;
using Ephemeral.Engine;
using Ephemeral.Engine.Handlers;

namespace Ephemeral;

/// <summary>A collection whose items are numbered and pulled one by one. Its enumerator may take its time, unless it is in memory.</summary>
internal sealed class CollectionSource<T>(IEnumerable<T> items, bool pullsAhead) : ItemSource<Indexed<T>>
{
    private readonly IEnumerator<T> _items = items.GetEnumerator();
    private int _index;

    public override bool IsAtHand { get; } = pullsAhead && items is ICollection<T>;

    /// <summary>Disposes the enumerator, when nobody pulls any more.</summary>
    /// <returns>What it threw there or before; null when it did not.</returns>
    public Exception? Close()
    {
        try
        {
            _items.Dispose();
        }
        catch (Exception error)
        {
            return Failure ?? error;
        }

        return Failure;
    }

    protected override bool TryNext([MaybeNullWhen(false)] out Indexed<T> item)
    {
        bool found = _items.MoveNext();
        item = found ? new(_index++, _items.Current) : default;
        return found;
    }
}
