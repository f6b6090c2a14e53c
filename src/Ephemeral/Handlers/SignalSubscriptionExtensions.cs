using Ephemeral.Signals;

namespace Ephemeral;

/// <summary>Subscriptions that do more than call a handler: in the background, or into another sink.</summary>
public static class SignalSubscriptionExtensions
{
    /// <summary>Calls an asynchronous handler in the background for the signals that match a pattern, until the subscription is disposed.</summary>
    /// <param name="sink">The sink.</param>
    /// <param name="pattern">The pattern: <c>*</c> any run of characters, <c>?</c> one.</param>
    /// <param name="handler">What is called for each signal; its token is cancelled when the subscription is disposed.</param>
    /// <param name="maxConcurrency">The most handlers that run at the same time; 1 keeps the order of the signals.</param>
    /// <param name="maxQueued">The most signals that wait; beyond it the oldest is dropped and counted.</param>
    /// <remarks>Raising such a signal allocates nothing and never waits. What the handler raises has the signal as its cause.</remarks>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is null or empty, or another argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxConcurrency"/> or <paramref name="maxQueued"/> is below 1.</exception>
    public static QueuedSignalSubscription SubscribeQueued(
        this SignalSink sink,
        string pattern,
        Func<SignalEvent, CancellationToken, Task> handler,
        int maxConcurrency = 1,
        int maxQueued = 1000)
    {
        ArgumentNullException.ThrowIfNull(sink);
        SignalArguments.ThrowIfNoPattern(pattern);
        return new(sink, pattern, handler, maxConcurrency, maxQueued);
    }

    /// <summary>Raises the signals of one sink that match a pattern in another one too, until the subscription ends.</summary>
    /// <param name="target">Where they are raised.</param>
    /// <param name="source">Where they come from.</param>
    /// <param name="pattern">The pattern: <c>*</c> any run of characters, <c>?</c> one.</param>
    /// <param name="transform">Makes the event to raise from the one that came; null: the same one, with its payload and its operation.</param>
    /// <param name="onForwarded">Called with each event after it was raised in <paramref name="target"/>.</param>
    /// <remarks>
    /// On the thread that raises in <paramref name="source"/>. The signal that came is the cause of the one that is raised, so that the
    /// constraints cut sinks that forward to each other. What the functions throw counts as <see cref="SignalSink.CallbackFailures"/>
    /// of <paramref name="source"/>.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// <paramref name="pattern"/> is null or empty, a sink is null, or the two are the same and nothing is transformed.
    /// </exception>
    public static SignalSubscription SubscribeToPattern(
        this SignalSink target,
        SignalSink source,
        string pattern,
        Func<SignalEvent, SignalEvent>? transform = null,
        Action<SignalEvent>? onForwarded = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(source);
        SignalArguments.ThrowIfNoPattern(pattern);
        if (target == source && transform is null)
            throw new ArgumentException("The target and the source are the same sink, which would raise each signal for ever. Give another sink, or a transform.", nameof(source));

        return new(target, source, pattern, transform, onForwarded);
    }
}
