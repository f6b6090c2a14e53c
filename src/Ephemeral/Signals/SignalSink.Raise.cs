using Ephemeral.Signals;

namespace Ephemeral;

public sealed partial class SignalSink
{
    private const string BlockedSignal = "signal.blocked";
    private const long Never = long.MinValue;

    private long _lastBlockReport = Never;

    /// <summary>Raises a signal, now and with an id of its own.</summary>
    /// <remarks>As the cause of what its subscribers start, it is a step of the operation whose body raises it.</remarks>
    /// <exception cref="ArgumentException"><paramref name="signal"/> is null or empty.</exception>
    public void Raise(string signal, string? key = null)
    {
        SignalArguments.ThrowIfNoName(signal);
        long now = _clock.Now();
        SignalEvent raised = new(signal, EphemeralIdGenerator.NextId(), key, _clock.At(now));
        if (TryAdmit(ref raised, now, out int depth)) Deliver(Store(raised, now), raised, depth, hasOwnId: true);
    }

    /// <summary>Raises a signal. A default <see cref="SignalEvent.Timestamp"/> becomes now; its age counts from now in any case.</summary>
    /// <remarks>
    /// Of the given <see cref="SignalEvent.Propagation"/> and the chain that is handled here the longer one counts, so that handing an
    /// event on does not hide a loop.
    /// </remarks>
    /// <exception cref="ArgumentException">The signal's name is null or empty.</exception>
    public void Raise(SignalEvent signal)
    {
        SignalArguments.ThrowIfNoName(signal.Signal, nameof(signal));
        _ = TryRaise(signal);
    }

    /// <summary>Raises a signal unless a constraint blocks it.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="isLeaf">Whether limits beside the sink's own make it begin a new chain.</param>
    internal bool TryRaise(SignalEvent signal, bool isLeaf = false)
    {
        long now = _clock.Now();
        if (!TryAdmit(ref signal, now, out int depth, isLeaf)) return false;
        Deliver(Store(signal, now), signal, depth);
        return true;
    }

    /// <summary>Gives a signal its time and its causes, and checks the latter.</summary>
    /// <param name="signal">The signal; from here on as subscribers will see it. It is large, so it is copied only if it changes.</param>
    /// <param name="now">When it is raised, on the monotonic clock.</param>
    /// <param name="depth">How deep in a chain it is raised, hidden causes included.</param>
    /// <param name="isLeaf">Whether limits beside the sink's own make it begin a new chain.</param>
    internal bool TryAdmit(ref SignalEvent signal, long now, out int depth, bool isLeaf = false)
    {
        if (signal.Timestamp == default) signal = signal with { Timestamp = _clock.At(now) };
        SignalPropagation? cause = SignalCauses.Of(signal, out depth);
        SignalBlockReason? reason = _constraints.WhyBlocked(signal.Signal, cause, depth);
        if (reason is null && cause is not null && (isLeaf || _constraints.IsLeaf(signal.Signal))) cause = null;
        if (cause != signal.Propagation) signal = signal with { Propagation = cause };
        if (reason is null) return true;
        Block(signal, reason.Value);
        return false;
    }

    /// <summary>Puts a signal into the window.</summary>
    /// <returns>Where it goes from there.</returns>
    internal SignalRoute Store(in SignalEvent signal, long now)
    {
        SignalRoute route;
        int dropped;
        using (new Visitor(this, now))
        {
            dropped = _window.Add(signal, now, out SignalName name);
            route = _routes.Of(name);
        }

        if (EffectiveObserver is not { } observer) return route;
        if (dropped > 0) observer.SignalDropped(new(Name, SignalDropReason.Window, dropped));
        observer.SignalRaised(new(Name, signal.Signal, signal.OperationId));
        return route;
    }

    internal void Deliver(SignalRoute route, in SignalEvent signal, int depth, bool hasOwnId = false)
    {
        if (route.IsPassive)
        {
            foreach (SignalSubscriber<SignalEvent> subscription in route.Subscriptions) Invoke(subscription, signal);
            return;
        }

        CauseFrame outer = SignalCauses.Enter(signal, depth, hasOwnId);
        foreach (SignalSubscriber<SignalEvent> subscription in route.Subscriptions) Invoke(subscription, signal);
        SignalCauses.Leave(outer);
    }

    internal void Invoke<TEvent>(SignalSubscriber<TEvent> subscription, in TEvent signal)
    {
        if (subscription.IsDisposed) return;
        try { subscription.Handler(signal); }
        catch (Exception error) { CallbackFailed(nameof(Subscribe), error); }
    }

    private void Block(in SignalEvent signal, SignalBlockReason reason)
    {
        Interlocked.Increment(ref _blocked);
        EffectiveObserver?.SignalDropped(new(Name, SignalDropReason.Blocked, 1));
        if (_constraints.TellBlocked(signal, reason, CallbackFailed)) ReportBlock(signal.Signal);
    }

    /// <summary>Says at most once a minute that chains are cut, as a signal that begins a chain of its own.</summary>
    private void ReportBlock(string signal)
    {
        long now = _clock.Now();
        long last = Interlocked.Read(ref _lastBlockReport);
        if (last != Never && now - last < TimeProvider.TimestampFrequency * 60) return;
        if (Interlocked.CompareExchange(ref _lastBlockReport, now, last) != last) return;
        SignalEvent report = new(BlockedSignal, EphemeralIdGenerator.NextId(), signal, _clock.At(now));
        Deliver(Store(report, now), report, depth: 0);
    }
}
