namespace Ephemeral;

/// <summary>How a body ended.</summary>
public enum OperationOutcome
{
    /// <summary>It ran to its end.</summary>
    Completed = 0,

    /// <summary>It threw.</summary>
    Failed,

    /// <summary>It stopped because its coordinator or the operation itself was cancelled.</summary>
    Cancelled,

    /// <summary>It was stopped by its own time limit.</summary>
    TimedOut,
}
