namespace Ephemeral.Signals;

/// <summary>The subscriptions that were made through an event, so that the event can end them by their handler. Thread-safe.</summary>
internal sealed class EventSubscriptions<TEvent>
{
    private readonly Lock _gate = new();
    private readonly List<SignalSubscriber<TEvent>> _subscriptions = []; // guarded by _gate

    public void Add(SignalSubscriber<TEvent> subscription)
    {
        lock (_gate) _subscriptions.Add(subscription);
    }

    /// <summary>Ends the latest subscription of a handler, as removing a handler from an event does.</summary>
    public void Remove(Action<TEvent>? handler)
    {
        SignalSubscriber<TEvent> removed;
        lock (_gate)
        {
            int place = _subscriptions.FindLastIndex(subscription => subscription.Handler == handler);
            if (place < 0) return;
            removed = _subscriptions[place];
            _subscriptions.RemoveAt(place);
        }

        removed.Dispose();
    }
}
