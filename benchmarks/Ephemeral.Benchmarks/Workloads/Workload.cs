namespace Ephemeral.Benchmarks.Workloads;

/// <summary>One side of a comparison: it can be run again and again, each time for a number of items.</summary>
/// <remarks>What is made once, such as a coordinator, is made before the first run, so that runs measure the steady state.</remarks>
internal abstract class Workload : IAsyncDisposable
{
    /// <summary>Runs a number of items and ends when all of them are done.</summary>
    public abstract Task RunAsync(int items);

    /// <summary>Called before a round, outside of what is measured.</summary>
    public virtual void Prepare()
    {
    }

    /// <summary>Called after a round, outside of what is measured.</summary>
    public virtual void Rest()
    {
    }

    public abstract ValueTask DisposeAsync();
}
