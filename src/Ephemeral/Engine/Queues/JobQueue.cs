namespace Ephemeral.Engine.Queues;

/// <summary>Items with up to three limits: their lane's, their job's, and one at a time for each key in a lane.</summary>
/// <remarks>
/// An item is runnable when all three have room. When a slot frees, the runnable item of the most urgent job starts, among equals
/// the one that was accepted first. Jobs are few: looking at each is cheaper than keeping them sorted.
/// </remarks>
internal struct JobQueue<TRun> : IWorkQueue<TRun, JobTag>
{
    private readonly Job[] _jobs;
    private readonly Job[] _byPriority;
    private readonly Lane[] _lanes;
    private readonly string[] _laneNames;
    private readonly Dictionary<(int Lane, string Key), KeyState> _keys = [];
    private int _count;

    public JobQueue(IReadOnlyList<JobLimit> jobs, IReadOnlyList<LaneLimit> lanes)
    {
        Lane[] made = [.. lanes.Select(static lane => new Lane(lane.MaxConcurrency))];
        _lanes = made;
        _laneNames = [.. lanes.Select(static lane => lane.Name)];
        _jobs = [.. jobs.Select(job => new Job(job, made[job.Lane]))];
        _byPriority = [.. _jobs.OrderBy(static job => job.Limit.Priority)];
    }

    public readonly int Count => _count;

    public readonly bool HasRunnable => Array.Exists(_jobs, static job => job.IsRunnable);

    public readonly int? ActiveKeys => _keys.Count;

    public readonly IReadOnlyList<string> Lanes => _laneNames;

    public static string? KeyText(in JobTag tag) => tag.Key;

    public readonly int LaneOf(in JobTag tag) => _jobs[tag.Job].Limit.Lane;

    public readonly int LimitOf(int lane, int engineLimit) => Math.Min(_lanes[lane].Limit, engineLimit);

    public readonly int? DepthOf(int lane) => null;

    public readonly bool CanAccept(in JobTag tag) => true;

    public readonly bool CanAcceptFairly(in JobTag tag) => true;

    public object? Enqueue(SlotLinks links, int slot, in JobTag tag)
    {
        _count++;
        KeyState? key = null;
        if (tag.Key is not null)
        {
            (int, string) name = (LaneOf(tag), tag.Key);
            if (_keys.TryGetValue(name, out key))
            {
                key.Waiting.AddLast((slot, tag.Job));
                return key;
            }

            _keys.Add(name, key = new());
        }

        _jobs[tag.Job].Ready.Append(links, slot);
        return key;
    }

    public bool TryDequeue(SlotLinks links, long upTo, out int slot)
    {
        Job? best = null;
        foreach (Job job in _byPriority)
        {
            if (best is not null && job.Limit.Priority > best.Limit.Priority) break;
            if (!job.IsRunnable || links.IdOf(job.Ready.First) > upTo) continue;
            if (best is null || links.IdOf(job.Ready.First) < links.IdOf(best.Ready.First)) best = job;
        }

        slot = -1;
        if (best is null) return false;
        best.Running++;
        best.Lane.Running++;
        _count--;
        return best.Ready.TryTake(links, out slot);
    }

    public readonly void SetRunnableUpTo(SlotLinks links, int lane, long upTo)
    {
    }

    public readonly bool TryPeekOldest(SlotLinks links, int? lane, out int slot)
    {
        IEnumerable<int> heads = _jobs.Where(static job => job.Ready.Count > 0).Select(static job => job.Ready.First)
            .Concat(_keys.Values.Where(static key => key.Waiting.Count > 0).Select(static key => key.Waiting.First!.Value.Slot));
        slot = heads.DefaultIfEmpty(-1).MinBy(links.IdOf);
        return slot >= 0;
    }

    public void Remove(SlotLinks links, int slot, in JobTag tag, object? place)
    {
        _count--;
        KeyState? key = (KeyState?)place;
        if (key is not null && key.Waiting.Remove((slot, tag.Job))) return;
        _jobs[tag.Job].Ready.Remove(links, slot);
        PresentNext(links, tag, key);
    }

    public void Release(SlotLinks links, in JobTag tag, object? place)
    {
        Job job = _jobs[tag.Job];
        job.Running--;
        job.Lane.Running--;
        PresentNext(links, tag, (KeyState?)place);
    }

    /// <summary>Makes the next item of a key a candidate; a key without items is forgotten.</summary>
    private readonly void PresentNext(SlotLinks links, in JobTag tag, KeyState? key)
    {
        if (key is null) return;
        if (key.Waiting.First is not { } next)
        {
            _keys.Remove((LaneOf(tag), tag.Key!));
            return;
        }

        key.Waiting.RemoveFirst();
        _jobs[next.Value.Job].Ready.Insert(links, next.Value.Slot);
    }

    private sealed class Lane(int limit)
    {
        internal int Limit { get; } = limit;

        internal int Running { get; set; }
    }

    private sealed class Job(JobLimit limit, Lane lane)
    {
        internal SlotList Ready; // mutable struct: never readonly
        internal int Running;

        internal JobLimit Limit { get; } = limit;

        internal Lane Lane { get; } = lane;

        internal bool IsRunnable => Ready.Count > 0 && Running < Limit.MaxConcurrency && Lane.Running < Lane.Limit;
    }

    /// <summary>A key with an item that may run or runs; the others of the key wait here for their turn.</summary>
    private sealed class KeyState
    {
        internal LinkedList<(int Slot, int Job)> Waiting { get; } = new();
    }
}
