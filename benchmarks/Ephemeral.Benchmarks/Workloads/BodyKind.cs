namespace Ephemeral.Benchmarks.Workloads;

/// <summary>What a body does: it is empty either way, because a queue's own cost is measured.</summary>
public enum BodyKind
{
    /// <summary>Ends at once.</summary>
    Sync,

    /// <summary>Goes through the thread pool once, which allocates on its own account.</summary>
    Yield,
}
