namespace Ephemeral.Tests.Documents;

/// <summary>Article, "Key Design Decisions": OnSignal is synchronous; asynchronous fan-out goes through a dispatcher or a processor.</summary>
public sealed class ArticleSignalHandlersTests
{
    [Fact]
    public async Task KeyDesignDecisions_OnSignal_FansOutThroughASignalDispatcher()
    {
        HeldWork slow = new();
        List<string> audit = [];
        await using var dispatcher = new SignalDispatcher();
        dispatcher.Register("http.*", async evt => await slow.RunAsync(evt.Signal));
        dispatcher.Register("*", evt =>
        {
            lock (audit) audit.Add(evt.Signal);
            return Task.CompletedTask;
        });
        await using var coordinator = new EphemeralWorkCoordinator<string>(
            async (item, op, ct) => op.Signal(item),
            new EphemeralOptions { OnSignal = evt => dispatcher.Dispatch(evt) });

        await coordinator.EnqueueAsync("http.slow");
        await coordinator.EnqueueAsync("db.fast");
        coordinator.Complete();
        await coordinator.DrainAsync().Within(); // the bodies do not wait for the handlers
        slow.ReleaseAll();
        await dispatcher.FlushAsync().Within();

        Assert.Equal(["db.fast", "http.slow"], audit.Order());
        Assert.True(dispatcher.Dispatch(new SignalEvent("db.fast", 1, null, default))); // a flush is no end
    }

    [Fact]
    public async Task KeyDesignDecisions_OnSignal_FansOutThroughAnAsyncSignalProcessor()
    {
        HeldWork slow = new();
        await using var processor = new AsyncSignalProcessor(async (evt, ct) => await slow.RunAsync(evt.Signal, ct), maxConcurrency: 4, maxQueueSize: 1000);
        await using var coordinator = new EphemeralWorkCoordinator<string>(
            async (item, op, ct) => op.Signal(item),
            new EphemeralOptions { OnSignal = evt => processor.Enqueue(evt) });

        await coordinator.EnqueueManyAsync(["a", "b", "c", "d", "e"]);
        coordinator.Complete();
        await coordinator.DrainAsync().Within();
        await slow.Reached(4);
        Assert.Equal((1, 0L, 0L), (processor.QueuedCount, processor.ProcessedCount, processor.DroppedCount));
        slow.ReleaseAll();
        await processor.FlushAsync().Within();

        Assert.Equal(5, processor.ProcessedCount);
    }
}
