using Ephemeral.Operations;
using Ephemeral.Tests.Kinds;

namespace Ephemeral.Tests.Models;

/// <summary>What a coordinator does, on plain lists and one command after the other.</summary>
internal sealed partial class CoordinatorModel
{
    private readonly ModelSetup _setup;
    private readonly ModelHold _whole;
    private readonly List<ModelHold> _lanes;
    private readonly List<List<int>> _rings; // for each lane the keys that may start an item, in their turn
    private readonly Queue<ModelItem> _source = [];
    private readonly List<(string Name, ModelItem? By)> _sink = [];
    private readonly TimeSpan _lifetime;
    private int _ordinal;
    private int _queued;
    private int _waits;
    private int _limit;

    public CoordinatorModel(ModelSetup setup)
    {
        _setup = setup;
        _limit = setup.MaxConcurrency;
        _lifetime = TimeSpan.FromSeconds(setup.Lifetime);
        _whole = new("", TimeSpan.FromSeconds(setup.LongestDeferral));
        _lanes = [.. setup.Lanes.Select(static (lane, rank) => new ModelHold("." + rank, TimeSpan.FromSeconds(lane.LongestDeferral)))];
        _rings = [.. setup.Lanes.Select(static _ => new List<int>())];
    }

    public List<ModelItem> Items { get; } = [];

    public List<ModelItem> Pending { get; } = [];

    /// <summary>Those that are kept out of the queue: delayed, or between two attempts.</summary>
    public List<ModelItem> Aside { get; } = [];

    public IEnumerable<ModelItem> Waiting => Pending.Concat(Aside);

    public List<ModelItem> Running { get; } = [];

    public List<ModelItem> Writers { get; } = [];

    /// <summary>Pinned operations whose turn to leave has passed, then the other ended ones: the window.</summary>
    public List<ModelItem> Kept { get; } = [];

    public List<ModelItem> Window { get; } = [];

    public List<ModelItem> Started { get; } = [];

    public List<ModelItem> Skipped { get; } = [];

    public List<ModelItem> Left { get; } = [];

    public TimeSpan Now { get; private set; }

    public int Limit => _limit;

    public bool IsPaused { get; private set; }

    public bool IsCompleted { get; private set; }

    public bool IsCancelled { get; private set; }

    /// <summary>Gets whether the cancel came while there was something left.</summary>
    public bool IsCutShort { get; private set; }

    public bool IsDisposed { get; private set; }

    public int Ends { get; private set; }

    public int Discards { get; private set; }

    public bool IsEmpty => Pending.Count + Aside.Count + Running.Count + _source.Count == 0;

    public CoordinatorMetrics Counts => new(
        Items.Count(static item => item.Ordinal > 0),
        PendingCount,
        Running.Count,
        CountOf(OperationState.Completed),
        CountOf(OperationState.Failed),
        CountOf(OperationState.Cancelled),
        CountOf(OperationState.Skipped));

    public ModelItem Add(WorkItem work)
    {
        ModelItem item = new(work);
        Items.Add(item);
        return item;
    }

    public void Start(IEnumerable<WorkItem> source)
    {
        foreach (WorkItem work in source) _source.Enqueue(Add(work));
        IsCompleted = true;
        Settle();
    }

    /// <summary>Offers an item: it is accepted (its ordinal says so), waits for room, or is refused.</summary>
    public ModelItem Offer(WorkItem work, bool mayWait, TimeSpan delay)
    {
        ModelItem item = Add(work);
        item.Due = delay;
        if (IsCompleted) return item;
        bool laneFull = IsLaneFull(work);
        bool isFair = mayWait || _setup.FairThreshold is not { } threshold || Waiting.Count(other => other.Work.Key == work.Key) < threshold;
        if (isFair && (laneFull || PendingCount >= _setup.Capacity))
        {
            Overflow(item, laneFull, mayWait);
        }
        else if (isFair)
        {
            Accept(item);
        }

        Settle();
        return item;
    }

    public void End(ModelItem item, Ending ending)
    {
        Running.Remove(item);
        if (IsRetried(item, ending))
        {
            Ends++; // an attempt did
            item.State = OperationState.Pending;
            item.Due = Now + ModelSetup.WaitOf(_setup.RetryDelay, _waits);
            Aside.Add(item);
            if (item.Due == Now) PutBack(item);
            Settle();
            return;
        }

        item.State = item.IsKilled || (ending == Ending.Stop && IsCancelled) ? OperationState.Cancelled
            : ending == Ending.Complete ? OperationState.Completed : OperationState.Failed;
        item.Ended = Now;
        Ends++;
        RefreshKey(item.Work.Key);
        if (!item.IsGone) Remember(item);
        Settle(); // those that left are told, with their signals, before the worker looks for its next item
    }

    public void SetPaused(bool paused)
    {
        IsPaused = paused;
        Settle();
    }

    public void SetLimit(int limit)
    {
        _limit = limit;
        Settle();
    }

    public void Complete()
    {
        IsCompleted = true;
        Writers.Clear();
        _source.Clear();
        Settle();
    }

    public void Cancel(bool dispose)
    {
        IsCutShort |= !IsCompleted || PendingCount > 0 || Running.Count > 0 || Writers.Count > 0 || _source.Count > 0;
        IsCompleted = IsCancelled = true;
        IsDisposed |= dispose;
        foreach (ModelItem item in Waiting.OrderBy(static item => item.Ordinal).ToList()) Discard(item, OperationState.Cancelled);
        Complete();
    }

    public bool StartNow(ModelItem item)
    {
        if (!Aside.Contains(item)) return false;
        PutBack(item);
        Settle();
        return true;
    }

    private int PendingCount => Pending.Count + Aside.Count;

    private int CountOf(OperationState state) => Items.Count(item => item.State == state);

    private bool IsLaneFull(WorkItem work) => Waiting.Count(other => other.Work.Lane == work.Lane) >= _setup.Lanes[work.Lane].Depth;

    private void Overflow(ModelItem item, bool laneFull, bool mayWait)
    {
        switch (_setup.FullMode)
        {
            case QueueFullMode.Wait when mayWait:
                Writers.Add(item);
                break;
            case QueueFullMode.DropOldest when Pending.Where(other => !laneFull || other.Work.Lane == item.Work.Lane).MinBy(static other => other.Waiting) is { } oldest:
                Discard(oldest, OperationState.Skipped);
                Accept(item);
                break;
            case QueueFullMode.DropOldest or QueueFullMode.DropNewest:
                item.Ordinal = ++_ordinal;
                Discard(item, OperationState.Skipped);
                break;
        }
    }

    private void Accept(ModelItem item)
    {
        item.Ordinal = ++_ordinal;
        item.Accepted = Now;
        item.State = OperationState.Pending;
        if (item.Due == TimeSpan.Zero)
        {
            Queue(item);
            return;
        }

        item.Due += Now;
        Aside.Add(item);
    }

    private bool IsRetried(ModelItem item, Ending ending)
    {
        bool failed = ending == Ending.Fail || (ending == Ending.Stop && !item.IsKilled && !IsCancelled);
        if (!failed || item.Attempts > _setup.Retries) return false;
        _waits++;
        return !item.IsKilled && !item.IsGone && !IsCancelled;
    }

    private void PutBack(ModelItem item)
    {
        Aside.Remove(item);
        item.Accepted = Now;
        Queue(item);
    }

    /// <summary>The queue is in order of acceptance, whenever its items came into it.</summary>
    private void Queue(ModelItem item)
    {
        item.Waiting = ++_queued;
        int place = Pending.FindIndex(other => other.Ordinal > item.Ordinal);
        Pending.Insert(place < 0 ? Pending.Count : place, item);
        RefreshKey(item.Work.Key);
    }

    private void Discard(ModelItem item, OperationState state)
    {
        Pending.Remove(item);
        Aside.Remove(item);
        RefreshKey(item.Work.Key);
        item.State = state;
        item.Ended = Now;
        Discards++;
        Remember(item);
    }

    /// <summary>Lets happen all that may happen now, in the steps in which a worker does it.</summary>
    private void Settle()
    {
        bool changed = true;
        while (changed)
        {
            FollowSignals();
            changed = StartNext();
            changed |= AdmitWriters();
        }
    }

    private bool StartNext()
    {
        bool changed = false;
        while (!IsPaused && Running.Count < _limit && TakeNext() is { } item)
        {
            changed = true;
            Running.Add(item);
            RefreshKey(item.Work.Key);
            if (_whole.IsSkipping || _lanes[item.Work.Lane].IsSkipping)
            {
                Skipped.Add(item);
                Running.Remove(item);
                Discard(item, OperationState.Skipped);
                if (_setup.Pulls) break; // one visit each, so that what leaves is told in between
                continue;
            }

            item.State = OperationState.Running;
            item.Attempts++;
            Started.Add(item);
            break;
        }

        return changed;
    }

    private bool AdmitWriters()
    {
        bool changed = false;
        foreach (ModelItem writer in Writers.ToList())
        {
            if (PendingCount >= _setup.Capacity) break;
            if (IsLaneFull(writer.Work)) continue;
            changed = Writers.Remove(writer);
            Accept(writer);
        }

        return changed;
    }
}
