using Ephemeral.Operations;

namespace Ephemeral.Tests.Jobs.Models;

/// <content>What is remembered and for how long, and what time does.</content>
internal sealed partial class JobModel
{
    private readonly TimeSpan _lifetime = TimeSpan.FromSeconds(setup.Lifetime);

    /// <summary>Gets pinned operations whose turn to leave has passed; before the other ended ones in the window.</summary>
    public List<JobItem> Kept { get; } = [];

    public List<JobItem> Window { get; } = [];

    public List<JobItem> Left { get; } = [];

    /// <summary>Gets whether an operation was removed while it ran: what it says after that is heard by nobody.</summary>
    public bool HasMuted { get; private set; }

    public bool Unpin(JobItem item)
    {
        if (item.IsGone) return false;
        item.IsPinned = false;
        if (Kept.Remove(item)) Leave(item);
        return true;
    }

    public bool Evict(JobItem item)
    {
        if (item.IsGone || item.State == OperationState.Pending) return false;
        HasMuted |= item.State == OperationState.Running;
        Leave(item);
        return true;
    }

    public bool Kill(JobItem item)
    {
        if (item.IsGone) return false;
        item.IsKilled = item.State == OperationState.Running;
        HasMuted |= item.IsKilled;
        if (item.State == OperationState.Pending)
        {
            Pending.Remove(item);
            TurnsOf(item)?.Remove(item);
            item.State = OperationState.Cancelled;
        }

        Leave(item);
        if (item.IsKilled && RuleOf(item).Timeout > 0) Finish(item, succeeds: false, ""); // its own token is the body's: that ends
        Settle();
        return true;
    }

    /// <summary>Returns the next instant at which something is due, at most the given one.</summary>
    public TimeSpan NextEvent(TimeSpan until) =>
        Items.Where(static item => item.Due is not null).Select(static item => item.Due!.Value)
            .Concat(Window.Take(1).Select(item => item.Ended + _lifetime))
            .Where(due => due > Now).Append(until).Min();

    /// <summary>Tells whether a body's time is up when something else is due too: then nobody can say which comes first.</summary>
    public bool IsTie(TimeSpan time) =>
        Running.Exists(item => item.Due == time) && Items.Count(item => item.Due == time) > 1;

    public void AdvanceTo(TimeSpan time)
    {
        Now = time;
        TrimByAge();
        foreach (JobItem item in Items.Where(item => item.Due <= Now).OrderBy(static item => item.Due).ThenBy(static item => item.Ordinal).ToList()) FollowDue(item);
        Settle();
    }

    private void FollowDue(JobItem item)
    {
        item.Due = null;
        if (item.IsBetweenAttempts)
        {
            item.IsBetweenAttempts = false;
            BeginWait(item);
        }
        else if (item.State == OperationState.Running)
        {
            Finish(item, succeeds: false, nameof(TimeoutException));
        }
        else if (item.State != OperationState.Pending)
        {
            Leave(item);
        }
        else if (IsOpen(item))
        {
            LimitPatience(item); // it only waits for its turn
        }
        else
        {
            item.IsOverdue = true;
        }
    }

    private void Remember(JobItem item)
    {
        Window.Add(item);
        while (Window.Count > setup.Tracked) PassOldest();
        TrimByAge();
    }

    private void TrimByAge()
    {
        while (Window.Count > 0 && Now - Window[0].Ended >= _lifetime) PassOldest();
    }

    private void PassOldest()
    {
        JobItem oldest = Window[0];
        Window.RemoveAt(0);
        if (oldest.IsPinned) Kept.Add(oldest);
        else Leave(oldest);
    }

    private void Leave(JobItem item)
    {
        Kept.Remove(item);
        Window.Remove(item);
        if (item.State != OperationState.Running) item.Due = null;
        item.IsGone = true;
        Left.Add(item);
    }
}
