namespace Ephemeral;

/// <summary>Runs a coordinator's asynchronous signal callbacks on a coordinator of their own: bounded, the oldest dropped and counted.</summary>
internal sealed class SignalHandlers<TSignal> : IAsyncDisposable
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

    /// <summary>Takes no more; what is queued still runs.</summary>
    public void Complete() => _coordinator.Complete();

    /// <summary>Takes no more, and waits until what is queued has run.</summary>
    public async ValueTask DisposeAsync()
    {
        Complete();
        await _coordinator.DrainAsync().ConfigureAwait(false);
        await _coordinator.DisposeAsync().ConfigureAwait(false);
    }
}
