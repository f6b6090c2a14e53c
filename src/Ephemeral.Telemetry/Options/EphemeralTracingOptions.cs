using System.Diagnostics;

namespace Ephemeral.Telemetry;

/// <summary>Which operations become spans, and what these say. Read once, when the tracer provider is built.</summary>
/// <remarks>
/// There is one activity source in the process, so there is one span an operation: with several tracer providers the options of the one
/// that was built last apply to all.
/// </remarks>
public sealed class EphemeralTracingOptions
{
    /// <summary>Gets or sets how a span relates to the activity in which the item was enqueued.</summary>
    /// <value>The default is null: <see cref="Telemetry.TraceRelation.Parent"/> for coordinators whose caller awaits the work (the kinds
    /// <c>result</c> and <c>foreach</c>), <see cref="Telemetry.TraceRelation.Link"/> for all others.</value>
    public TraceRelation? TraceRelation { get; set; }

    /// <summary>Gets or sets what decides whether an operation becomes a span; false means no span. What the body
    /// starts is then in its parent's trace where the relation is <see cref="Telemetry.TraceRelation.Parent"/>, else in one of its own.</summary>
    /// <value>The default is null: all. Called on the worker before the body. If it throws, there is no span, and
    /// <see cref="EphemeralDiagnostics.ObserverFailures"/> counts it.</value>
    public Func<OperationStartedArguments, bool>? Filter { get; set; }

    /// <summary>Gets or sets what adds to a recorded span just before it ends.</summary>
    /// <value>The default is null. Called on the worker after the body. If it throws, the span is not recorded, and
    /// <see cref="EphemeralDiagnostics.ObserverFailures"/> counts it.</value>
    public Action<Activity, OperationEndedArguments>? Enrich { get; set; }

    /// <summary>Gets or sets whether a failed operation's span has its exception, with message and stack, as an event.</summary>
    /// <value>The default is false: status and <c>error.type</c> only.</value>
    public bool RecordException { get; set; }

    /// <summary>Gets or sets whether each offer of an item is a span <c>enqueue {coordinator}</c>, which the operation's span then refers to.</summary>
    /// <value>The default is false: the operation's span refers to whatever was current when its item was offered.</value>
    public bool TraceEnqueue { get; set; }

    /// <summary>Gets or sets whether spans have the operation's key as <c>ephemeral.operation.key</c>.</summary>
    /// <value>The default is false, since a key may be personal.</value>
    public bool RecordOperationKey { get; set; }
}
