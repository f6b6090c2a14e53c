namespace Ephemeral.Internal;

/// <summary>One one-shot timer, made when it is first needed. Thread-safe; whoever is rung looks at the clock, for it may ring early.</summary>
internal sealed class Alarm(TimeProvider time, Action ring)
{
    private static readonly TimeSpan _longest = TimeSpan.FromDays(1);
    private ITimer? _timer;
    private volatile bool _isStopped;

    /// <summary>Rings once after this time, or a little early when that is far away; null: not at all.</summary>
    public void Set(TimeSpan? due)
    {
        if (due is null)
        {
            Volatile.Read(ref _timer)?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        if (_isStopped) return;

        double milliseconds = Math.Clamp(due.Value.TotalMilliseconds, 0, _longest.TotalMilliseconds);

        // System timers round down to whole milliseconds, and would ring before anything has expired.
        if (time == TimeProvider.System) milliseconds = Math.Ceiling(milliseconds);
        Timer().Change(TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Keeps itself on what comes next, and off when there is nothing.</summary>
    /// <remarks>
    /// Called outside locks, so another thread may set the timer to something older last: it looks again until what was set is still
    /// right. Ringing too early is: whoever is rung calls this again.
    /// </remarks>
    /// <param name="clock">The clock of the stamps.</param>
    /// <param name="owner">Given to <paramref name="next"/>.</param>
    /// <param name="next">Returns the stamp of what comes next.</param>
    public void Follow<TOwner>(AnchoredClock clock, TOwner owner, Func<TOwner, long?> next)
    {
        long? wanted = next(owner);
        while (true)
        {
            Set(wanted is null ? null : clock.Span(wanted.Value - clock.Now()));
            long? now = next(owner);
            if (now == wanted || now > wanted) return;
            wanted = now;
        }
    }

    /// <summary>Never rings again.</summary>
    public void Stop()
    {
        _isStopped = true;
        Volatile.Read(ref _timer)?.Dispose();
    }

    private ITimer Timer()
    {
        if (Volatile.Read(ref _timer) is { } existing) return existing;
        ITimer created = CleanContext.Run(() => time.CreateTimer(static ring => ((Action)ring!)(), ring, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        if (Interlocked.CompareExchange(ref _timer, created, null) is not { } other) return created;
        created.Dispose();
        return other;
    }
}
