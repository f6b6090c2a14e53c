using System.Diagnostics;

namespace Ephemeral.Telemetry.Implementation;

/// <summary>The tracing options as they were when a provider was built.</summary>
internal sealed class TracingSettings(EphemeralTracingOptions options)
{
    public static TracingSettings Default { get; } = new(new());

    public TraceRelation? Relation { get; } = options.TraceRelation;

    public Func<OperationStartedArguments, bool>? Filter { get; } = options.Filter;

    public Action<Activity, OperationEndedArguments>? Enrich { get; } = options.Enrich;

    public bool RecordException { get; } = options.RecordException;

    public bool TraceEnqueue { get; } = options.TraceEnqueue;

    public bool RecordOperationKey { get; } = options.RecordOperationKey;
}
