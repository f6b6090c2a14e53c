namespace Ephemeral.Patterns;

/// <summary>What a breaker remembers of one source that was open once. Thread-safe.</summary>
internal sealed class CircuitMemory
{
    private volatile Noted _noted = new(CircuitPosition.Initial);
    private long _trialOf; // the end of the break after which a trial was let through

    public CircuitPosition Position => _noted.Position;

    /// <summary>Notes a position. Where two are noted at once the older may stay, and the same outcomes lead from it to the newer.</summary>
    public void Note(CircuitPosition position)
    {
        if (_noted.Position != position) _noted = new(position);
    }

    /// <summary>Takes the one trial that follows a break.</summary>
    public bool TryTakeTrial(DateTimeOffset openUntil)
    {
        long before = Interlocked.Read(ref _trialOf);
        return before != openUntil.UtcTicks && Interlocked.CompareExchange(ref _trialOf, openUntil.UtcTicks, before) == before;
    }

    private sealed record Noted(CircuitPosition Position);
}
