namespace Ephemeral.Engine.Queues;

/// <summary>Items with up to three limits: their lane's, their job's, and one at a time for each key in a lane.</summary>
/// <remarks>
/// An item is runnable when all three have room and its job is open. When a slot frees, the runnable item of the most urgent lane's most
/// urgent job starts, among equals the one that was accepted first. Jobs are few: looking at each is cheaper than keeping them sorted.
/// </remarks>
internal struct JobQueue<TRun> : IWorkQueue<TRun, JobTag>
{
    private readonly Job[] _jobs;
    private readonly Job[] _byPriority;
    private readonly Lane[] _lanes;
    private readonly string[] _laneNames;
    private readonly Dictionary<(int Lane, string Key), KeyState> _keys = [];
    private readonly HashSet<int> _hurried = []; // slots that wait for their key and for their job's signals no longer
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
        Job job = _jobs[tag.Job];
        if (tag.Key is null)
        {
            job.Ready.Append(links, slot);
            return null;
        }

        (int, string) name = (job.Limit.Lane, tag.Key);
        if (_keys.TryGetValue(name, out KeyState? key))
        {
            key.Waiting.AddLast((slot, tag.Job));
            return key;
        }

        _keys.Add(name, key = new());
        job.Ready.Append(links, slot);
        return key;
    }

    public void PutBack(SlotLinks links, int slot, in JobTag tag, object? place)
    {
        _count++;
        _jobs[tag.Job].Ready.Insert(links, slot);
    }

    public bool TryDequeue(SlotLinks links, long upTo, out int slot)
    {
        Job? best = null;
        slot = -1;
        foreach (Job job in _byPriority)
        {
            if (best is not null && job.Limit.Priority.CompareTo(best.Limit.Priority) > 0) break;
            if (!job.IsRunnable || job.Next(links, upTo) is not (>= 0 and var next)) continue;
            if (best is null || links.IdOf(next) < links.IdOf(slot)) (best, slot) = (job, next);
        }

        if (best is null) return false;
        best.Running++;
        best.Lane.Running++;
        _count--;
        return best.Take(links, slot);
    }

    public readonly void SetRunnableUpTo(SlotLinks links, int lane, long upTo)
    {
    }

    /// <summary>Lets a job's items start, or holds them: the signals that it waits for are there, or are not.</summary>
    public readonly void SetOpen(int job, bool isOpen) => _jobs[job].IsOpen = isOpen;

    public readonly bool Hurry(SlotLinks links, int slot, in JobTag tag)
    {
        Job job = _jobs[tag.Job];
        if (job.IsOpen) return false;
        if (job.Ready.Remove(links, slot)) job.Hurried.Insert(links, slot);
        else _hurried.Add(slot);
        return true;
    }

    public void Remove(SlotLinks links, int slot, in JobTag tag, object? place)
    {
        _count--;
        _hurried.Remove(slot);
        KeyState? key = (KeyState?)place;
        if (key is not null && key.Waiting.Remove((slot, tag.Job))) return;
        Job job = _jobs[tag.Job];
        if (!job.Ready.Remove(links, slot)) job.Hurried.Remove(links, slot);
        PresentNext(links, tag, key);
    }

    public void Release(SlotLinks links, in JobTag tag, object? place, bool keepsTurn = false)
    {
        Job job = _jobs[tag.Job];
        job.Running--;
        job.Lane.Running--;
        if (!keepsTurn) PresentNext(links, tag, (KeyState?)place);
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
        Job job = _jobs[next.Value.Job];
        if (_hurried.Remove(next.Value.Slot)) job.Hurried.Insert(links, next.Value.Slot);
        else job.Ready.Insert(links, next.Value.Slot);
    }

    private sealed class Lane(int limit)
    {
        internal int Limit { get; } = limit;

        internal int Running { get; set; }
    }

    private sealed class Job(JobLimit limit, Lane lane)
    {
        internal SlotList Ready; // mutable structs: never readonly; both in order of acceptance
        internal SlotList Hurried; // startable even while the job is not open
        internal int Running;

        internal JobLimit Limit { get; } = limit;

        internal Lane Lane { get; } = lane;

        internal bool IsOpen { get; set; } = true;

        internal bool IsRunnable =>
            (Hurried.Count > 0 || (IsOpen && Ready.Count > 0)) && Running < Limit.MaxConcurrency && Lane.Running < Lane.Limit;

        /// <summary>Returns the item that starts next if the job is runnable; -1 when none is within the bound.</summary>
        internal int Next(SlotLinks links, long upTo) =>
            Hurried.Count > 0 && links.IdOf(Hurried.First) <= upTo ? Hurried.First
            : IsOpen && Ready.Count > 0 && links.IdOf(Ready.First) <= upTo ? Ready.First
            : -1;

        internal bool Take(SlotLinks links, int slot) => Hurried.Count > 0 && Hurried.First == slot ? Hurried.TryTake(links, out _) : Ready.TryTake(links, out _);
    }

    /// <summary>A key with an item that may run or runs; the others of the key wait here for their turn.</summary>
    private sealed class KeyState
    {
        internal LinkedList<(int Slot, int Job)> Waiting { get; } = new();
    }
}
