namespace Ephemeral.Caching;

/// <summary>A binary heap of items whose ranks only grow, and may do so behind its back.</summary>
/// <remarks>
/// The heap orders items by the rank that they had when it last looked. That is a lower bound, so an item at the top whose rank is
/// unchanged is the least of all; one whose rank has grown sinks. A change of rank costs nothing until the item reaches the top.
/// Every item knows its place, so that any can be removed. Not synchronised.
/// </remarks>
internal sealed class LazyHeap<TItem, TOrder>
    where TItem : class
    where TOrder : struct, IHeapOrder<TItem>
{
    private Node[] _nodes = new Node[4];

    public int Count { get; private set; }

    /// <summary>Gets the top and the rank that it had when the heap last looked; only if there is one.</summary>
    public (TItem Item, (long First, long Second) Rank) Top => (_nodes[0].Item, _nodes[0].Rank);

    public ReadOnlySpan<Node> Nodes => _nodes.AsSpan(0, Count);

    public void Add(TItem item)
    {
        if (Count == _nodes.Length) Array.Resize(ref _nodes, Count * 2);
        Rise(Count++, new(item, TOrder.RankOf(item)));
    }

    public void Remove(TItem item)
    {
        int place = TOrder.PlaceOf(item);
        Node last = _nodes[--Count];
        _nodes[Count] = default;
        if (place == Count) return;
        if (place > 0 && last.IsBefore(_nodes[Parent(place)])) Rise(place, last);
        else Sink(place, last);
    }

    /// <summary>Looks at the top again: if its rank has grown, it sinks.</summary>
    /// <returns>Whether it has.</returns>
    public bool Refresh()
    {
        Node top = _nodes[0];
        Node now = new(top.Item, TOrder.RankOf(top.Item));
        if (!top.IsBefore(now)) return false;
        Sink(0, now);
        return true;
    }

    private static int Parent(int place) => (place - 1) / 2;

    private void Rise(int place, Node node)
    {
        for (; place > 0 && node.IsBefore(_nodes[Parent(place)]); place = Parent(place)) Put(place, _nodes[Parent(place)]);
        Put(place, node);
    }

    private void Sink(int place, Node node)
    {
        for (int child; (child = (2 * place) + 1) < Count; place = child)
        {
            if (child + 1 < Count && _nodes[child + 1].IsBefore(_nodes[child])) child++;
            if (!_nodes[child].IsBefore(node)) break;
            Put(place, _nodes[child]);
        }

        Put(place, node);
    }

    private void Put(int place, Node node)
    {
        _nodes[place] = node;
        TOrder.PlaceOf(node.Item) = place;
    }

    internal readonly record struct Node(TItem Item, (long First, long Second) Rank)
    {
        public bool IsBefore(Node other) =>
            Rank.First != other.Rank.First ? Rank.First < other.Rank.First : Rank.Second < other.Rank.Second;
    }
}
