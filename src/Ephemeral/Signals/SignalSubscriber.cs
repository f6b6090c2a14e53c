namespace Ephemeral.Signals;

/// <summary>A handler for the signals that match a pattern, until disposed.</summary>
/// <remarks>
/// A passive handler promises to raise and enqueue nothing inline (a gate, a mirror, a queue): no cause is published for it.
/// One that hands work on takes the cause from the event, <see cref="SignalEvent.AsCause"/>.
/// </remarks>
internal sealed class SignalSubscriber<TEvent>(
    SignalPattern pattern, Action<TEvent> handler, bool isPassive, long order, Action<SignalSubscriber<TEvent>> remove) : IDisposable
{
    private int _disposed;

    public SignalPattern Pattern => pattern;

    public Action<TEvent> Handler => handler;

    public bool IsPassive => isPassive;

    /// <summary>Gets the place in the order of subscription, which is the order of delivery.</summary>
    public long Order => order;

    /// <summary>Gets whether it ended; a delivery under way skips it.</summary>
    public bool IsDisposed => Volatile.Read(ref _disposed) != 0;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0) remove(this);
    }
}
