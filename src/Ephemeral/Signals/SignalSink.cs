using Ephemeral.Internal;
using Ephemeral.Signals;

namespace Ephemeral;

/// <summary>A bounded, self-cleaning window of signals that anybody may raise, subscribe to and ask.</summary>
/// <remarks>
/// <para>Thread-safe. Never shows a signal past its age and never holds more than its capacity: at every read, not now and then.</para>
/// <para>Subscribers run on the raising thread, outside locks, in the order of subscription, after the signal is in the window.
/// What one throws is caught, counted in <see cref="CallbackFailures"/> and reported to the observer. Signals raised by a subscriber
/// are handled before <see cref="Raise(string, string?)"/> returns and know their causes; the constraints cut endless chains.</para>
/// <para>Raising a signal allocates nothing. There is nothing to dispose.</para>
/// </remarks>
/// <example><code>
/// SignalSink sink = new();
/// using IDisposable subscription = sink.Subscribe("order.*", signal => Console.WriteLine(signal.Signal));
/// sink.Raise("order.saved", key: "42");
/// </code></example>
public sealed partial class SignalSink
{
    private readonly Lock _gate = new();
    private readonly AnchoredClock _clock;
    private readonly CallbackGuard _callbacks = new("default", observer: null);
    private readonly SignalAdmission _admission;
    private readonly Alarm _alarm;
    private readonly SignalNames _names; // guarded by _gate, as are the next two
    private readonly SignalWindow _window;
    private readonly SignalRoutes<SignalEvent> _routes;
    private int _maxCapacity; // guarded by _gate, as is _maxAge
    private TimeSpan _maxAge;

    /// <summary>Makes an empty sink.</summary>
    /// <param name="maxCapacity">The most signals that are kept; beyond it the oldest leaves.</param>
    /// <param name="maxAge">How long a signal is kept; null: one minute.</param>
    /// <param name="timeProvider">The clock; null: the system's.</param>
    /// <param name="constraints">Limits on chains of signals that cause each other; null: at most 16 signals, cycles allowed.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="maxCapacity"/> is below 1, or <paramref name="maxAge"/> is not positive.
    /// </exception>
    public SignalSink(
        int maxCapacity = 1000, TimeSpan? maxAge = null, TimeProvider? timeProvider = null, SignalConstraints? constraints = null)
    {
        SignalArguments.ThrowIfNoRoom(maxCapacity);
        SignalArguments.ThrowIfNoAge(maxAge);
        TimeProvider = timeProvider ?? TimeProvider.System;
        _maxCapacity = maxCapacity;
        _maxAge = maxAge ?? TimeSpan.FromMinutes(1);
        _admission = new(constraints ?? SignalConstraints.OfSinks, _callbacks, this);
        _clock = new(TimeProvider);
        _alarm = new(TimeProvider, Expire);
        _names = new(_gate);
        _window = new(_names, _maxCapacity, _clock.Stamps(_maxAge));
        _routes = new(_names);
    }

    /// <summary>Gets the name that observers see.</summary>
    /// <value>The default is <c>default</c>.</value>
    public string Name
    {
        get => _callbacks.Source;
        init => _callbacks.Source = value;
    }

    /// <summary>Gets the observer of this sink alone, in place of those attached to the process.</summary>
    public EphemeralObserver? Observer
    {
        get => _callbacks.OwnObserver;
        init => _callbacks.OwnObserver = GuardedObserver.Over(value);
    }

    /// <summary>Gets the most signals that are kept.</summary>
    public int MaxCapacity
    {
        get { lock (_gate) return _maxCapacity; }
    }

    /// <summary>Gets how long a signal is kept.</summary>
    public TimeSpan MaxAge
    {
        get { lock (_gate) return _maxAge; }
    }

    /// <summary>Gets how often a subscriber or another callback threw.</summary>
    public long CallbackFailures => _callbacks.Failures;

    /// <summary>Gets how many signals left before their time because the window was full.</summary>
    public long DroppedCount
    {
        get { lock (_gate) return _window.Dropped; }
    }

    /// <summary>Gets how many signals a constraint blocked.</summary>
    public long BlockedCount => _admission.BlockedCount;

    internal TimeProvider TimeProvider { get; }

    /// <summary>Gets the most signals that may lead to one here.</summary>
    internal int MaxDepth => _admission.MaxDepth;

    internal CallbackGuard Callbacks => _callbacks;

    /// <summary>Changes the bounds; what they exclude leaves at once.</summary>
    /// <param name="maxCapacity">The new capacity, at least 1; null: unchanged.</param>
    /// <param name="maxAge">The new age; null or not positive: unchanged.</param>
    public void UpdateWindowSize(int? maxCapacity = null, TimeSpan? maxAge = null)
    {
        int dropped;
        using (Visit())
        {
            if (maxCapacity is { } capacity) _maxCapacity = Math.Max(1, capacity);
            if (maxAge > TimeSpan.Zero) _maxAge = maxAge.Value;
            dropped = _window.Resize(_maxCapacity, _clock.Stamps(_maxAge));
        }

        if (dropped > 0) _callbacks.Observer?.SignalDropped(new(Name, SignalDropReason.Window, dropped));
        Expire();
    }

    /// <summary>Makes an admission with limits beside the sink's own; a cut is raised here.</summary>
    internal SignalAdmission AdmitWith(SignalConstraints constraints) => new(constraints, _callbacks, this);

    /// <summary>Counts and reports what a callback of the user's threw.</summary>
    internal void CallbackFailed(string callback, Exception error) => _callbacks.Failed(callback, error);

    /// <summary>Enters the lock with everything expired gone; leaving it tells watches what changed.</summary>
    private Visitor Visit() => new(this, _clock.Now());

    private readonly ref struct Visitor
    {
        private readonly SignalSink _sink;

        public Visitor(SignalSink sink, long now)
        {
            _sink = sink;
            sink._gate.Enter();
            sink._window.Trim(now);
        }

        public void Dispose()
        {
            bool changed = _sink._names.HasFlipped || _sink._window.HasEarlierExpiry;
            _sink._gate.Exit();
            if (changed) _sink.TellWatchers();
        }
    }
}
