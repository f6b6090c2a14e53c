using System.Diagnostics;

namespace Ephemeral.Telemetry.Implementation;

/// <summary>Starts and stops the spans of operations.</summary>
/// <remarks>Both happen in the body's asynchronous frame, so that the span is current in the body and nowhere else.</remarks>
internal sealed class OperationTracer(CoordinatorRegistry coordinators, BoundedNames errorTypes)
{
    private static readonly ActivitySource _source = new(EphemeralTelemetry.ActivitySourceName, TelemetryVersion.Value);

    public static bool IsListenedTo => _source.HasListeners();

    public StartedSpan? Start(in OperationStartedArguments arguments)
    {
        if (!_source.HasListeners()) return null;
        TracingSettings settings = Instrumentation.Tracing;
        if (settings.Filter?.Invoke(arguments) == false) return null;

        CoordinatorState state = coordinators[arguments.Coordinator];
        TraceRelation relation = arguments.EnqueuedIn == default ? TraceRelation.None : settings.Relation ?? state.Relation;
        ActivityContext parent = relation == TraceRelation.Parent ? arguments.EnqueuedIn : default;
        ActivityLink[]? links = relation == TraceRelation.Link ? [new(arguments.EnqueuedIn)] : null;

        Activity? previous = Activity.Current;
        Activity? activity = null;
        Activity.Current = null; // a default parent context does not mean "root": the current activity would become the parent
        try
        {
            activity = _source.StartActivity(state.SpanName, ActivityKind.Consumer, parent, state.SpanTags, links);
        }
        finally
        {
            if (activity is null) Activity.Current = previous;
        }

        if (activity is null) return null;
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

    private static void Describe(Activity activity, in OperationStartedArguments arguments, TracingSettings settings)
    {
        activity.SetTag(AttributeNames.OperationId, arguments.OperationId);
        if (arguments.Lane is { } lane) activity.SetTag(AttributeNames.Lane, lane);
        activity.SetTag(AttributeNames.OperationQueueTime, arguments.TimeInQueue.TotalSeconds);
        if (settings.RecordOperationKey && arguments.Coordinator.GetKey(arguments.OperationId) is { } key)
            activity.SetTag(AttributeNames.OperationKey, key);
    }

    private void Describe(Activity activity, in OperationEndedArguments arguments, TracingSettings settings)
    {
        activity.SetTag(AttributeNames.Outcome, AttributeValues.Of(arguments.Outcome));
        if (ErrorTypes.Of(arguments, errorTypes) is { } errorType)
        {
            activity.SetTag(AttributeNames.ErrorType, errorType);
            activity.SetStatus(ActivityStatusCode.Error, arguments.Error?.Message);
            if (settings.RecordException && arguments.Error is not null) activity.AddException(arguments.Error);
        }

        settings.Enrich?.Invoke(activity, arguments);
    }
}
