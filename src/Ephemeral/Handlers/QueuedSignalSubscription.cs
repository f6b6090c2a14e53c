namespace Ephemeral;

/// <summary>A subscription whose handler runs in the background. Made by <see cref="SignalSubscriptionExtensions.SubscribeQueued"/>.</summary>
/// <remarks>Thread-safe. Disposing it ends the subscription.</remarks>
public sealed class QueuedSignalSubscription : IAsyncDisposable, IDisposable
{
    private readonly SignalSink _sink;
    private readonly SignalHandlers<SignalEvent> _handlers;
    private readonly IDisposable _subscription;

    internal QueuedSignalSubscription(
        SignalSink sink, string pattern, Func<SignalEvent, CancellationToken, Task> handler, int maxConcurrency, int maxQueued)
    {
        _sink = sink;
        _handlers = SignalHandlers.Bounded(
            handler,
            error => sink.CallbackFailed(nameof(SignalSubscriptionExtensions.SubscribeQueued), error),
            new("handlers", maxConcurrency, maxQueued) { Owner = sink.Name, Pattern = pattern, TimeProvider = sink.TimeProvider, Observer = sink.Observer },
            nameof(maxQueued));
        Pattern = pattern;
        _subscription = sink.Subscribe(pattern, signal => _handlers.Queue(signal), passive: true);
    }

    /// <summary>Gets the pattern of the signals that are handled.</summary>
    public string Pattern { get; }

    /// <summary>Gets how many signals wait.</summary>
    public int QueuedCount => _handlers.Queued;

    /// <summary>Gets how many signals were handled to the end, also by a handler that threw.</summary>
    public long ProcessedCount => _handlers.Handled;

    /// <summary>Gets how many signals were not handled to the end: the queue was full, or the subscription was disposed.</summary>
    public long DroppedCount => _handlers.Dropped + _handlers.Abandoned;

    /// <summary>Gets how often the handler has thrown. The sink counts it too.</summary>
    public long CallbackFailures => _handlers.Failures;

    /// <summary>Gets how many signals the sink's constraints blocked: they reached no subscription.</summary>
    public long BlockedCount => _sink.BlockedCount;

    /// <inheritdoc cref="AsyncSignalProcessor.FlushAsync"/>
    public Task FlushAsync(CancellationToken cancellationToken = default) => _handlers.FlushAsync(cancellationToken);

    /// <summary>Ends the subscription, drops what waits, cancels the handlers that run and waits for them for at most 5 seconds.</summary>
    /// <remarks>Calling it again is safe. To handle what waits, call <see cref="FlushAsync"/> first.</remarks>
    /// <exception cref="InvalidOperationException">The caller is the handler, which would wait for itself.</exception>
    public ValueTask DisposeAsync()
    {
        _handlers.ThrowIfCalledFromHandler(nameof(DisposeAsync)); // before anything has happened
        _subscription.Dispose();
        return _handlers.StopAsync();
    }

    /// <summary>Does the same without waiting for the handlers that run.</summary>
    public void Dispose()
    {
        _subscription.Dispose();
        _handlers.Stop();
    }

}
