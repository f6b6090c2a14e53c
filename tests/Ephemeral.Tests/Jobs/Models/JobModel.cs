using Ephemeral.Operations;

namespace Ephemeral.Tests.Jobs.Models;

/// <summary>What a job runner does, on plain lists and one command after the other.</summary>
internal sealed partial class JobModel(JobSetup setup)
{
    private readonly Dictionary<(int Lane, string Key), List<JobItem>> _turns = [];
    private readonly bool[] _present = new bool[setup.Jobs.Length];
    private int _ordinal;
    private int _waitOrdinal;

    public TimeSpan Now { get; private set; }

    public List<JobItem> Items { get; } = [];

    public List<JobItem> Pending { get; } = [];

    public List<JobItem> Running { get; } = [];

    /// <summary>Gets the runs whose bodies were called, once for each attempt.</summary>
    public List<JobItem> Started { get; } = [];

    public List<string> Signals { get; } = [];

    public bool IsPaused { get; private set; }

    public bool IsCompleted { get; private set; }

    public int Ends { get; private set; }

    public int Dropped { get; private set; }

    public CoordinatorMetrics Counts => new(
        Items.Count,
        Pending.Count,
        Running.Count,
        CountOf(OperationState.Completed),
        CountOf(OperationState.Failed),
        CountOf(OperationState.Cancelled),
        CountOf(OperationState.Skipped));

    public bool IsPresent(int job) => _present[job];

    public void Raise(JobItem item)
    {
        if (IsCompleted) return;
        bool isFull = Pending.Count >= setup.Capacity;
        JobItem? oldest = Pending.Where(static other => !other.IsBetweenAttempts).MinBy(static other => other.WaitOrdinal);
        if (isFull && setup.FullMode is QueueFullMode.Wait or QueueFullMode.Reject)
        {
            Dropped++;
            return;
        }

        Items.Add(item);
        item.Ordinal = ++_ordinal;
        if (isFull && (setup.FullMode == QueueFullMode.DropNewest || oldest is null))
        {
            EndUnrun(item, OperationState.Skipped);
            return;
        }

        if (isFull) Discard(oldest!, OperationState.Skipped);
        Accept(item);
        Settle();
    }

    public void Toggle(int job)
    {
        _present[job] = !_present[job];
        Settle();
    }

    public void End(JobItem item, bool succeeds)
    {
        Finish(item, succeeds, nameof(InvalidOperationException));
        Settle();
    }

    public void SetPaused(bool isPaused)
    {
        IsPaused = isPaused;
        Settle();
    }

    public void Complete() => IsCompleted = true;

    private int CountOf(OperationState state) => Items.Count(item => item.State == state);

    private JobRule RuleOf(JobItem item) => setup.Jobs[item.Job];

    private List<JobItem>? TurnsOf(JobItem item)
    {
        if (item.Key is null) return null;
        (int, string) name = (RuleOf(item).Lane, item.Key);
        if (!_turns.TryGetValue(name, out List<JobItem>? turns)) _turns.Add(name, turns = []);
        return turns;
    }

    private void Accept(JobItem item)
    {
        item.State = OperationState.Pending;
        Pending.Add(item);
        TurnsOf(item)?.Add(item);
        BeginWait(item);
    }

    /// <summary>Begins a wait in the queue: one that comes back waits anew.</summary>
    private void BeginWait(JobItem item)
    {
        item.WaitOrdinal = ++_waitOrdinal;
        LimitPatience(item);
    }

    private void LimitPatience(JobItem item) => item.Due = RuleOf(item).Patience is > 0 and var patience ? Now + TimeSpan.FromSeconds(patience) : null;

    private void Discard(JobItem item, OperationState state)
    {
        Pending.Remove(item);
        TurnsOf(item)?.Remove(item);
        EndUnrun(item, state);
    }

    private void EndUnrun(JobItem item, OperationState state)
    {
        item.State = state;
        item.Due = null;
        item.Ended = Now;
        Remember(item);
    }

    private bool IsOpen(JobItem item) => !RuleOf(item).Awaits || _present[item.Job];

    private bool MayStart(JobItem item)
    {
        JobRule rule = RuleOf(item);
        return !item.IsBetweenAttempts
            && (item.IsOverdue || IsOpen(item))
            && (TurnsOf(item) is not { } turns || turns[0] == item)
            && Running.Count(other => other.Job == item.Job) < rule.Limit
            && Running.Count(other => RuleOf(other).Lane == rule.Lane) < setup.LaneLimits[rule.Lane];
    }

    /// <summary>The most urgent lane's most urgent job, then the oldest; within a job what has waited in vain goes first.</summary>
    private JobItem? TakeNext() => Pending.Where(MayStart)
        .GroupBy(static item => item.Job)
        .Select(static job => job.OrderBy(static item => item.IsOverdue ? 0 : 1).ThenBy(static item => item.Ordinal).First())
        .OrderBy(item => setup.LanePriorities[RuleOf(item).Lane]).ThenBy(item => RuleOf(item).Priority).ThenBy(static item => item.Ordinal)
        .FirstOrDefault();

    private void Settle()
    {
        while (!IsPaused && Running.Count < setup.MaxConcurrency && TakeNext() is { } item)
        {
            Pending.Remove(item);
            Running.Add(item);
            item.State = OperationState.Running;
            item.Due = null;
            if (++item.Attempts == 1 && RuleOf(item).Pins && Items.Count(static other => other is { IsPinned: true, IsGone: false }) < setup.Tracked * 10) item.IsPinned = true;
            if (item.IsOverdue)
            {
                Finish(item, succeeds: false, nameof(TimeoutException));
                continue;
            }

            Started.Add(item);
            if (item.Attempts == 1) Signals.Add("start");
            if (RuleOf(item).Timeout > 0) item.Due = Now + TimeSpan.FromSeconds(RuleOf(item).Timeout);
        }
    }

    private void Finish(JobItem item, bool succeeds, string error)
    {
        JobRule rule = RuleOf(item);
        Running.Remove(item);
        Ends++;
        item.Due = null;
        bool retries = !succeeds && item is { IsOverdue: false, IsKilled: false, IsGone: false } && item.Attempts <= rule.Retries;
        if (succeeds) Signals.Add("done");
        else Signals.AddRange(retries ? [$"job.retry:RunAsync:{item.Attempts}"] : [$"job.failed:RunAsync:{error}", "failed"]);
        if (retries)
        {
            item.State = OperationState.Pending;
            item.IsBetweenAttempts = true;
            item.Due = Now + TimeSpan.FromSeconds(rule.Delay * Math.Pow(2, item.Attempts - 1));
            Pending.Add(item);
            return;
        }

        TurnsOf(item)?.Remove(item);
        item.State = item.IsKilled ? OperationState.Cancelled : succeeds || rule.Swallows ? OperationState.Completed : OperationState.Failed;
        item.Ended = Now;
        if (item.IsGone) return;
        Remember(item);
        if (rule.Expires > 0 && !item.IsGone) item.Due = Now + TimeSpan.FromSeconds(rule.Expires);
    }
}
