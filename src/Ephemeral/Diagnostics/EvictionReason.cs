namespace Ephemeral;

/// <summary>Why an operation left the window.</summary>
public enum EvictionReason
{
    /// <summary>The window was full and it was the oldest.</summary>
    Capacity = 0,

    /// <summary>It was older than the window keeps operations.</summary>
    Age,

    /// <summary>The user evicted it.</summary>
    Explicit,

    /// <summary>The user killed it.</summary>
    Killed,
}
