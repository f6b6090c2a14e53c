namespace Ephemeral.Signals;

/// <summary>Where the signals of one name go. Immutable.</summary>
internal sealed class SignalRoute<TEvent>(SignalSubscriber<TEvent>[] subscriptions)
{
    public static SignalRoute<TEvent> Nowhere { get; } = new([]);

    public SignalSubscriber<TEvent>[] Subscriptions => subscriptions;

    /// <summary>Gets whether no handler may raise anything, so that no cause needs to be published.</summary>
    public bool IsPassive { get; } = Array.TrueForAll(subscriptions, static subscription => subscription.IsPassive);
}
