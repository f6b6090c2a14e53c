namespace Ephemeral;

/// <summary>What an observer wants measured. Nothing of it is paid for while no observer asks.</summary>
[Flags]
public enum ObserverNeeds
{
    /// <summary>Events only: durations and times in queue are zero.</summary>
    None = 0,

    /// <summary>Time in queue and exact durations: one more clock read for each accepted item and one for each ended one.</summary>
    Timing = 1,

    /// <summary>The trace context in which an item was enqueued, and what held it back: one small object an item, while an activity is current.</summary>
    TraceContext = 2,

    /// <summary>A call of <see cref="EphemeralObserver.OperationSubmitting"/> before each item is offered.</summary>
    Submitting = 4,
}
