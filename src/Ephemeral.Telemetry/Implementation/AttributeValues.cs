namespace Ephemeral.Telemetry.Implementation;

/// <summary>The closed sets of attribute values. A value of the core that is not known here becomes <see cref="Other"/>.</summary>
internal static class AttributeValues
{
    public const string Other = "_OTHER";
    public const string Started = "started";

    /// <summary>Gets the reasons for refusals that every coordinator may have; a full lane needs lanes or keys.</summary>
    public static IReadOnlyList<EnqueueRefusal> Refusals { get; } = [EnqueueRefusal.QueueFull, EnqueueRefusal.Shutdown, EnqueueRefusal.LaneFull];

    public static IReadOnlyList<EvictionReason> EvictionReasons { get; } = Enum.GetValues<EvictionReason>();

    public static IReadOnlyList<SignalDropReason> DropReasons { get; } = Enum.GetValues<SignalDropReason>();

    public static string Of(EnqueueRefusal refusal) => refusal switch
    {
        EnqueueRefusal.QueueFull => "queue_full",
        EnqueueRefusal.LaneFull => "lane_full",
        EnqueueRefusal.Shutdown => "shutdown",
        _ => Other,
    };

    public static string Of(OperationOutcome outcome) => outcome switch
    {
        OperationOutcome.Completed => "completed",
        OperationOutcome.Failed => "failed",
        OperationOutcome.Cancelled => "canceled",
        OperationOutcome.TimedOut => "timed_out",
        _ => Other,
    };

    public static string Of(DiscardReason reason) => reason switch
    {
        DiscardReason.Cancelled => "canceled",
        DiscardReason.SignalCancelled => "signal_canceled",
        DiscardReason.Dropped => "dropped",
        DiscardReason.Shutdown => "shutdown",
        _ => Other,
    };

    public static string Of(EvictionReason reason) => reason switch
    {
        EvictionReason.Capacity => "capacity",
        EvictionReason.Age => "age",
        EvictionReason.Explicit => "explicit",
        EvictionReason.Killed => "kill_signal",
        _ => Other,
    };

    public static string Of(SignalDropReason reason) => reason switch
    {
        SignalDropReason.HandlerQueueFull => "handler_queue_full",
        SignalDropReason.HandlerFailed => "handler_failed",
        SignalDropReason.Window => "window",
        SignalDropReason.Shutdown => "shutdown",
        SignalDropReason.Blocked => "blocked",
        _ => Other,
    };
}
