namespace Ephemeral.Engine;

/// <summary>What is held back by a defer rule, of the whole coordinator or of one lane. Guarded by the engine's lock.</summary>
/// <remarks>An item is held at most for the longest deferral, counted from the onset of the hold, or from when it came into the queue if that is later.</remarks>
internal sealed class Deferral(int lane, long longest)
{
    public const int WholeCoordinator = -1;
    private const int MostHolds = 32;

    private readonly Queue<Hold> _holds = [];

    /// <summary>Gets the lane's index, or <see cref="WholeCoordinator"/>.</summary>
    public int Lane { get; } = lane;

    /// <summary>Gets whether items can be held back at all: with no time allowed, a hold would only set the timer again and again.</summary>
    public bool CanHold => longest > 0;

    public bool IsActive { get; private set; }

    /// <summary>Gets the highest id that was held for the longest time allowed and may start all the same.</summary>
    public long ReleasedUpTo { get; private set; }

    /// <summary>Gets or sets whether a cancel rule makes the held items leave at once.</summary>
    public bool IsSkipping { get; set; }

    /// <summary>Gets the highest id that may start now.</summary>
    public long RunnableUpTo => IsActive && !IsSkipping ? ReleasedUpTo : long.MaxValue;

    private long Since { get; set; }

    public void Begin(long now, string? pattern)
    {
        IsActive = true;
        Since = now;
        ReleasedUpTo = 0;
        if (pattern is null) return;
        if (_holds.Count == MostHolds) _holds.Dequeue();
        _holds.Enqueue(new(pattern, now));
    }

    public void End(long now)
    {
        IsActive = false;
        foreach (Hold hold in _holds)
            if (hold.End == long.MaxValue) hold.End = now;
    }

    /// <summary>Returns the onsets and patterns of the remembered holds that an item waited through.</summary>
    public IEnumerable<(long Onset, string Pattern)> HoldsOf(long accepted, long started) =>
        _holds.Where(hold => hold.Onset < started && accepted < hold.End).Select(static hold => (hold.Onset, hold.Pattern));

    /// <summary>Returns when an item must be let go.</summary>
    public long DueOf(long accepted) => Math.Max(accepted, Since) + longest;

    public void Release(long id) => ReleasedUpTo = Math.Max(ReleasedUpTo, id);

    /// <summary>One time from the onset of a hold to its end.</summary>
    private sealed class Hold(string pattern, long onset)
    {
        public string Pattern { get; } = pattern;

        public long Onset { get; } = onset;

        public long End { get; set; } = long.MaxValue;
    }
}
