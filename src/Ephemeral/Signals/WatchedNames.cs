namespace Ephemeral.Signals;

/// <summary>Watched names by the stamp of their latest signal, the earliest first: a binary heap whose places are in the names.</summary>
/// <remarks>
/// A stamp may be older than the truth, never newer: raising a name again moves nothing, and whoever takes the first one brings its stamp
/// up to date. Not synchronised: the lock of the <see cref="SignalNames"/> guards it.
/// </remarks>
internal sealed class WatchedNames
{
    public const int Nowhere = -1;

    private readonly List<SignalName> _heap = [];

    public SignalName? First => _heap.Count == 0 ? null : _heap[0];

    public int Count => _heap.Count;

    public void Add(SignalName name, long stamp)
    {
        name.WatchedStamp = stamp;
        _heap.Add(name);
        Rise(_heap.Count - 1, name);
    }

    /// <summary>Removes a name; one that is not here changes nothing.</summary>
    public void Remove(SignalName name)
    {
        int place = name.WatchedPlace;
        if (place == Nowhere) return;
        name.WatchedPlace = Nowhere;
        SignalName last = _heap[^1];
        _heap.RemoveAt(_heap.Count - 1);
        if (last != name) Sink(Rise(place, last), last);
    }

    public void Update(SignalName name, long stamp)
    {
        name.WatchedStamp = stamp;
        Sink(Rise(name.WatchedPlace, name), name);
    }

    private int Rise(int place, SignalName name)
    {
        for (; place > 0 && _heap[(place - 1) / 2] is var parent && parent.WatchedStamp > name.WatchedStamp; place = (place - 1) / 2) Put(place, parent);
        Put(place, name);
        return place;
    }

    private void Sink(int place, SignalName name)
    {
        for (int child = (2 * place) + 1; child < _heap.Count; child = (2 * place) + 1)
        {
            if (child + 1 < _heap.Count && _heap[child + 1].WatchedStamp < _heap[child].WatchedStamp) child++;
            if (_heap[child].WatchedStamp >= name.WatchedStamp) break;
            Put(place, _heap[child]);
            place = child;
        }

        Put(place, name);
    }

    private void Put(int place, SignalName name)
    {
        _heap[place] = name;
        name.WatchedPlace = place;
    }
}
