namespace Ephemeral.Atoms;

/// <summary>Starts something whenever a matching signal is raised: another atom, or another molecule.</summary>
/// <remarks>
/// <para>Thread-safe. Actions run in the background; raising the signal waits for none. Beyond the bound of waiting signals the oldest is
/// dropped and counted.</para>
/// <para>A signal is the cause of what its action raises, so that the sink's constraints cut triggers that start each other for ever. What
/// an action throws is counted, here and by the sink, and harms nothing else.</para>
/// </remarks>
public sealed class AtomTrigger : IAsyncDisposable, IDisposable
{
    private readonly QueuedSignalSubscription _subscription;

    /// <summary>Creates a trigger that listens at once.</summary>
    /// <param name="sink">Where the signals come from. Borrowed; its clock is used.</param>
    /// <param name="pattern">The pattern: <c>*</c> any run of characters, <c>?</c> one.</param>
    /// <param name="action">What is started; its token is cancelled when the trigger is disposed.</param>
    /// <param name="maxConcurrency">How many run at the same time; null: as many as there are processors. 1 keeps the order of the signals.</param>
    /// <param name="maxQueued">How many signals wait.</param>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is null or empty, or another argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxConcurrency"/> or <paramref name="maxQueued"/> is below 1.</exception>
    public AtomTrigger(
        SignalSink sink, string pattern, Func<SignalEvent, CancellationToken, Task> action, int? maxConcurrency = null, int maxQueued = 1_000)
    {
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentNullException.ThrowIfNull(action);
        _subscription = sink.SubscribeQueued(pattern, action, maxConcurrency ?? Environment.ProcessorCount, maxQueued);
    }

    /// <summary>Gets the pattern of the signals that start the action.</summary>
    public string Pattern => _subscription.Pattern;

    /// <summary>Gets how many actions have run to their end, also by throwing.</summary>
    public long TriggeredCount => _subscription.ProcessedCount;

    /// <summary>Gets how many signals started nothing, or nothing that came to its end: too many waited, or the trigger was disposed.</summary>
    public long DroppedCount => _subscription.DroppedCount;

    /// <summary>Gets how many actions have thrown.</summary>
    public long CallbackFailures => _subscription.CallbackFailures;

    /// <summary>Waits until the action has run for every signal raised before this call. The trigger goes on.</summary>
    /// <param name="cancellationToken">Ends this wait only.</param>
    /// <exception cref="InvalidOperationException">The caller is the action, which would wait for itself.</exception>
    public Task DrainAsync(CancellationToken cancellationToken = default) => _subscription.FlushAsync(cancellationToken);

    /// <summary>Listens no more, drops what waits, cancels what runs and waits for it for at most 5 seconds. Calling it again is safe.</summary>
    /// <exception cref="InvalidOperationException">The caller is the action, which would wait for itself.</exception>
    public ValueTask DisposeAsync() => _subscription.DisposeAsync();

    /// <summary>Does the same without waiting for what runs.</summary>
    public void Dispose() => _subscription.Dispose();
}
