namespace Ephemeral.Benchmarks.Workloads;

/// <summary>Producers send items into a bounded queue, and something runs the body for each.</summary>
internal abstract class QueueWorkload(QueueLoad load) : Workload
{
    protected WorkBody Body { get; } = new(load.Body);

    public override async Task RunAsync(int items)
    {
        int share = items / load.Producers;
        Task ended = Body.End.Begin(load.Producers, share);
        Task[] producers = new Task[load.Producers];
        for (int i = 0; i < producers.Length; i++) producers[i] = Task.Run(() => ProduceAsync(share));
        await Task.WhenAll(producers);
        await ended;
    }

    /// <summary>Sends the items from <paramref name="share"/> - 1 down to 0, waiting where the queue is full.</summary>
    protected abstract Task ProduceAsync(int share);
}
