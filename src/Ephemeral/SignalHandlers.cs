namespace Ephemeral;

/// <summary>Runs a coordinator's asynchronous signal callbacks on a coordinator of their own: bounded, the oldest dropped and counted.</summary>
#pragma warning disable CA1001 // its coordinator is ended by FinishAsync or StopAsync, which are not the same
internal sealed class SignalHandlers<TSignal>
#pragma warning restore CA1001 // as above
{
    private readonly EphemeralWorkCoordinator<TSignal> _coordinator;

    public SignalHandlers(string callback, Func<TSignal, CancellationToken, Task> handler, EphemeralOptions options, string owner, CallbackGuard guard)
    {
        _coordinator = new(
            async (signal, cancellationToken) =>
            {
                try
                {
                    await handler(signal, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception error) when (!cancellationToken.IsCancellationRequested)
                {
                    guard.Failed(callback, error);
                    throw;
                }
            },
            new()
            {
                Name = $"{owner}.{callback}",
                MaxConcurrency = options.MaxConcurrentSignalHandlers,
                QueueCapacity = options.MaxQueuedSignals,
                FullMode = QueueFullMode.DropOldest,
                TimeProvider = options.TimeProvider,
                Observer = options.Observer,
                EnableOperationEcho = false,
            });
    }

    public long Dropped => _coordinator.TotalSkipped;

    public void Queue(TSignal signal) => _coordinator.TryEnqueue(signal);

    /// <summary>Takes no more, and waits until what is queued has run.</summary>
    public async Task FinishAsync()
    {
        _coordinator.Complete();
        await _coordinator.DrainAsync().ConfigureAwait(false);
    }

    /// <summary>Takes no more, abandons what is queued, cancels and waits for the callbacks that run.</summary>
    public ValueTask StopAsync() => _coordinator.DisposeAsync();
}
