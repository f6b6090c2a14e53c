namespace Ephemeral.Patterns;

/// <summary>A limit that is doubled and halved between two bounds. Thread-safe; what was applied last is always the newest.</summary>
internal sealed class ScaledLimit(int lowest, int highest, int start, Action<int> apply)
{
    private int _limit = start;

    public int Current => Volatile.Read(ref _limit);

    /// <summary>Doubles the limit.</summary>
    /// <returns>False when it is as high as it may be.</returns>
    public bool Double() => Change(limit => limit > highest / 2 ? highest : limit * 2);

    /// <summary>Halves the limit.</summary>
    /// <returns>False when it is as low as it may be.</returns>
    public bool Halve() => Change(limit => Math.Max(lowest, limit / 2));

    private bool Change(Func<int, int> step)
    {
        while (true)
        {
            int before = Current;
            int after = step(before);
            if (after == before) return false;
            if (Interlocked.CompareExchange(ref _limit, after, before) == before) break;
        }

        // Several threads may apply at once, and the last one to do so has to have read what was set last.
        int applied;
        do
        {
            applied = Current;
            apply(applied);
        }
        while (applied != Current);
        return true;
    }
}
