namespace Ephemeral.Signals;

/// <summary>The subscriptions that were made through an event, so that the event can end them by their handler. Thread-safe.</summary>
internal sealed class EventSubscriptions<TEvent>
{
    private readonly Lock _gate = new();
    private volatile SignalSubscriber<TEvent>[] _subscriptions = []; // replaced under _gate, never changed

    /// <summary>Gets the subscriptions as of now, in their order.</summary>
    public SignalSubscriber<TEvent>[] All => _subscriptions;

    public bool IsEmpty => _subscriptions.Length == 0;

    public void Add(SignalSubscriber<TEvent> subscription)
    {
        lock (_gate) _subscriptions = [.. _subscriptions, subscription];
    }

    /// <summary>Ends the latest subscription of a handler, as removing a handler from an event does.</summary>
    public void Remove(Action<TEvent>? handler)
    {
        SignalSubscriber<TEvent> removed;
        lock (_gate)
        {
            int place = Array.FindLastIndex(_subscriptions, subscription => subscription.Handler == handler);
            if (place < 0) return;
            removed = _subscriptions[place];
            _subscriptions = [.. _subscriptions[..place], .. _subscriptions[(place + 1)..]];
        }

        removed.Dispose();
    }
}
