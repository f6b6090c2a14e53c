namespace Ephemeral.Signals;

/// <summary>Where the signals of one name go, as of one version of the subscriptions. Immutable.</summary>
internal sealed record SignalRoute(SignalSubscriber<SignalEvent>[] Subscriptions, long Version)
{
    public static SignalRoute Unresolved { get; } = new([], Version: -1);

    /// <summary>Gets whether no handler may raise anything, so that no cause needs to be published.</summary>
    public bool IsPassive { get; } = Array.TrueForAll(Subscriptions, static subscription => subscription.IsPassive);
}
