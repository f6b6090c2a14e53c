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
        if (!TryAdmit(new SignalEvent(signal, EphemeralIdGenerator.NextId(), key, default), out AdmittedSignal admitted)) return;
        Deliver(Store(admitted), admitted, hasOwnId: true);
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
    internal bool TryRaise(in SignalEvent signal, bool isLeaf = false)
    {
        if (!TryAdmit(signal, out AdmittedSignal admitted, isLeaf)) return false;
        Deliver(Store(admitted), admitted);
        return true;
    }

    /// <summary>Gives a signal its time and its causes, and checks the latter.</summary>
    internal bool TryAdmit(in SignalEvent signal, out AdmittedSignal admitted, bool isLeaf = false)
    {
        long now = _clock.Now();
        DateTimeOffset timestamp = signal.Timestamp == default ? _clock.At(now) : signal.Timestamp;
        SignalPropagation? cause = SignalCauses.Of(signal, out int depth);
        SignalBlockReason? reason = _constraints.WhyBlocked(signal.Signal, cause, depth);
        if (reason is null && cause is not null && (isLeaf || _constraints.IsLeaf(signal.Signal))) cause = null;
        admitted = new(new(signal.Signal, signal.OperationId, signal.Key, timestamp, cause) { Payload = signal.Payload }, now, depth);
        if (reason is null) return true;
        Block(admitted.Event, reason.Value);
        return false;
    }

    /// <summary>Puts a signal into the window.</summary>
    /// <returns>Where it goes from there.</returns>
    internal SignalRoute Store(in AdmittedSignal signal)
    {
        SignalRoute route;
        int dropped;
        using (new Visitor(this, signal.Now))
        {
            dropped = _window.Add(signal.Event, signal.Now, out SignalName name);
            route = _routes.Of(name);
        }

        if (EffectiveObserver is not { } observer) return route;
        if (dropped > 0) observer.SignalDropped(new(Name, SignalDropReason.Window, dropped));
        observer.SignalRaised(new(Name, signal.Event.Signal, signal.Event.OperationId));
        return route;
    }

    internal void Deliver(SignalRoute route, in AdmittedSignal signal, bool hasOwnId = false)
    {
        if (route.IsPassive)
        {
            foreach (SignalSubscriber<SignalEvent> subscription in route.Subscriptions) Invoke(subscription, signal.Event);
            return;
        }

        CauseFrame outer = SignalCauses.Enter(signal.Event, signal.Depth, hasOwnId);
        foreach (SignalSubscriber<SignalEvent> subscription in route.Subscriptions) Invoke(subscription, signal.Event);
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
        AdmittedSignal report = new(new SignalEvent(BlockedSignal, EphemeralIdGenerator.NextId(), signal, _clock.At(now)), now, depth: 0);
        Deliver(Store(report), report);
    }
}
