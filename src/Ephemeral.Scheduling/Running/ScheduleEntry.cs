namespace Ephemeral.Scheduling.Running;

/// <summary>One schedule and how far it has come. Changed by one tick at a time, read by any thread.</summary>
internal sealed class ScheduleEntry(ScheduledTaskDefinition definition)
{
    private const int MostCounted = 10_000; // of missed occurrences; beyond it, the latest are looked for from the end

    private static readonly TimeSpan _farAhead = TimeSpan.FromDays(1);

    private volatile Position _position = new(default, null);

    public ScheduledTaskDefinition Definition => definition;

    /// <summary>Gets the time up to which occurrences were dealt with.</summary>
    public DateTimeOffset Until => _position.Until;

    /// <summary>Gets the next occurrence; null when there is none.</summary>
    public DateTimeOffset? Next => _position.Next;

    /// <summary>Begins where an earlier process ended, or now.</summary>
    public void Begin(DateTimeOffset until) => MoveTo(until);

    /// <summary>Takes the occurrences that are due.</summary>
    /// <param name="now">The time.</param>
    /// <param name="missedUntil">Occurrences up to then were missed.</param>
    /// <param name="options">What to do with those.</param>
    /// <param name="dropped">Increased by the number of those that do not run.</param>
    public List<DurableTask> TakeDue(DateTimeOffset now, DateTimeOffset missedUntil, ScheduledTasksOptions options, ref long dropped)
    {
        List<DurableTask> due = [];
        if (Until > now + _farAhead) MoveTo(now); // noted by a clock that was wrong
        if (Next is null || Next > now) return due;

        int keep = options.MissedTicks switch { MissedTickPolicy.Skip => 0, MissedTickPolicy.RunOnce => 1, _ => options.MaxCatchUp };
        foreach (DateTimeOffset missed in Latest(missedUntil, keep, ref dropped)) due.Add(definition.ToTask(missed, isLate: true));
        for (; Next is { } next && next <= now; MoveTo(next)) due.Add(definition.ToTask(next, isLate: false));
        if (options.MissedTicks != MissedTickPolicy.RunOnce || !due.Exists(static task => task.IsLate)) return due;
        dropped += due.Count - 1;
        return [due[^1] with { IsLate = true }]; // one run for all
    }

    private void MoveTo(DateTimeOffset until) => _position = new(until, definition.GetNextOccurrence(until));

    /// <summary>Takes the occurrences up to a time, and keeps the latest of them.</summary>
    private Queue<DateTimeOffset> Latest(DateTimeOffset until, int keep, ref long dropped)
    {
        Queue<DateTimeOffset> latest = new();
        int counted = 0;
        for (; Next is { } next && next <= until && counted < MostCounted; MoveTo(next), counted++) Keep(next, ref dropped);
        if (Next is null || Next > until) return latest;

        // Far behind: begin ever earlier before the end, until there are enough.
        DateTimeOffset from = Next.Value;
        for (TimeSpan span = TimeSpan.FromMinutes(1); ; span *= 2)
        {
            DateTimeOffset start = until - span > from ? until - span : from;
            latest.Clear();
            long _ = 0;
            for (MoveTo(start); Next is { } next && next <= until; MoveTo(next)) Keep(next, ref _);
            if (latest.Count >= keep || start == from) return latest;
        }

        void Keep(DateTimeOffset occurrence, ref long left)
        {
            latest.Enqueue(occurrence);
            if (latest.Count <= keep) return;
            latest.Dequeue();
            left++;
        }
    }

    /// <summary>Both at once: neither is written in one piece.</summary>
    private sealed record Position(DateTimeOffset Until, DateTimeOffset? Next);
}
