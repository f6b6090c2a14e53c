using Ephemeral.Engine.Handlers;

namespace Ephemeral;

/// <summary>Makes the queues of asynchronous signal handlers.</summary>
internal static class SignalHandlers
{
    /// <summary>Makes a queue for signals; null without a handler. Each is the cause of what its handler raises and enqueues.</summary>
    public static SignalHandlers<SignalEvent>? For(Func<SignalEvent, CancellationToken, Task>? handler, CallbackGuard guard, SignalHandlerSettings settings) =>
        handler is null ? null : For(handler, error => guard.Failed(settings.Name, error), settings);

    /// <inheritdoc cref="For(Func{SignalEvent, CancellationToken, Task}?, CallbackGuard, SignalHandlerSettings)"/>
    public static SignalHandlers<SignalEvent> For(Func<SignalEvent, CancellationToken, Task> handler, Action<Exception> failed, SignalHandlerSettings settings) => new(
        (signal, cancellationToken) =>
        {
            EphemeralOperation.Frame?.Handle(signal, signal.OperationId);
            return handler(signal, cancellationToken);
        },
        failed,
        settings,
        signal => new(settings.Owner, signal.Signal, settings.Pattern));

    /// <summary>Makes a queue with limits that a caller chose, whose handlers get 5 seconds when it is stopped.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="handler"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit is below 1.</exception>
    public static SignalHandlers<SignalEvent> Bounded(
        Func<SignalEvent, CancellationToken, Task> handler, Action<Exception> failed, SignalHandlerSettings settings, string maxQueued = "maxQueueSize")
    {
        ArgumentNullException.ThrowIfNull(handler);
        ThrowIfBelowOne(settings.MaxConcurrency, "maxConcurrency", "At least 1 handler runs at a time");
        ThrowIfBelowOne(settings.MaxQueued, maxQueued, "At least 1 signal may wait");
        return For(handler, failed, settings with { StopTimeout = TimeSpan.FromSeconds(5) });
    }

    /// <summary>Makes a queue for retractions; null without a handler. What led to one leads to what its handler does.</summary>
    public static SignalHandlers<SignalRetractedEvent>? For(
        Func<SignalRetractedEvent, CancellationToken, Task>? handler, CallbackGuard guard, SignalHandlerSettings settings) =>
        handler is null ? null : new(handler, error => guard.Failed(settings.Name, error), settings, signalOf: null);

    private static void ThrowIfBelowOne(int value, string parameter, string sentence)
    {
        if (value < 1) throw new ArgumentOutOfRangeException(parameter, value, $"{sentence}; give a number of 1 or more.");
    }
}

/// <summary>Runs asynchronous signal handlers on a coordinator of their own: bounded, the oldest dropped and counted.</summary>
#pragma warning disable CA1001 // its coordinator is ended by FinishAsync or StopAsync, which are not the same
internal sealed class SignalHandlers<TSignal>
#pragma warning restore CA1001 // as above
{
    private readonly EphemeralWorkCoordinator<TSignal> _coordinator;
    private readonly SignalLosses? _losses;

    /// <param name="handler">What is called for each signal.</param>
    /// <param name="failed">Hears what a handler has thrown.</param>
    /// <param name="settings">Names and limits.</param>
    /// <param name="signalOf">What observers are told; it says of itself what caused it. Null for what is no signal, whose losses are not told either.</param>
    public SignalHandlers(Func<TSignal, CancellationToken, Task> handler, Action<Exception> failed, SignalHandlerSettings settings, Func<TSignal, HandledSignal?>? signalOf)
    {
        EphemeralOptions options = new()
        {
            Name = $"{settings.Owner}.{settings.Name}",
            MaxConcurrency = settings.MaxConcurrency,
            QueueCapacity = settings.MaxQueued,
            FullMode = QueueFullMode.DropOldest,
            MaxTrackedOperations = 1, // nobody asks for them
            MaxOperationLifetime = null,
            EnableOperationEcho = false,
            TimeProvider = settings.TimeProvider,
            Observer = settings.Observer,
            DisposeTimeout = settings.StopTimeout,
        };
        _coordinator = new(
            new BodyHandler<TSignal>(handler, Failed, signalOf),
            options,
            EphemeralWorkCoordinator<TSignal>.Traits with { ItemsKnowTheirCause = signalOf is not null });
        if (signalOf is not null) _losses = new(settings.Owner, GuardedObserver.Over(settings.Observer));

        void Failed(TSignal signal, Exception error)
        {
            failed(error);
            _losses?.Failed();
        }
    }

    public int Queued => _coordinator.PendingCount;

    /// <summary>Gets whether the caller is a handler that runs here.</summary>
    public bool IsCalledFromHandler => _coordinator.IsCalledFromBody;

    /// <summary>Gets how many were handled to the end, also by a handler that threw.</summary>
    public long Handled => _coordinator.GetMetrics() is var metrics ? metrics.Completed + metrics.Failed : 0;

    public long Dropped => _coordinator.TotalSkipped;

    /// <summary>Gets how many were queued, or being handled, when the queue was stopped.</summary>
    public long Abandoned => _coordinator.TotalCancelled;

    public long Failures => _coordinator.TotalFailed;

    /// <summary>Refuses what would wait for the handler that asks for it, before anything has happened.</summary>
    public void ThrowIfCalledFromHandler(string member) => _coordinator.ThrowIfCalledFromBody(member);

    /// <summary>Queues a signal; false once the queue was finished or stopped.</summary>
    public bool Queue(TSignal signal)
    {
        bool isQueued = _coordinator.TryEnqueue(signal); // the sink has given it its cause
        if (_losses is { IsObserved: true }) _losses.QueueFull(Dropped);
        return isQueued;
    }

    /// <summary>Waits until what was queued before has been handled or dropped.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => _coordinator.FlushAsync(cancellationToken);

    /// <summary>Takes no more, and waits until what is queued has run.</summary>
    public async Task FinishAsync()
    {
        _coordinator.Complete();
        await _coordinator.DrainAsync().ConfigureAwait(false);
    }

    /// <summary>Takes no more, abandons what is queued, cancels the handlers that run.</summary>
    public void Stop()
    {
        _coordinator.Dispose();
        _losses?.Shutdown(Abandoned);
    }

    /// <summary>Takes no more, abandons what is queued, cancels and waits for the handlers that run.</summary>
    public async ValueTask StopAsync()
    {
        await _coordinator.DisposeAsync().ConfigureAwait(false);
        _losses?.Shutdown(Abandoned);
    }
}
