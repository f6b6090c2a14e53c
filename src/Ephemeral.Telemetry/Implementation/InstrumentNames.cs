namespace Ephemeral.Telemetry.Implementation;

/// <summary>The names of all instruments. They are a contract: dashboards and alert rules are written against them.</summary>
internal static class InstrumentNames
{
    public const string Submitted = "ephemeral.operation.submitted";
    public const string Pending = "ephemeral.operation.pending";
    public const string Deferred = "ephemeral.operation.deferred";
    public const string Active = "ephemeral.operation.active";
    public const string Tracked = "ephemeral.operation.tracked";
    public const string ConcurrencyLimit = "ephemeral.concurrency.limit";
    public const string QueueLimit = "ephemeral.queue.limit";
    public const string QueueAge = "ephemeral.queue.age";
    public const string TimeInQueue = "ephemeral.operation.time_in_queue";
    public const string Duration = "ephemeral.operation.duration";
    public const string Deferrals = "ephemeral.operation.deferrals";
    public const string Evicted = "ephemeral.operation.evicted";
    public const string ActiveKeys = "ephemeral.key.active";
    public const string SignalRaised = "ephemeral.signal.raised";
    public const string SignalDropped = "ephemeral.signal.dropped";
    public const string SignalHandlerDuration = "ephemeral.signal.handler.duration";
}
