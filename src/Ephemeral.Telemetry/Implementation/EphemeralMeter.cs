using System.Diagnostics.Metrics;

namespace Ephemeral.Telemetry.Implementation;

/// <summary>The meter and its instruments; one for the process, since the observer that feeds it is one for the process.</summary>
/// <remarks>
/// Not from an <see cref="IMeterFactory"/>: providers listen by name, so that with a meter a container two hosts of one process would
/// each count everything twice. Never disposed: disposing one meter of a name silences the name in the SDK.
/// </remarks>
internal sealed class EphemeralMeter
{
    private const string Operations = "{operation}";

    private static readonly InstrumentAdvice<double> _seconds = new()
    {
        HistogramBucketBoundaries = [.001, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60],
    };

    private readonly ObservableGauge<double> _queueAge;

    private EphemeralMeter()
    {
        Meter meter = new(EphemeralTelemetry.MeterName, TelemetryVersion.Value);

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
        TimeInQueue = meter.CreateHistogram(
            InstrumentNames.TimeInQueue, "s", "Time from acceptance until an operation left the queue, started or not.", tags: null, _seconds);
        Duration = meter.CreateHistogram(
            InstrumentNames.Duration, "s", "Time from the start of an operation's body to its end.", tags: null, _seconds);

        Observe(meter, InstrumentNames.Pending, "Operations that wait and may start.", static lane => lane.Pending);
        Observe(meter, InstrumentNames.Deferred, "Operations that a signal or a delay holds back.", static lane => lane.Deferred);
        Observe(meter, InstrumentNames.Active, "Operations that run.", static lane => lane.Active);
        Observe(meter, InstrumentNames.ConcurrencyLimit, "Operations that may run at once.", static lane => lane.ConcurrencyLimit);
        Observe(meter, InstrumentNames.QueueLimit, "Operations that may wait; bounded queues only.", static lane => lane.QueueLimit);
        meter.CreateObservableUpDownCounter(
            InstrumentNames.Tracked,
            static () => StateMeasurements.SumCoordinators(Instrumentation.Observer, static coordinator => coordinator.Tracked),
            Operations,
            "Operations in the window, finished ones included.");
        meter.CreateObservableUpDownCounter(
            InstrumentNames.ActiveKeys,
            static () => StateMeasurements.SumCoordinators(Instrumentation.Observer, static coordinator => coordinator.ActiveKeys),
            "{key}",
            "Distinct keys with operations that wait or run.");
        _queueAge = meter.CreateObservableGauge(
            InstrumentNames.QueueAge,
            static () => StateMeasurements.MaxLanes(Instrumentation.Observer, static lane => lane.OldestAge?.TotalSeconds),
            "s",
            "Age of the oldest waiting operation.");
    }

    public static EphemeralMeter Instance { get; } = new();

    public Counter<long> Submitted { get; }

    public Counter<long> Evicted { get; }

    public Counter<long> Deferrals { get; }

    public Counter<long> SignalRaised { get; }

    public Counter<long> SignalDropped { get; }

    public Histogram<double> TimeInQueue { get; }

    public Histogram<double> Duration { get; }

    /// <summary>Gets whether somebody listens to an instrument that needs clock reads for each operation.</summary>
    public bool NeedsTiming => Duration.Enabled || TimeInQueue.Enabled || _queueAge.Enabled;

    private static void Observe(Meter meter, string name, string description, Func<LaneMeasurement, long?> value) =>
        meter.CreateObservableUpDownCounter(
            name, () => StateMeasurements.SumLanes(Instrumentation.Observer, value), Operations, description);
}
