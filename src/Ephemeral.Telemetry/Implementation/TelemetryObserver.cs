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
        TagList tags = Coordinators[arguments.Coordinator].Tags(arguments.Lane);
        if (arguments.Refusal != EnqueueRefusal.None) tags.Add(AttributeNames.ErrorType, AttributeValues.Of(arguments.Refusal));
        _meter.Submitted.Add(1, tags);
    }

    /// <inheritdoc/>
    public override object? OperationStarted(in OperationStartedArguments arguments)
    {
        try
        {
            return _tracer.Start(arguments);
        }
        finally
        {
            LeftQueue(arguments.Coordinator, arguments.Lane, AttributeValues.Started, arguments.TimeInQueue); // in the span: exemplars lead to it
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
        TagList tags = Coordinators[arguments.Coordinator].Tags(arguments.Lane);
        tags.Add(AttributeNames.SignalName, _patterns.Of(arguments.Pattern));
        _meter.Deferrals.Add(1, tags);
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
        TagList tags = Coordinators[coordinator].Tags(lane);
        tags.Add(AttributeNames.QueueResult, result);
        _meter.TimeInQueue.Record(timeInQueue.TotalSeconds, tags);
    }

    private void RecordDuration(in OperationEndedArguments arguments)
    {
        TagList tags = Coordinators[arguments.Coordinator].Tags(arguments.Lane);
        tags.Add(AttributeNames.Outcome, AttributeValues.Of(arguments.Outcome));
        if (ErrorTypes.Of(arguments, _errorTypes) is { } errorType) tags.Add(AttributeNames.ErrorType, errorType);
        _meter.Duration.Record(arguments.Duration.TotalSeconds, tags);
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
