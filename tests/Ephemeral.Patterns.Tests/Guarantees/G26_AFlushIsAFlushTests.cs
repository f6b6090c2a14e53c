namespace Ephemeral.Patterns.Tests.Guarantees;

/// <summary>G26: a flush is a flush, not an end, and everything may end twice. Each entry's end is in <see cref="Contracts.PatternContract"/>.</summary>
public sealed class G26_AFlushIsAFlushTests
{
    [Fact]
    public async Task AfterADrain_EveryEntryGoesOn()
    {
        int calls = 0;
        Func<int, CancellationToken, Task> body = (_, _) =>
        {
            Interlocked.Increment(ref calls);
            return Task.CompletedTask;
        };
        await using ControlledFanOut<int, int> controlled = new(static item => item, body, 4);
        await using KeyedPriorityFanOut<int, int> priority = new(static item => item, body, 4);
        await using DynamicConcurrencyDemo<int> dynamic = new(body, new());
        await using AdaptiveRateService<int> adaptive = new(body);
        await using ReactiveFanOutPipeline<int> pipeline = new(body);
        for (int round = 0; round < 3; round++)
        {
            await controlled.EnqueueAsync(1);
            await priority.EnqueueAsync(1);
            await dynamic.EnqueueAsync(1);
            await adaptive.ProcessAsync(1).Within();
            await pipeline.EnqueueAsync(1);
            foreach (Func<CancellationToken, Task> drain in (Func<CancellationToken, Task>[])[controlled.DrainAsync, priority.DrainAsync, dynamic.DrainAsync, adaptive.DrainAsync, pipeline.DrainAsync])
            {
                await drain(default).Within();
                await drain(default).Within();
            }
        }

        Assert.Equal(15, calls);
    }

    [Fact]
    public async Task AfterDispose_AddingMembersSaySo_AndTryIsFalse()
    {
        Func<int, CancellationToken, Task> body = static (_, _) => Task.CompletedTask;
        ControlledFanOut<int, int> controlled = new(static item => item, body, 4);
        KeyedPriorityFanOut<int, int> priority = new(static item => item, body, 4);
        DynamicConcurrencyDemo<int> dynamic = new(body, new());
        AdaptiveRateService<int> adaptive = new(body);
        ReactiveFanOutPipeline<int> pipeline = new(body);
        foreach (IDisposable entry in (IDisposable[])[controlled, priority, dynamic, adaptive, pipeline])
        {
            entry.Dispose();
            entry.Dispose();
        }

        Assert.False(controlled.TryEnqueue(1));
        foreach (Func<Task> add in (Func<Task>[])
        [
            () => controlled.EnqueueAsync(1).AsTask(),
            () => priority.EnqueueAsync(1).AsTask(),
            () => priority.EnqueuePriorityAsync(1).AsTask(),
            () => dynamic.EnqueueAsync(1).AsTask(),
            () => adaptive.ProcessAsync(1),
            () => pipeline.EnqueueAsync(1).AsTask(),
        ])
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(() => add().Within());
        }
    }
}
