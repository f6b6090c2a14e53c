using System.Threading.Tasks.Dataflow;

namespace Ephemeral.Benchmarks.Workloads;

/// <summary>The other plain way: TPL Dataflow. It remembers nothing either.</summary>
internal sealed class ActionBlockWorkload : QueueWorkload
{
    private readonly ActionBlock<int> _block;

    public ActionBlockWorkload(QueueLoad load)
        : base(load)
    {
        _block = new(Body.WithoutToken, new()
        {
            BoundedCapacity = QueueLoad.Capacity,
            MaxDegreeOfParallelism = load.Concurrency,
            SingleProducerConstrained = load.Producers == 1,
        });
    }

    public override async ValueTask DisposeAsync()
    {
        _block.Complete();
        await _block.Completion;
    }

    protected override async Task ProduceAsync(int share)
    {
        for (int item = share - 1; item >= 0; item--) await _block.SendAsync(item);
    }
}
