using System.Diagnostics;

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

    private readonly EphemeralMeter _meter = EphemeralMeter.Instance;
    private readonly BoundedNames _sinks = new(MaxSinks);
    private readonly BoundedNames _signals = new(MaxSignals);
    private readonly BoundedNames _patterns = new(MaxSignals);
    private readonly BoundedNames _errorTypes = new(MaxErrorTypes);
    private readonly OperationTracer _tracer;
    private readonly ZeroSeries _zeros;

    public TelemetryObserver()
    {
        _tracer = new(Coordinators, _errorTypes);
        _zeros = new(_meter, Coordinators, _sinks);
    }

    /// <inheritdoc/>
    public override ObserverNeeds Needs
    {
        get
        {
            bool traced = OperationTracer.IsListenedTo;
            ObserverNeeds needs = traced || _meter.NeedsTiming ? ObserverNeeds.Timing : ObserverNeeds.None;
            return traced ? needs | ObserverNeeds.TraceContext : needs;
        }
    }

    public CoordinatorRegistry Coordinators { get; } = new();

    /// <summary>Makes rare series begin at zero for whoever collects now.</summary>
    public void WriteZeros() => _zeros.Write();

    /// <summary>Makes the zeros be written again, for a listener that has come.</summary>
    public void ForgetZeros() => _zeros.Forget();

    /// <inheritdoc/>
    public override void CoordinatorCreated(ObservedCoordinator coordinator)
    {
        Coordinators[coordinator].Create();
        _zeros.Forget();
    }

    /// <inheritdoc/>
    public override void CoordinatorDisposed(ObservedCoordinator coordinator) => Coordinators[coordinator].Dispose();

    /// <inheritdoc/>
    public override void OperationSubmitted(in OperationSubmittedArguments arguments)
    {
        if (!_meter.Submitted.Enabled) return;
        CoordinatorState state = Coordinators[arguments.Coordinator];
        if (arguments.Refusal != EnqueueRefusal.None)
            _meter.Submitted.Add(1, state, arguments.Lane, new(AttributeNames.ErrorType, AttributeValues.Of(arguments.Refusal)));
        else if (arguments.Lane is { } lane)
            _meter.Submitted.Add(1, state.NameTag, new(AttributeNames.Lane, lane));
        else
            _meter.Submitted.Add(1, state.NameTag);
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
            if (_meter.Duration.Enabled) RecordDuration(arguments);
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
        if (!_meter.Deferrals.Enabled) return;
        _meter.Deferrals.Add(
            1,
            Coordinators[arguments.Coordinator],
            arguments.Lane,
            new(AttributeNames.SignalName, _patterns.Of(arguments.Pattern)));
    }

    /// <inheritdoc/>
    public override void OperationEvicted(in OperationEvictedArguments arguments)
    {
        if (!_meter.Evicted.Enabled) return;
        _meter.Evicted.Add(
            1,
            Coordinators[arguments.Coordinator].NameTag,
            new(AttributeNames.EvictionReason, AttributeValues.Of(arguments.Reason)));
    }

    /// <inheritdoc/>
    public override void SignalRaised(in SignalRaisedArguments arguments)
    {
        if (!_meter.SignalRaised.Enabled && !_meter.SignalDropped.Enabled) return;
        string sink = SinkOf(arguments.Sink);
        _meter.SignalRaised.Add(
            1,
            new(AttributeNames.SinkName, sink),
            new KeyValuePair<string, object?>(AttributeNames.SignalName, _signals.OfStem(arguments.Signal)));
    }

    /// <inheritdoc/>
    public override void SignalDropped(in SignalDroppedArguments arguments)
    {
        if (!_meter.SignalDropped.Enabled) return;
        _meter.SignalDropped.Add(
            arguments.Count,
            new(AttributeNames.SinkName, SinkOf(arguments.Sink)),
            new KeyValuePair<string, object?>(AttributeNames.DropReason, AttributeValues.Of(arguments.Reason)));
    }

    private void LeftQueue(ObservedCoordinator coordinator, string? lane, string result, TimeSpan timeInQueue)
    {
        if (!_meter.TimeInQueue.Enabled) return;
        _meter.TimeInQueue.Record(timeInQueue.TotalSeconds, Coordinators[coordinator], lane, new(AttributeNames.QueueResult, result));
    }

    private void RecordDuration(in OperationEndedArguments arguments)
    {
        CoordinatorState state = Coordinators[arguments.Coordinator];
        KeyValuePair<string, object?> outcome = new(AttributeNames.Outcome, AttributeValues.Of(arguments.Outcome));
        double seconds = arguments.Duration.TotalSeconds;
        if (ErrorTypes.Of(arguments, _errorTypes) is not { } errorType)
        {
            _meter.Duration.Record(seconds, state, arguments.Lane, outcome);
            return;
        }

        TagList tags = state.Tags(arguments.Lane);
        tags.Add(outcome);
        tags.Add(AttributeNames.ErrorType, errorType);
        _meter.Duration.Record(seconds, tags);
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
