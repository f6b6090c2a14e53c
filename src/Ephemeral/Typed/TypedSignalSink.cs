using Ephemeral.Internal;
using Ephemeral.Signals;

namespace Ephemeral;

/// <summary>Signals with a payload of one type, each mirrored to an untyped sink, where the payload travels with it.</summary>
/// <remarks>
/// <para>Thread-safe, bounded and isolating like <see cref="SignalSink"/>: a typed subscriber that throws keeps the signal neither from the
/// other subscribers nor from the untyped sink.</para>
/// <para>A signal is in both windows before anybody is called; typed subscribers are called first. The untyped sink's constraints
/// decide for both. Raised inside a running operation it carries that operation's id.</para>
/// <para>What is taken back or cleared here leaves both windows. What is taken back on <see cref="Untyped"/> alone stays in this one
/// until its time is up.</para>
/// </remarks>
/// <typeparam name="TPayload">What travels with each signal.</typeparam>
public sealed partial class TypedSignalSink<TPayload>
{
    private readonly Lock _gate = new();
    private readonly AnchoredClock _clock;
    private readonly RecentItems<SignalEvent<TPayload>> _recent;
    private readonly Alarm _alarm;
    private readonly SignalNames _names; // guarded by _gate, as the next; remembers names for the sake of their routes
    private readonly SignalRoutes<SignalEvent<TPayload>> _routes;
    private readonly EventSubscriptions<SignalEvent<TPayload>> _raised = new();

    /// <summary>Makes an empty typed sink.</summary>
    /// <param name="inner">The untyped sink to mirror to; null: one of its own, with the same bounds.</param>
    /// <param name="maxCapacity">The most signals that are kept with their payloads; beyond it the oldest leaves.</param>
    /// <param name="maxAge">How long they are kept; null: one minute.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="maxCapacity"/> is below 1, or <paramref name="maxAge"/> is not positive.
    /// </exception>
    public TypedSignalSink(SignalSink? inner = null, int maxCapacity = 512, TimeSpan? maxAge = null)
    {
        SignalArguments.ThrowIfNoRoom(maxCapacity);
        SignalArguments.ThrowIfNoAge(maxAge);
        Untyped = inner ?? new SignalSink(maxCapacity, maxAge);
        _clock = new(Untyped.TimeProvider);
        _recent = new(maxCapacity, maxAge ?? TimeSpan.FromMinutes(1), _clock);
        _alarm = new(Untyped.TimeProvider, Expire);
        _names = new(_gate);
        _routes = new(_names);
    }

    /// <summary>Occurs when a typed signal was raised.</summary>
    public event Action<SignalEvent<TPayload>>? TypedSignalRaised
    {
        add
        {
            if (value is not null) _raised.Add(Add(SignalPattern.Everything, value));
        }
        remove => _raised.Remove(value);
    }

    /// <summary>Gets the untyped sink that every signal is mirrored to.</summary>
    public SignalSink Untyped { get; }

    /// <summary>Gets how many typed signals are present.</summary>
    public int Count => _recent.Count;

    /// <summary>Gets how many signals left before their time because the window was full.</summary>
    public long DroppedCount => _recent.Dropped;

    /// <summary>Raises a signal. A default timestamp becomes now, an operation id of 0 that of the running operation.</summary>
    /// <exception cref="ArgumentException">The signal's name is null or empty.</exception>
    public void Raise(SignalEvent<TPayload> signal)
    {
        SignalArguments.ThrowIfNoName(signal.Signal, nameof(signal));
        long operationId = signal.OperationId;
        bool hasOwnId = operationId == 0 && AmbientOperation.Current is null;
        if (operationId == 0) operationId = AmbientOperation.Current?.OperationId ?? EphemeralIdGenerator.NextId();
        SignalEvent mirror = new(signal.Signal, operationId, signal.Key, signal.Timestamp, signal.Propagation) { Payload = signal.Payload };
        long now = _clock.Now();
        if (!Untyped.TryAdmit(ref mirror, now, out int depth)) return;

        SignalEvent<TPayload> typed = SignalEvent<TPayload>.Of(mirror, signal.Payload);
        bool isFirst = _recent.Add(typed, now);
        SignalRoute<SignalEvent> route = Untyped.Store(mirror, now, depth, hasOwnId);
        if (isFirst) Expire();
        Deliver(typed, mirror, depth);
        Untyped.Deliver(route, mirror, depth);
    }

    /// <summary>Raises a signal, now.</summary>
    /// <param name="signal">The name.</param>
    /// <param name="payload">What travels with it.</param>
    /// <param name="key">What it is about.</param>
    /// <param name="propagation">The chain of signals that caused it; null: the one that is handled here, if any.</param>
    /// <exception cref="ArgumentException"><paramref name="signal"/> is null or empty.</exception>
    public void Raise(string signal, TPayload payload, string? key = null, SignalPropagation? propagation = null)
    {
        SignalArguments.ThrowIfNoName(signal);
        Raise(new SignalEvent<TPayload>(signal, 0, key, default, payload, propagation));
    }

    /// <summary>Calls a handler for every typed signal until the returned subscription is disposed.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="handler"/> is null.</exception>
    public IDisposable Subscribe(Action<SignalEvent<TPayload>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Add(SignalPattern.Everything, handler);
    }

    /// <summary>Calls a handler for the typed signals that match a pattern until the returned subscription is disposed.</summary>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is null or empty, or <paramref name="handler"/> is null.</exception>
    public IDisposable Subscribe(string pattern, Action<SignalEvent<TPayload>> handler)
    {
        SignalArguments.ThrowIfNoPattern(pattern);
        ArgumentNullException.ThrowIfNull(handler);
        return Add(new SignalPattern(pattern), handler);
    }

    /// <summary>Returns the present typed signals, oldest first; with a predicate, those that it accepts.</summary>
    public IReadOnlyList<SignalEvent<TPayload>> Sense(Func<SignalEvent<TPayload>, bool>? predicate = null)
    {
        IEnumerable<SignalEvent<TPayload>> signals = _recent.ToArray().Select(static kept => kept.Item);
        return [.. predicate is null ? signals : signals.Where(predicate)];
    }

    /// <summary>Returns the present typed signals that are younger than this, oldest first.</summary>
    internal SignalEvent<TPayload>[] Sense(TimeSpan age)
    {
        long since = _clock.Now() - _clock.Stamps(age);
        return [.. _recent.ToArray().SkipWhile(kept => kept.Stamp <= since).Select(static kept => kept.Item)];
    }

    private void Deliver(in SignalEvent<TPayload> typed, in SignalEvent mirror, int depth)
    {
        SignalRoute<SignalEvent<TPayload>> route = RouteOf(typed.Signal);
        if (route.Subscriptions.Length == 0) return;

        CauseFrame outer = SignalCauses.Enter(mirror, depth);
        foreach (SignalSubscriber<SignalEvent<TPayload>> subscription in route.Subscriptions) Untyped.Invoke(subscription, typed);
        SignalCauses.Leave(outer);
    }

    private SignalRoute<SignalEvent<TPayload>> RouteOf(string signal)
    {
        lock (_gate)
        {
            if (_routes.IsEmpty) return SignalRoute<SignalEvent<TPayload>>.Nowhere;
            SignalName name = _names.Appear(signal);
            SignalRoute<SignalEvent<TPayload>> route = _routes.Of(name);
            _names.Vanish(name); // it stays remembered for a while
            return route;
        }
    }

    private SignalSubscriber<SignalEvent<TPayload>> Add(SignalPattern pattern, Action<SignalEvent<TPayload>> handler)
    {
        lock (_gate) return _routes.Add(pattern, handler, isPassive: false, Remove);
    }

    private void Remove(SignalSubscriber<SignalEvent<TPayload>> subscription)
    {
        lock (_gate) _routes.Remove(subscription);
    }
}
