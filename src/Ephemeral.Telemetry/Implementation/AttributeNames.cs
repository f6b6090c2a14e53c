namespace Ephemeral.Telemetry.Implementation;

/// <summary>The names of all attributes of metrics and spans.</summary>
internal static class AttributeNames
{
    public const string CoordinatorName = "ephemeral.coordinator.name";
    public const string CoordinatorType = "ephemeral.coordinator.type";
    public const string Lane = "ephemeral.lane";
    public const string Outcome = "ephemeral.outcome";
    public const string QueueResult = "ephemeral.queue.result";
    public const string ErrorType = "error.type";
    public const string EvictionReason = "ephemeral.eviction.reason";
    public const string SinkName = "ephemeral.sink.name";
    public const string SignalName = "ephemeral.signal.name";
    public const string DropReason = "ephemeral.drop.reason";
    public const string OperationId = "ephemeral.operation.id";
    public const string OperationKey = "ephemeral.operation.key";
    public const string OperationQueueTime = "ephemeral.operation.queue_time";
    public const string OperationDeferrals = "ephemeral.operation.deferrals";
    public const string SignalPattern = "ephemeral.signal.pattern";
    public const string LinkType = "ephemeral.link.type";
}
