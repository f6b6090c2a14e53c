using System.Diagnostics;

namespace Ephemeral.Telemetry.Implementation;

/// <summary>Starts and stops the spans of operations.</summary>
/// <remarks>Both happen in the body's asynchronous frame, so that the span is current in the body and nowhere else.</remarks>
internal sealed class OperationTracer(CoordinatorRegistry coordinators, SpanNames names)
{
    private const string SignalEvent = "ephemeral.signal";
    private const string DeferredEvent = "ephemeral.deferred";
    private const int MostSignals = 32;

    private static readonly ActivitySource _source = new(EphemeralTelemetry.ActivitySourceName, TelemetryVersion.Value);
    private static readonly ActivityTagsCollection _signalLink = new([new(AttributeNames.LinkType, "signal")]);

    private TracingSettings _settings = TracingSettings.Default;

    /// <summary>Gets or sets what spans say.</summary>
    public TracingSettings Settings
    {
        get => Volatile.Read(ref _settings);
        set => Volatile.Write(ref _settings, value);
    }

    public static bool IsListenedTo => _source.HasListeners();

    public StartedSpan? Start(in OperationStartedArguments arguments)
    {
        if (!_source.HasListeners()) return null;
        TracingSettings settings = Settings;
        CoordinatorState state = coordinators[arguments.Coordinator];
        TraceRelation relation = arguments.EnqueuedIn == default ? TraceRelation.None : settings.Relation ?? state.Relation;
        ActivityContext parent = relation == TraceRelation.Parent ? arguments.EnqueuedIn : default;
        if (settings.Filter?.Invoke(arguments) == false) return Carry(state, parent, settings);
        ActivityLink[]? links = relation != TraceRelation.Link ? null : [new(arguments.EnqueuedIn, arguments.Handled is null ? null : _signalLink)];
        string name = arguments.Handled is { } handled ? "handle " + names.Patterns.Of(handled.Pattern) : state.SpanName;

        Activity? previous = Activity.Current;
        Activity? activity = null;
        Activity.Current = null; // a default parent context does not mean "root": the current activity would become the parent
        try
        {
            activity = _source.StartActivity(name, ActivityKind.Consumer, parent, arguments.Handled is null ? state.SpanTags : null, links);
        }
        finally
        {
            if (activity is null) Activity.Current = previous;
        }

        if (activity is null) return Carry(state, parent, settings);
        if (activity.IsAllDataRequested) Describe(activity, arguments, settings);
        return new(activity, previous, settings);
    }

    public void End(in OperationEndedArguments arguments)
    {
        if (arguments.State is not StartedSpan span) return;
        Activity activity = span.Activity;
        try
        {
            if (activity.IsAllDataRequested) Describe(activity, arguments, span.Settings);
        }
        catch (Exception)
        {
            DoNotCollect(activity);
            throw;
        }
        finally
        {
            End(span);
        }
    }

    /// <summary>Ends a span that is not to be collected.</summary>
    public static void Abandon(StartedSpan? span)
    {
        if (span is null) return;
        DoNotCollect(span.Activity);
        End(span);
    }

    /// <summary>Lets the body run in its parent's trace without a span, so that what it starts is sampled as the parent is and no trace of its own.</summary>
    private static StartedSpan? Carry(CoordinatorState state, in ActivityContext parent, TracingSettings settings)
    {
        if (parent == default) return null;
        Activity? previous = Activity.Current;
        Activity carrier = new(state.SpanName) { IsAllDataRequested = false, TraceStateString = parent.TraceState };
        return new(carrier.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags).Start(), previous, settings);
    }

    /// <summary>Starts the span of an offer, which the item then carries; it is current for nobody else.</summary>
    public Activity? StartEnqueue(in OperationSubmittingArguments arguments, ref ActivityContext context)
    {
        CoordinatorState state = coordinators[arguments.Coordinator];
        Activity? previous = Activity.Current;
        try
        {
            Activity? activity = _source.StartActivity(state.EnqueueSpanName, ActivityKind.Producer, parentContext: default, [state.NameTag]);
            if (activity is null) return null;
            if (arguments.Lane is { } lane) activity.SetTag(AttributeNames.Lane, lane);
            context = activity.Context;
            return activity;
        }
        finally
        {
            Activity.Current = previous;
        }
    }

    /// <summary>Ends the span of an offer, on whatever thread it was settled.</summary>
    public static void EndEnqueue(in OperationSubmittedArguments arguments)
    {
        if (arguments.State is not Activity activity) return;
        if (arguments.Refusal != EnqueueRefusal.None) activity.SetTag(AttributeNames.ErrorType, AttributeValues.Of(arguments.Refusal));
        Activity? current = Activity.Current;
        activity.Stop();
        Activity.Current = current;
    }

    /// <summary>Notes a raised signal on the span of the operation whose body raises it; the first of them only.</summary>
    public static void AddSignal(string signal)
    {
        Activity? activity = Activity.Current;
        while (activity is not null && activity.Source != _source) activity = activity.Parent; // what the body has started inside it
        if (activity is not { IsAllDataRequested: true, Kind: ActivityKind.Consumer }) return;
        int noted = 0;
        foreach (ref readonly ActivityEvent known in activity.EnumerateEvents())
            if (known.Name == SignalEvent && ++noted == MostSignals) return;

        activity.AddEvent(Event(SignalEvent, signal));
    }

    private static void End(StartedSpan span)
    {
        span.Activity.Stop();
        Activity.Current = span.Previous;
    }

    private static void DoNotCollect(Activity activity)
    {
        activity.IsAllDataRequested = false;
        activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }

    private static ActivityEvent Event(string name, string signal) => new(name, tags: new([new(AttributeNames.SignalName, signal)]));

    private void Describe(Activity activity, in OperationStartedArguments arguments, TracingSettings settings)
    {
        if (arguments.Handled is { } handled)
        {
            activity.SetTag(AttributeNames.SinkName, names.Sinks.Of(handled.Sink));
            activity.SetTag(AttributeNames.SignalName, names.Signals.Of(handled.Signal));
            activity.SetTag(AttributeNames.SignalPattern, names.Patterns.Of(handled.Pattern));
        }
        else
        {
            activity.SetTag(AttributeNames.OperationId, arguments.OperationId);
            if (arguments.Lane is { } lane) activity.SetTag(AttributeNames.Lane, lane);
            activity.SetTag(AttributeNames.OperationQueueTime, arguments.TimeInQueue.TotalSeconds);
            activity.SetTag(AttributeNames.OperationDeferrals, arguments.DeferredBy?.Count ?? 0);
            if (settings.RecordOperationKey && arguments.Coordinator.GetKey(arguments.OperationId) is { } key)
                activity.SetTag(AttributeNames.OperationKey, key);
        }

        foreach (string pattern in arguments.DeferredBy ?? []) activity.AddEvent(Event(DeferredEvent, names.Patterns.Of(pattern)));
    }

    private void Describe(Activity activity, in OperationEndedArguments arguments, TracingSettings settings)
    {
        activity.SetTag(AttributeNames.Outcome, AttributeValues.Of(arguments.Outcome));
        if (ErrorTypes.Of(arguments, names.ErrorTypes) is { } errorType)
        {
            activity.SetTag(AttributeNames.ErrorType, errorType);
            activity.SetStatus(ActivityStatusCode.Error, arguments.Error?.Message);
            if (settings.RecordException && arguments.Error is not null) activity.AddException(arguments.Error);
        }

        settings.Enrich?.Invoke(activity, arguments);
    }
}
