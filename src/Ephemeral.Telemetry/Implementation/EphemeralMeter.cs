using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace Ephemeral.Telemetry.Implementation;

/// <summary>A meter with all instruments.</summary>
/// <remarks>
/// One of them is fed at a time, since providers listen by name and would count everything twice: that of the container's
/// <see cref="IMeterFactory"/>, which disposes it, else the one of the process. That one is never disposed: disposing one meter of a
/// name silences the name in the SDK.
/// </remarks>
internal sealed class EphemeralMeter
{
    private const string Operations = "{operation}";

    private static readonly ConditionalWeakTable<IMeterFactory, EphemeralMeter> _ofFactories = [];
    private static readonly Lazy<EphemeralMeter> _process = new(static () => new(new(EphemeralTelemetry.MeterName, TelemetryVersion.Value)));

    private static readonly InstrumentAdvice<double> _seconds = new()
    {
        HistogramBucketBoundaries = [.001, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60],
    };

    private static long _lastId = 1;

    private readonly ObservableGauge<double> _queueAge;
    private Func<IEnumerable<KeyValuePair<ObservedCoordinator, CoordinatorState>>>? _source;

    private EphemeralMeter(Meter meter)
    {
        Submitted = meter.CreateCounter<long>(
            InstrumentNames.Submitted, Operations, "Operations offered to a coordinator; error.type tells why one was refused.");
        Evicted = meter.CreateCounter<long>(
            InstrumentNames.Evicted, Operations, "Operations that left the window of remembered operations.");
        Deferrals = meter.CreateCounter<long>(
            InstrumentNames.Deferrals, "{deferral}", "Times that a signal began to hold back waiting operations.");
        SignalRaised = meter.CreateCounter<long>(
            InstrumentNames.SignalRaised, "{signal}", "Signals raised on a sink.");
        SignalDropped = meter.CreateCounter<long>(
            InstrumentNames.SignalDropped, "{signal}", "Signals that did not reach a handler, or left a full window before their time.");
        TimeInQueue = Seconds(meter, InstrumentNames.TimeInQueue, "Time from acceptance until an operation left the queue, started or not.");
        Duration = Seconds(meter, InstrumentNames.Duration, "Time from the start of an operation's body to its end.");
        SignalHandlerDuration = Seconds(
            meter, InstrumentNames.SignalHandlerDuration, "Time from the start of an asynchronous signal handler or signal-triggered job to its end.");

        ObserveLanes(meter, InstrumentNames.Pending, "Operations that wait and may start.", static lane => lane.Pending);
        ObserveLanes(meter, InstrumentNames.Deferred, "Operations that a signal or a delay holds back.", static lane => lane.Deferred);
        ObserveLanes(meter, InstrumentNames.Active, "Operations that run.", static lane => lane.Active);
        ObserveLanes(meter, InstrumentNames.ConcurrencyLimit, "Operations that may run at once.", static lane => lane.ConcurrencyLimit);
        ObserveLanes(meter, InstrumentNames.QueueLimit, "Operations that may wait; bounded queues only.", static lane => lane.QueueLimit);
        Observe(meter, InstrumentNames.Tracked, Operations, "Operations in the window, finished ones included.", static coordinator => coordinator.Tracked);
        Observe(meter, InstrumentNames.ActiveKeys, "{key}", "Distinct keys with operations that wait or run.", static coordinator => coordinator.ActiveKeys);
        _queueAge = meter.CreateObservableGauge(
            InstrumentNames.QueueAge,
            () => StateMeasurements.MaxLanes(Live, static lane => lane.OldestAge?.TotalSeconds),
            "s",
            "Age of the oldest waiting operation.");
    }

    /// <summary>Gets or sets what lists the coordinators whose state is measured; null while the meter is not fed.</summary>
    public Func<IEnumerable<KeyValuePair<ObservedCoordinator, CoordinatorState>>>? Source
    {
        get => Volatile.Read(ref _source);
        set => Volatile.Write(ref _source, value);
    }

    public Counter<long> Submitted { get; }

    public Counter<long> Evicted { get; }

    public Counter<long> Deferrals { get; }

    public Counter<long> SignalRaised { get; }

    public Counter<long> SignalDropped { get; }

    public Histogram<double> TimeInQueue { get; }

    public Histogram<double> Duration { get; }

    public Histogram<double> SignalHandlerDuration { get; }

    /// <summary>Gets whether somebody listens to an instrument that is fed by events, or by the clock reads of each operation.</summary>
    public bool IsEnabled =>
        NeedsTiming || Submitted.Enabled || SignalRaised.Enabled || SignalDropped.Enabled || Evicted.Enabled || Deferrals.Enabled;

    /// <summary>Gets whether somebody listens to an instrument that needs clock reads for each operation.</summary>
    public bool NeedsTiming => Duration.Enabled || TimeInQueue.Enabled || SignalHandlerDuration.Enabled || _queueAge.Enabled;

    private IEnumerable<KeyValuePair<ObservedCoordinator, CoordinatorState>> Live => Source?.Invoke() ?? [];

    /// <summary>Returns the meter of a container, or of the process where there is no container.</summary>
    /// <param name="factory">The container's factory.</param>
    /// <param name="isSecond">Whether another meter of the name lives. A meter of a container that ends takes the streams of its twins with
    /// it in the SDK, so the second has a tag that tells them apart.</param>
    public static EphemeralMeter Of(IMeterFactory? factory, bool isSecond = false)
    {
        if (factory is null) return _process.Value;
        MeterOptions options = new(EphemeralTelemetry.MeterName) { Version = TelemetryVersion.Value };
        if (isSecond) options.Tags = [new("ephemeral.meter.id", Interlocked.Increment(ref _lastId))];
        return _ofFactories.GetValue(factory, factory => new(factory.Create(options)));
    }

    private static Histogram<double> Seconds(Meter meter, string name, string description) =>
        meter.CreateHistogram(name, "s", description, tags: null, _seconds);

    private void ObserveLanes(Meter meter, string name, string description, Func<LaneMeasurement, long?> value) =>
        meter.CreateObservableUpDownCounter(
            name, () => StateMeasurements.SumLanes(Live, value), Operations, description);

    private void Observe(Meter meter, string name, string unit, string description, Func<ObservedCoordinator, long?> value) =>
        meter.CreateObservableUpDownCounter(
            name, () => StateMeasurements.SumCoordinators(Live, value), unit, description);
}
