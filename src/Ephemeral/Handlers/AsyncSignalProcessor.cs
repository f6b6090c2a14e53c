using Ephemeral.Signals;

namespace Ephemeral;

/// <summary>Handles signals in the background: a bounded queue that never makes the raiser wait.</summary>
/// <remarks>
/// <para>Thread-safe. Handlers start in the order of <see cref="Enqueue"/>; with more than one at a time they may end in any order.</para>
/// <para>When the queue is full, its oldest signal is dropped and counted. What a handler throws is counted and harms nothing else.</para>
/// <para>A signal is the cause of what its handler raises and enqueues, so that loops through handlers are cut: by a sink's constraints,
/// and here after at most 16 signals with cycles allowed.</para>
/// </remarks>
/// <example><code>
/// await using AsyncSignalProcessor processor = new((signal, ct) => store.AppendAsync(signal.Signal, ct));
/// using IDisposable subscription = sink.Subscribe("order.*", signal => processor.Enqueue(signal));
/// </code></example>
public sealed class AsyncSignalProcessor : IAsyncDisposable, IDisposable
{
    private readonly SignalHandlers<SignalEvent> _handlers;
    private readonly SignalAdmission _admission;

    /// <summary>Creates a processor.</summary>
    /// <param name="handler">What is called for each signal; its token is cancelled on dispose.</param>
    /// <param name="maxConcurrency">The most handlers that run at the same time.</param>
    /// <param name="maxQueueSize">The most signals that wait.</param>
    /// <param name="timeProvider">The clock; null: the system's.</param>
    /// <exception cref="ArgumentNullException"><paramref name="handler"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxConcurrency"/> or <paramref name="maxQueueSize"/> is below 1.</exception>
    public AsyncSignalProcessor(
        Func<SignalEvent, CancellationToken, Task> handler, int maxConcurrency = 4, int maxQueueSize = 1000, TimeProvider? timeProvider = null)
    {
        CallbackGuard guard = new(nameof(AsyncSignalProcessor), observer: null);
        _admission = new(SignalConstraints.OfSinks, guard, sink: null);
        _handlers = SignalHandlers.Bounded(handler, error => guard.Failed("handler", error), new("handler", maxConcurrency, maxQueueSize)
        {
            Owner = nameof(AsyncSignalProcessor),
            TimeProvider = timeProvider ?? TimeProvider.System,
        });
    }

    /// <summary>Gets how many signals wait.</summary>
    public int QueuedCount => _handlers.Queued;

    /// <summary>Gets how many signals were handled to the end, also by a handler that threw.</summary>
    public long ProcessedCount => _handlers.Handled;

    /// <summary>Gets how many signals were not handled to the end: the queue was full, or the processor was disposed.</summary>
    public long DroppedCount => _handlers.Dropped + _handlers.Abandoned;

    /// <summary>Gets how many handlers have thrown.</summary>
    public long CallbackFailures => _handlers.Failures;

    /// <summary>Gets how many signals were not queued because the chain that led to them was too long.</summary>
    public long BlockedCount => _admission.BlockedCount;

    /// <summary>Queues a signal. Never waits; when the queue is full, its oldest signal is dropped.</summary>
    /// <returns>False when the chain that leads to the signal is too long, which is counted, and after dispose.</returns>
    /// <exception cref="ArgumentException">The signal's name is null or empty.</exception>
    public bool Enqueue(SignalEvent signal)
    {
        SignalArguments.ThrowIfNoName(signal.Signal, nameof(signal));
        return (SignalCauses.IsHandedOn(ref signal) || _admission.TryAdmit(ref signal, out _)) && _handlers.Queue(signal);
    }

    /// <summary>Waits until every signal that was queued before has been handled or dropped. The processor stays in use.</summary>
    /// <param name="cancellationToken">Ends this wait only.</param>
    /// <exception cref="InvalidOperationException">The caller is a handler of this processor, which would wait for itself.</exception>
    public Task FlushAsync(CancellationToken cancellationToken = default) => _handlers.FlushAsync(cancellationToken);

    /// <summary>Accepts no more signals, drops those that wait, cancels the handlers that run and waits for them for at most 5 seconds.</summary>
    /// <remarks>Calling it again is safe. To handle what waits, call <see cref="FlushAsync"/> first.</remarks>
    /// <exception cref="InvalidOperationException">The caller is a handler of this processor, which would wait for itself.</exception>
    public ValueTask DisposeAsync() => _handlers.StopAsync();

    /// <summary>Does the same without waiting for the handlers that run.</summary>
    public void Dispose() => _handlers.Stop();
}
