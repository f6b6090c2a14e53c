using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Ephemeral.Telemetry.Implementation;

/// <summary>Turns what coordinators and sinks report into measurements and spans.</summary>
/// <remarks>
/// Thread-safe. What a listener, filter or enricher throws goes back to the core, which counts it; the order below makes sure that
/// it costs neither the other half nor the restored <see cref="Activity.Current"/>.
/// </remarks>
internal sealed class TelemetryObserver : EphemeralObserver
{
    private const int MaxSinks = 100;
    private const int MaxSignals = 100;
    private const int MaxErrorTypes = 32;

    private readonly BoundedNames _sinks = new(MaxSinks);
    private readonly SignalLabels _signals = new(new(MaxSignals));
    private readonly BoundedNames _patterns = new(MaxSignals);
    private readonly BoundedNames _errorTypes = new(MaxErrorTypes);
    private readonly OperationTracer _tracer;
    private readonly ZeroSeries _zeros;
    private EphemeralMeter _meter;

    public TelemetryObserver(EphemeralMeter meter)
    {
        _meter = meter;
        _tracer = new(Coordinators, new(_sinks, _signals, _patterns, _errorTypes));
        _zeros = new(Coordinators, _sinks);
    }

    /// <inheritdoc/>
    public override bool IsEnabled => Meter.IsEnabled || OperationTracer.IsListenedTo;

    /// <inheritdoc/>
    public override ObserverNeeds Needs
    {
        get
        {
            if (!OperationTracer.IsListenedTo) return Meter.NeedsTiming ? ObserverNeeds.Timing : ObserverNeeds.None;
            ObserverNeeds needs = ObserverNeeds.Timing | ObserverNeeds.TraceContext;
            return _tracer.Settings.TraceEnqueue ? needs | ObserverNeeds.Submitting : needs;
        }
    }

    public CoordinatorRegistry Coordinators { get; } = new();

    /// <summary>Gets the meter that is fed now.</summary>
    public EphemeralMeter Meter => Volatile.Read(ref _meter);

    /// <summary>Feeds a meter from now on, and writes the zeros again for whoever has come to listen.</summary>
    public void Use(EphemeralMeter meter, IReadOnlyList<string> signalPatterns, TracingSettings tracing)
    {
        if (Meter != meter) Stop();
        Volatile.Write(ref _meter, meter);
        meter.Source = () =>
        {
            _zeros.Write(meter);
            return Coordinators.Live;
        };
        _signals.Patterns = signalPatterns;
        _tracer.Settings = tracing;
        _zeros.Forget();
    }

    /// <summary>Ends the series of what lives.</summary>
    public void Stop() => Meter.Source = null;

    /// <inheritdoc/>
    public override void CoordinatorCreated(ObservedCoordinator coordinator)
    {
        Coordinators[coordinator].Create();
        _zeros.Forget();
    }

    /// <inheritdoc/>
    public override void CoordinatorDisposed(ObservedCoordinator coordinator) => Coordinators[coordinator].Dispose();

    /// <inheritdoc/>
    public override object? OperationSubmitting(in OperationSubmittingArguments arguments, ref ActivityContext context) =>
        _tracer.StartEnqueue(arguments, ref context);

    /// <inheritdoc/>
    public override void OperationSubmitted(in OperationSubmittedArguments arguments)
    {
        try { CountSubmitted(arguments); }
        finally { OperationTracer.EndEnqueue(arguments); }
    }

    /// <inheritdoc/>
    public override object? OperationStarted(in OperationStartedArguments arguments)
    {
        StartedSpan? span = null;
        try
        {
            try { span = _tracer.Start(arguments); }
            finally { LeftQueue(arguments.Coordinator, arguments.Lane, AttributeValues.Started, arguments.TimeInQueue); } // in the span, for exemplars
            return span;
        }
        catch (Exception)
        {
            OperationTracer.Abandon(span); // the core keeps no state of a start that threw, so it would never end
            throw;
        }
    }

    /// <inheritdoc/>
    public override void OperationEnded(in OperationEndedArguments arguments)
    {
        try
        {
            RecordDuration(arguments);
        }
        finally
        {
            _tracer.End(arguments);
        }
    }

    /// <inheritdoc/>
    public override void OperationDiscarded(in OperationDiscardedArguments arguments) =>
        LeftQueue(arguments.Coordinator, arguments.Lane, AttributeValues.Of(arguments.Reason), arguments.TimeInQueue);

    /// <inheritdoc/>
    public override void OperationsDeferred(in OperationsDeferredArguments arguments)
    {
        Counter<long> deferrals = Meter.Deferrals;
        if (!deferrals.Enabled) return;
        deferrals.Add(
            1,
            Coordinators[arguments.Coordinator],
            arguments.Lane,
            new(AttributeNames.SignalName, _patterns.Of(arguments.Pattern)));
    }

    /// <inheritdoc/>
    public override void OperationEvicted(in OperationEvictedArguments arguments)
    {
        Counter<long> evicted = Meter.Evicted;
        if (!evicted.Enabled) return;
        evicted.Add(
            1,
            Coordinators[arguments.Coordinator].NameTag,
            new(AttributeNames.EvictionReason, AttributeValues.Of(arguments.Reason)));
    }

    /// <inheritdoc/>
    public override void SignalRaised(in SignalRaisedArguments arguments)
    {
        EphemeralMeter meter = Meter;
        bool counts = meter.SignalRaised.Enabled || meter.SignalDropped.Enabled;
        bool traces = OperationTracer.IsListenedTo;
        if (!counts && !traces) return;
        string sink = SinkOf(arguments.Sink);
        string signal = _signals.Of(arguments.Signal);
        if (traces) OperationTracer.AddSignal(signal);
        if (counts) meter.SignalRaised.Add(1, new(AttributeNames.SinkName, sink), new KeyValuePair<string, object?>(AttributeNames.SignalName, signal));
    }

    /// <inheritdoc/>
    public override void SignalDropped(in SignalDroppedArguments arguments)
    {
        Counter<long> dropped = Meter.SignalDropped;
        if (!dropped.Enabled) return;
        dropped.Add(
            arguments.Count,
            new(AttributeNames.SinkName, SinkOf(arguments.Sink)),
            new KeyValuePair<string, object?>(AttributeNames.DropReason, AttributeValues.Of(arguments.Reason)));
    }

    private void LeftQueue(ObservedCoordinator coordinator, string? lane, string result, TimeSpan timeInQueue)
    {
        Histogram<double> times = Meter.TimeInQueue;
        if (!times.Enabled) return;
        times.Record(timeInQueue.TotalSeconds, Coordinators[coordinator], lane, new(AttributeNames.QueueResult, result));
    }

    private void CountSubmitted(in OperationSubmittedArguments arguments)
    {
        Counter<long> submitted = Meter.Submitted;
        if (!submitted.Enabled) return;
        CoordinatorState state = Coordinators[arguments.Coordinator];
        if (arguments.Refusal != EnqueueRefusal.None)
            submitted.Add(1, state, arguments.Lane, new(AttributeNames.ErrorType, AttributeValues.Of(arguments.Refusal)));
        else if (arguments.Lane is { } lane)
            submitted.Add(1, state.NameTag, new(AttributeNames.Lane, lane));
        else
            submitted.Add(1, state.NameTag);
    }

    private void RecordDuration(in OperationEndedArguments arguments)
    {
        EphemeralMeter meter = Meter;
        bool isHandler = arguments.Handled is not null && meter.SignalHandlerDuration.Enabled;
        if (!meter.Duration.Enabled && !isHandler) return;
        string? errorType = ErrorTypes.Of(arguments, _errorTypes);
        if (isHandler) RecordHandler(meter, arguments.Handled!.Value, arguments.Duration.TotalSeconds, errorType);
        CoordinatorState state = Coordinators[arguments.Coordinator];
        KeyValuePair<string, object?> outcome = new(AttributeNames.Outcome, AttributeValues.Of(arguments.Outcome));
        if (errorType is null)
        {
            meter.Duration.Record(arguments.Duration.TotalSeconds, state, arguments.Lane, outcome);
            return;
        }

        TagList tags = state.Tags(arguments.Lane);
        tags.Add(outcome);
        tags.Add(AttributeNames.ErrorType, errorType);
        meter.Duration.Record(arguments.Duration.TotalSeconds, tags);
    }

    private void RecordHandler(EphemeralMeter meter, in HandledSignal handled, double seconds, string? errorType)
    {
        KeyValuePair<string, object?> sink = new(AttributeNames.SinkName, SinkOf(handled.Sink));
        KeyValuePair<string, object?> pattern = new(AttributeNames.SignalName, _patterns.Of(handled.Pattern));
        if (errorType is null) meter.SignalHandlerDuration.Record(seconds, sink, pattern);
        else meter.SignalHandlerDuration.Record(seconds, sink, pattern, new(AttributeNames.ErrorType, errorType));
    }

    /// <summary>Bounds a sink's name. A sink is not announced: it is known, and its zeros are due, from its first signal on.</summary>
    private string SinkOf(string sink)
    {
        int known = _sinks.Count;
        string name = _sinks.Of(sink);
        if (_sinks.Count != known) _zeros.Forget();
        return name;
    }
}
