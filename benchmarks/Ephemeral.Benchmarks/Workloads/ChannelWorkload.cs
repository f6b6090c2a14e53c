using System.Threading.Channels;

namespace Ephemeral.Benchmarks.Workloads;

/// <summary>The plain way: a bounded channel and as many loops as may run at once. It counts and remembers nothing.</summary>
internal sealed class ChannelWorkload : QueueWorkload
{
    private readonly Channel<int> _channel;
    private readonly Task[] _readers;

    public ChannelWorkload(QueueLoad load)
        : base(load)
    {
        _channel = Channel.CreateBounded<int>(new BoundedChannelOptions(QueueLoad.Capacity)
        {
            SingleWriter = load.Producers == 1,
            SingleReader = load.Concurrency == 1,
        });
        _readers = [.. Enumerable.Range(0, load.Concurrency).Select(_ => Task.Run(ReadAsync))];
    }

    public override async ValueTask DisposeAsync()
    {
        _channel.Writer.Complete();
        await Task.WhenAll(_readers);
    }

    protected override async Task ProduceAsync(int share)
    {
        for (int item = share - 1; item >= 0; item--) await _channel.Writer.WriteAsync(item);
    }

    private async Task ReadAsync()
    {
        while (await _channel.Reader.WaitToReadAsync())
            while (_channel.Reader.TryRead(out int item)) await Body.Plain(item, CancellationToken.None);
    }
}
