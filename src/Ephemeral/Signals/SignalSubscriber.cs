namespace Ephemeral.Signals;

/// <summary>A handler for the signals that match a pattern, until disposed.</summary>
/// <remarks>
/// A passive handler promises to raise and enqueue nothing inline (a gate, a mirror, a queue): no cause is published for it.
/// One that hands work on takes the cause from the event, <see cref="SignalEvent.AsCause"/>.
/// </remarks>
internal sealed class SignalSubscriber<TEvent>(
    SignalPattern pattern, Action<TEvent> handler, bool isPassive, long order, Action<SignalSubscriber<TEvent>> remove) : IDisposable
{
    private Action<TEvent>? _handler = handler;

    public SignalPattern Pattern => pattern;

    /// <summary>Gets the handler; null once disposed: a delivery under way skips it, and old routes do not keep it alive.</summary>
    public Action<TEvent>? Handler => Volatile.Read(ref _handler);

    public bool IsPassive => isPassive;

    /// <summary>Gets the place in the order of subscription, which is the order of delivery.</summary>
    public long Order => order;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _handler, null) is not null) remove(this);
    }
}
