namespace Ephemeral.Logging;

/// <summary>One one-shot timer. It rings early rather than late: whoever it wakes looks again.</summary>
internal sealed class IncidentAlarm : IDisposable
{
    private static readonly TimeSpan _longest = TimeSpan.FromDays(1);
    private readonly ITimer _timer;

    public IncidentAlarm(TimeProvider time, Action ring)
    {
        // Without the context of whoever makes the tracker, which would live as long as the timer.
        bool suppress = !ExecutionContext.IsFlowSuppressed();
        if (suppress) ExecutionContext.SuppressFlow();
        try
        {
            _timer = time.CreateTimer(static ring => ((Action)ring!)(), ring, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
        finally
        {
            if (suppress) ExecutionContext.RestoreFlow();
        }
    }

    public void Set(TimeSpan? due)
    {
        // Whole milliseconds, rounded up: system timers round down.
        TimeSpan wait = due is { } some
            ? TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling(some.TotalMilliseconds), 1, _longest.TotalMilliseconds))
            : Timeout.InfiniteTimeSpan;
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();
}
