namespace Ephemeral.Hosting.Health;

/// <summary>The counts of one coordinator at earlier checks, so that a ratio is of the recent past and no operation pays for it.</summary>
/// <remarks>Not thread-safe. Bounded: a window has at most <see cref="Resolution"/> samples.</remarks>
internal sealed class FailureHistory
{
    private const int Resolution = 60;

    private readonly LinkedList<(long At, long Completed, long Failed)> _samples = new([(long.MinValue, 0, 0)]);

    /// <summary>Returns how many operations ended in the window and how many of them failed, and remembers the counts.</summary>
    public (long Ended, long Failed) Measure(TimeProvider time, TimeSpan window, CoordinatorMetrics counts)
    {
        long now = time.GetTimestamp();
        while (_samples.First!.Next is { } next && time.GetElapsedTime(next.Value.At, now) >= window) _samples.RemoveFirst();
        (_, long completed, long failed) = _samples.First.Value;
        long last = _samples.Last!.Value.At;
        if (last == long.MinValue || time.GetElapsedTime(last, now) >= window / Resolution) _samples.AddLast((now, counts.Completed, counts.Failed));
        return (counts.Completed + counts.Failed - completed - failed, counts.Failed - failed);
    }
}
