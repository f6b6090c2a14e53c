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
        if (TryAdmit(ref raised, now, out int depth)) Deliver(Store(raised, now, depth, hasOwnId: true), raised, depth, hasOwnId: true);
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

    /// <summary>Puts a signal that was raised before, in another process perhaps, into the window: it is present again, but not raised again.</summary>
    /// <remarks>
    /// No subscriber is called, so that nobody does work twice; queries find it, and rules of coordinators obey it. It keeps its
    /// <see cref="SignalEvent.Timestamp"/>; its age counts from now. Its operation's id means nothing in another process, where an operation
    /// may have the same: give it an id of <see cref="EphemeralIdGenerator"/> then.
    /// </remarks>
    /// <exception cref="ArgumentException">The signal's name is null or empty.</exception>
    public void Restore(SignalEvent signal)
    {
        SignalArguments.ThrowIfNoName(signal.Signal, nameof(signal));
        long now = _clock.Now();
        if (signal.Timestamp == default) signal = signal with { Timestamp = _clock.At(now) };
        int dropped;
        using (new Visitor(this, now)) dropped = _window.Add(signal, now, hasOwnId: false, out _);
        if (dropped > 0) _callbacks.Observer?.SignalDropped(new(Name, SignalDropReason.Window, dropped));
    }

    /// <summary>Raises a signal unless a constraint blocks it.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="isLeaf">Whether limits beside the sink's own make it begin a new chain.</param>
    internal bool TryRaise(SignalEvent signal, bool isLeaf = false)
    {
        long now = _clock.Now();
        if (!TryAdmit(ref signal, now, out int depth, isLeaf)) return false;
        Deliver(Store(signal, now, depth), signal, depth);
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
        return _admission.TryAdmit(ref signal, out depth, isLeaf);
    }

    /// <summary>Puts a signal into the window.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="now">When it is raised, on the monotonic clock.</param>
    /// <param name="depth">How deep in a chain it is raised.</param>
    /// <param name="hasOwnId">Whether its id is its own, so that no operation will ask for it.</param>
    /// <returns>Where it goes from there.</returns>
    internal SignalRoute<SignalEvent> Store(in SignalEvent signal, long now, int depth = 0, bool hasOwnId = false)
    {
        SignalRoute<SignalEvent> route;
        int dropped;
        using (new Visitor(this, now))
        {
            dropped = _window.Add(signal, now, hasOwnId, out SignalName name);
            route = _routes.Of(name);
        }

        if (_callbacks.Observer is { } observer) Tell(observer, signal, dropped, depth, hasOwnId);
        return route;
    }

    internal void Deliver(SignalRoute<SignalEvent> route, in SignalEvent signal, int depth, bool hasOwnId = false)
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
        if (subscription.Handler is { } handler) _callbacks.Call(nameof(Subscribe), handler, signal);
    }

    /// <summary>Says at most once a minute that chains are cut, as a signal that begins a chain of its own.</summary>
    internal void ReportBlock(string signal)
    {
        long now = _clock.Now();
        long last = Interlocked.Read(ref _lastBlockReport);
        if (last != Never && now - last < TimeProvider.TimestampFrequency * 60) return;
        if (Interlocked.CompareExchange(ref _lastBlockReport, now, last) != last) return;
        SignalEvent report = new(BlockedSignal, EphemeralIdGenerator.NextId(), signal, _clock.At(now));
        Deliver(Store(report, now, hasOwnId: true), report, depth: 0);
    }

    /// <summary>Tells the observer, as the signal's first handler: what it raises or enqueues has the signal as its cause.</summary>
    private void Tell(EphemeralObserver observer, in SignalEvent signal, int dropped, int depth, bool hasOwnId)
    {
        CauseFrame outer = SignalCauses.Enter(signal, depth, hasOwnId);
        if (dropped > 0) observer.SignalDropped(new(Name, SignalDropReason.Window, dropped));
        observer.SignalRaised(new(Name, signal.Signal, signal.OperationId));
        SignalCauses.Leave(outer);
    }
}
