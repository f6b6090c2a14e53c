namespace Ephemeral.Responsibility;

/// <summary>Where a held operation is. Pinning and unpinning are calls to others, made outside the lock.</summary>
internal enum HoldState
{
    /// <summary>It is about to be pinned.</summary>
    Pinning,

    /// <summary>It is pinned and waits for its acknowledgement.</summary>
    Held,

    /// <summary>It is acknowledged and about to be unpinned. Whoever pins or unpins it removes it then.</summary>
    Releasing,
}
