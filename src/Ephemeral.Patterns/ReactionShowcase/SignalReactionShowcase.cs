using System.Runtime.CompilerServices;

namespace Ephemeral.Patterns;

/// <summary>An example: the three ways to react to a signal, side by side.</summary>
public static class SignalReactionShowcase
{
    /// <summary>Runs items that raise <c>item.started</c> and <c>item.done</c>, with somebody for each way of reacting.</summary>
    /// <param name="itemCount">How many items; not negative.</param>
    /// <param name="cancellationToken">Ends the example.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="itemCount"/> is negative.</exception>
    public static async Task<Result> RunAsync(int itemCount = 8, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(itemCount);
        int inline = 0;
        int queued = 0;
        int dispatched = 0;
        SignalSink sink = new(maxCapacity: Math.Max(1, itemCount * 2));
        using IDisposable subscription = sink.Subscribe("item.*", _ => Interlocked.Increment(ref inline)); // on the raising thread
        int room = Math.Max(1, itemCount);
        QueuedSignalSubscription background = sink.SubscribeQueued(
            "item.done",
            (_, _) =>
            {
                Interlocked.Increment(ref queued); // in the background, in order
                return Task.CompletedTask;
            },
            maxQueued: room);
        await using ConfiguredAsyncDisposable backgroundEnd = background.ConfigureAwait(false);
        SignalDispatcher dispatcher = new(new() { QueueCapacity = room * 2 });
        await using ConfiguredAsyncDisposable dispatcherEnd = dispatcher.ConfigureAwait(false);
        dispatcher.Register("item.done", _ =>
        {
            Interlocked.Increment(ref dispatched); // in the background, by name
            return Task.CompletedTask;
        });
        using IDisposable dispatching = sink.Subscribe("item.*", signal => dispatcher.Dispatch(signal));

        EphemeralWorkCoordinator<int> coordinator = new(
            static (_, operation, _) =>
            {
                operation.Signal("item.started");
                operation.Signal("item.done");
                return Task.CompletedTask;
            },
            new() { Signals = sink });
        await using ConfiguredAsyncDisposable coordinatorEnd = coordinator.ConfigureAwait(false);
        await coordinator.EnqueueManyAsync(Enumerable.Range(0, itemCount), cancellationToken).ConfigureAwait(false);
        await coordinator.FlushAsync(cancellationToken).ConfigureAwait(false);
        await background.FlushAsync(cancellationToken).ConfigureAwait(false);
        await dispatcher.FlushAsync(cancellationToken).ConfigureAwait(false);
        return new(itemCount, sink.Count, inline, queued, dispatched);
    }

    /// <summary>What happened.</summary>
    /// <param name="Items">How many items ran.</param>
    /// <param name="Signals">How many signals were raised.</param>
    /// <param name="InlineReactions">How many reactions ran on the raising thread: one to each signal.</param>
    /// <param name="QueuedReactions">How many ran in the background, in order: one to each <c>item.done</c>.</param>
    /// <param name="DispatchedReactions">How many ran in the background, by name: one to each <c>item.done</c>.</param>
    public sealed record Result(int Items, int Signals, int InlineReactions, int QueuedReactions, int DispatchedReactions);
}
