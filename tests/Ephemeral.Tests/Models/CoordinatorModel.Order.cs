namespace Ephemeral.Tests.Models;

/// <content>Who is next: the policies of the kinds.</content>
internal sealed partial class CoordinatorModel
{
    private ModelItem? TakeNext()
    {
        if (_setup.Pulls && Pending.Count == 0) return TakeFromSource(); // what comes back goes first
        for (int lane = 0; lane < _lanes.Count; lane++)
        {
            if (Running.Count(item => item.Work.Lane == lane) >= _setup.Lanes[lane].Limit) continue;
            ModelItem? next = _setup.IsKeyed ? NextByKey(lane) : OldestIn(lane);
            if (next is null || IsHeld(next)) continue;
            Pending.Remove(next);
            return next;
        }

        return null;
    }

    private ModelItem? TakeFromSource()
    {
        if (_source.Count == 0 || Aside.Count >= _setup.Capacity || (_whole.IsDeferring && !_whole.IsSkipping && _whole.ReleasedUpTo == 0)) return null;
        ModelItem item = _source.Dequeue();
        item.Ordinal = ++_ordinal;
        item.Accepted = Now;
        return item;
    }

    private ModelItem? OldestIn(int lane) => Pending.Find(item => item.Work.Lane == lane);

    /// <summary>Keys take turns; one whose oldest item is held is passed over.</summary>
    private ModelItem? NextByKey(int lane)
    {
        List<int> ring = _rings[lane];
        int turn = ring.FindIndex(key => !IsHeld(OldestOf(key, lane)));
        if (turn < 0) return null;
        int next = ring[turn];
        ring.RemoveAt(turn);
        return OldestOf(next, lane);
    }

    private ModelItem OldestOf(int key, int lane) => Pending.First(item => item.Work.Key == key && item.Work.Lane == lane);

    /// <summary>What a cancel rule discards is held back by no deferral.</summary>
    private bool IsHeld(ModelItem item)
    {
        ModelHold lane = _lanes[item.Work.Lane];
        return !_whole.IsSkipping && !lane.IsSkipping && (_whole.Holds(item) || lane.Holds(item));
    }

    /// <summary>A key has a turn in a lane exactly while it has an item there and a free place.</summary>
    private void RefreshKey(int key)
    {
        if (!_setup.IsKeyed) return;
        bool free = Running.Concat(Aside).Count(item => item.Work.Key == key) < _setup.PerKey;
        for (int lane = 0; lane < _rings.Count; lane++)
        {
            bool ready = free && Pending.Exists(item => item.Work.Key == key && item.Work.Lane == lane);
            if (!ready) _rings[lane].Remove(key);
            else if (!_rings[lane].Contains(key)) _rings[lane].Add(key);
        }
    }
}
