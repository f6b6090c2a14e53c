using System.Runtime.CompilerServices;
using Ephemeral.Signals;

namespace Ephemeral;

public sealed partial class SignalSink
{
    private const string BlockedSignal = "signal.blocked";
    private const long Never = long.MinValue;

    [ThreadStatic]
    private static bool _isReportingBlock;

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
    internal bool TryRaise(in SignalEvent signal)
    {
        if (!TryAdmit(signal, out AdmittedSignal admitted)) return false;
        Deliver(Store(admitted), admitted);
        return true;
    }

    /// <summary>Gives a signal its time and its causes, and checks the latter.</summary>
    internal bool TryAdmit(in SignalEvent signal, out AdmittedSignal admitted)
    {
        long now = _clock.Now();
        DateTimeOffset timestamp = signal.Timestamp == default ? _clock.At(now) : signal.Timestamp;
        SignalPropagation? cause = SignalCauses.Capture(out int depth);
        if (cause is null || cause.Depth <= signal.Depth) cause = signal.Propagation;
        depth = Math.Max(depth, signal.Depth);
        SignalBlockReason? reason = depth == 0 ? null : WhyBlocked(signal.Signal, cause, depth);
        if (reason is null && cause is not null && _constraints.IsLeaf(signal.Signal)) cause = null;
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
            foreach (SignalSubscription<SignalEvent> subscription in route.Subscriptions) Invoke(subscription, signal.Event);
            return;
        }

        CauseFrame outer = SignalCauses.Enter(signal.Event, signal.Depth, hasOwnId);
        foreach (SignalSubscription<SignalEvent> subscription in route.Subscriptions) Invoke(subscription, signal.Event);
        SignalCauses.Leave(outer);
    }

    internal void Invoke<TEvent>(SignalSubscription<TEvent> subscription, in TEvent signal)
    {
        if (subscription.IsDisposed) return;
        try { subscription.Handler(signal); }
        catch (Exception error) { CallbackFailed(nameof(Subscribe), error); }
    }

    /// <summary>A leaf hides its causes and a preset may set no limit, but nothing may use up the stack.</summary>
    private SignalBlockReason? WhyBlocked(string signal, SignalPropagation? cause, int depth)
    {
        if (_constraints.ShouldBlock(signal, cause) is { } reason) return reason;
        if (depth < _constraints.MaxDepth && RuntimeHelpers.TryEnsureSufficientExecutionStack()) return null;
        return SignalBlockReason.MaxDepthExceeded;
    }

    private void Block(in SignalEvent signal, SignalBlockReason reason)
    {
        Interlocked.Increment(ref _blocked);
        EffectiveObserver?.SignalDropped(new(Name, SignalDropReason.Blocked, 1));
        if (_isReportingBlock) return; // a callback that raises what is blocked again

        _isReportingBlock = true;
        try { _constraints.OnBlocked?.Invoke(signal, reason); }
        catch (Exception error) { CallbackFailed(nameof(SignalConstraints.OnBlocked), error); }
        finally { _isReportingBlock = false; }
        ReportBlock(signal.Signal);
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
