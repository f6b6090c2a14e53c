namespace Ephemeral.Telemetry;

/// <summary>How the span of an operation relates to the activity in which its item was enqueued.</summary>
public enum TraceRelation
{
    /// <summary>A trace of its own with a link to the enqueuer: a long-lived queue does not stretch the traces of requests.</summary>
    Link = 0,

    /// <summary>A child of the enqueuer, in the enqueuer's trace; for callers that await the work.</summary>
    Parent,

    /// <summary>A trace of its own without any reference.</summary>
    None,
}
