using Ephemeral.Operations;

namespace Ephemeral.Tests.Models;

/// <content>What is remembered, and for how long.</content>
internal sealed partial class CoordinatorModel
{
    public bool CancelWriter(ModelItem item) => Writers.Remove(item);

    public bool Pin(ModelItem item)
    {
        if (!item.IsKnown) return false;
        if (!item.IsPinned && Items.Count(static other => other.IsKnown && other.IsPinned) >= _setup.Tracked * 10) return false;
        return item.IsPinned = true;
    }

    public bool Unpin(ModelItem item)
    {
        if (!item.IsKnown) return false;
        item.IsPinned = false;
        if (Kept.Remove(item)) Leave(item);
        Settle();
        return true;
    }

    public bool Evict(ModelItem item)
    {
        if (!item.IsKnown || item.State == OperationState.Pending) return false;
        Leave(item);
        Settle();
        return true;
    }

    public bool Kill(ModelItem item)
    {
        if (!item.IsKnown) return false;
        item.IsKilled = item.State == OperationState.Running;
        if (item.State == OperationState.Pending)
        {
            Pending.Remove(item);
            Aside.Remove(item);
            RefreshKey(item.Work.Key);
            item.State = OperationState.Cancelled;
            Discards++;
        }

        Leave(item);
        AdmitWriters();
        Settle();
        return true;
    }

    /// <summary>Returns the next instant at which something is due, at most the given one.</summary>
    public TimeSpan NextEvent(TimeSpan until)
    {
        IEnumerable<TimeSpan> dues = Window.Take(1).Select(item => item.Ended + _lifetime);
        foreach (ModelHold hold in Holds.Where(static hold => hold.IsDeferring))
        {
            dues = dues.Concat(Pending.Where(item => IsOf(hold, item) && item.Ordinal > hold.ReleasedUpTo).Select(hold.DueOf));
            if (_setup.Pulls && hold.ReleasedUpTo == 0) dues = dues.Append(hold.Since + hold.Longest);
        }

        return dues.Concat(Aside.Select(static item => item.Due)).Where(due => due > Now).Append(until).Min();
    }

    public void AdvanceTo(TimeSpan time)
    {
        Now = time;
        TrimByAge();
        foreach (ModelHold hold in Holds.Where(static hold => hold.IsDeferring))
        {
            foreach (ModelItem item in Pending.Where(item => IsOf(hold, item) && hold.DueOf(item) <= Now))
                hold.ReleasedUpTo = Math.Max(hold.ReleasedUpTo, item.Ordinal);

            if (_setup.Pulls && hold.Since + hold.Longest <= Now) hold.ReleasedUpTo = int.MaxValue;
        }

        foreach (ModelItem item in Aside.Where(item => item.Due <= Now).ToList()) PutBack(item);
        Settle();
    }

    private void Remember(ModelItem item)
    {
        Window.Add(item);
        while (Window.Count > _setup.Tracked) PassOldest();
        TrimByAge();
    }

    private void TrimByAge()
    {
        while (Window.Count > 0 && Now - Window[0].Ended >= _lifetime) PassOldest();
    }

    private void PassOldest()
    {
        ModelItem oldest = Window[0];
        Window.RemoveAt(0);
        if (oldest.IsPinned) Kept.Add(oldest);
        else Leave(oldest);
    }

    private void Leave(ModelItem item)
    {
        Kept.Remove(item);
        Window.Remove(item);
        item.IsGone = true;
        item.Signals.Clear();
        Left.Add(item);
    }
}
