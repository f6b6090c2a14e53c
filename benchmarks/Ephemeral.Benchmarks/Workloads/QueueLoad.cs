namespace Ephemeral.Benchmarks.Workloads;

/// <summary>How a queue is loaded: the same for both sides of a comparison.</summary>
internal sealed record QueueLoad(BodyKind Body = BodyKind.Sync, int Concurrency = 8, int Producers = 1)
{
    /// <summary>How many items wait at most, which is the default of a coordinator.</summary>
    public const int Capacity = 1_024;
}
