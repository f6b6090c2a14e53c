namespace Ephemeral.Caching;

/// <summary>The order of a <see cref="LazyHeap{TItem, TOrder}"/>.</summary>
internal interface IHeapOrder<TItem>
{
    /// <summary>Returns the item's rank as it is now; the least comes first, the second number decides between equals.</summary>
    static abstract (long First, long Second) RankOf(TItem item);

    /// <summary>Returns the field in which the heap keeps the item's place.</summary>
    static abstract ref int PlaceOf(TItem item);
}
