namespace Ephemeral;

/// <summary>Tells an observer of the signals that a receiver lost, each once.</summary>
/// <remarks>Thread-safe. The receiver counts; what it lost while nobody observed is told with the next loss.</remarks>
/// <param name="source">The name that observers see.</param>
/// <param name="ownObserver">The observer of the receiver alone; null: those attached to the process.</param>
internal sealed class SignalLosses(string source, EphemeralObserver? ownObserver)
{
    private long _toldDropped;
    private long _toldAbandoned;

    public bool IsObserved => Observer is not null;

    private EphemeralObserver? Observer => ownObserver ?? EphemeralDiagnostics.Observer;

    /// <summary>A handler threw.</summary>
    public void Failed() => Observer?.SignalDropped(new(source, SignalDropReason.HandlerFailed, 1));

    /// <summary>So many were dropped in all, because too many waited.</summary>
    public void QueueFull(long total) => Tell(SignalDropReason.HandlerQueueFull, total, ref _toldDropped);

    /// <summary>So many were not handled to the end in all, because the receiver was stopped.</summary>
    public void Shutdown(long total) => Tell(SignalDropReason.Shutdown, total, ref _toldAbandoned);

    private void Tell(SignalDropReason reason, long total, ref long told)
    {
        long before = Interlocked.Read(ref told);
        if (total <= before || Observer is not { } observer) return;
        if (Interlocked.CompareExchange(ref told, total, before) != before) return; // whoever was faster tells, now or with the next
        observer.SignalDropped(new(source, reason, (int)(total - before)));
    }
}
