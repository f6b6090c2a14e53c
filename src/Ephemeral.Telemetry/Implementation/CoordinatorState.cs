using System.Diagnostics;

namespace Ephemeral.Telemetry.Implementation;

/// <summary>What is said of a coordinator with every measurement and span, made once.</summary>
internal sealed class CoordinatorState
{
    private volatile bool _isCreated;
    private volatile bool _isDisposed;

    public CoordinatorState(ObservedCoordinator coordinator, string name)
    {
        Name = name;
        NameTag = new(AttributeNames.CoordinatorName, name);
        SpanName = "process " + name;
        EnqueueSpanName = "enqueue " + name;
        SpanTags = [NameTag, new(AttributeNames.CoordinatorType, coordinator.Kind)];
        Relation = coordinator.Kind is "result" or "foreach" ? TraceRelation.Parent : TraceRelation.Link;
    }

    /// <summary>Gets the bounded name.</summary>
    public string Name { get; }

    public KeyValuePair<string, object?> NameTag { get; }

    public string SpanName { get; }

    public string EnqueueSpanName { get; }

    public KeyValuePair<string, object?>[] SpanTags { get; }

    /// <summary>Gets how spans relate to the enqueuer unless options say otherwise.</summary>
    public TraceRelation Relation { get; }

    /// <summary>Gets whether the coordinator's state is measured now.</summary>
    public bool IsLive => _isCreated && !_isDisposed;

    public void Create() => _isCreated = true;

    /// <summary>Ends the series for good: an announcement that comes late, from an observer being attached meanwhile, does not revive them.</summary>
    public void Dispose() => _isDisposed = true;

    /// <summary>Returns the coordinator's attributes, with the lane if there is one.</summary>
    public TagList Tags(string? lane) =>
        lane is null ? new TagList([NameTag]) : new TagList([NameTag, new(AttributeNames.Lane, lane)]);
}
