using Ephemeral.Internal;

namespace Ephemeral.Engine;

/// <summary>What an engine is configured with: values copied from the options, never the caller's object.</summary>
internal sealed class EngineSettings
{
    public required string Name { get; init; }

    public required string Kind { get; init; }

    public required int MaxConcurrency { get; init; }

    public required int QueueCapacity { get; init; }

    public required QueueFullMode FullMode { get; init; }

    public required int MaxTrackedOperations { get; init; }

    public required TimeSpan? MaxOperationLifetime { get; init; }

    /// <summary>Gets the longest time that the coordinator's own defer rule may hold back an item.</summary>
    public required TimeSpan LongestDeferral { get; init; }

    /// <summary>Gets the same for each lane; empty when no lane has rules of its own.</summary>
    public IReadOnlyList<TimeSpan> LongestLaneDeferrals { get; init; } = [];

    public required TimeSpan? OperationTimeout { get; init; }

    /// <summary>Gets how items are tried again that have no terms of their own.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>Gets the context that bodies begin with; null for none of anybody's.</summary>
    public ExecutionContext? Context { get; init; }

    /// <summary>Gets whether each item says what caused it, so that nothing is captured when it is enqueued.</summary>
    public bool ItemsKnowTheirCause { get; init; }

    public required AnchoredClock Clock { get; init; }

    public required EphemeralObserver? Observer { get; init; }
}
