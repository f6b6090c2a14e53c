namespace Ephemeral.Signals;

/// <summary>Answers "is a signal present that matches one of these patterns?" in one read, and tells when that changes.</summary>
/// <remarks>
/// Level-triggered: calls are made outside locks, on whichever thread changed something, and may overtake each other; the callee reads
/// <see cref="IsPresent"/> inside its own lock and never counts calls. It must not throw. After <see cref="Dispose"/> no call begins.
/// </remarks>
internal sealed class SignalWatch(SignalPatternSet patterns, Action<SignalWatch> changed, Action<SignalWatch> remove) : IDisposable
{
    /// <summary>How many present names match. Written under the owner's lock, read without it.</summary>
    public volatile int NamesPresent;

    /// <summary>Whether it waits to be told; guarded by the owner's lock.</summary>
    public bool IsQueued;

    private int _disposed;

    public SignalPatternSet Patterns => patterns;

    public bool IsPresent => NamesPresent > 0;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0) remove(this);
    }

    public void Tell()
    {
        if (Volatile.Read(ref _disposed) == 0) changed(this);
    }
}
