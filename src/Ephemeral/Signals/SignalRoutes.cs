namespace Ephemeral.Signals;

/// <summary>The subscriptions of a sink, and which of them each name reaches. Not synchronised: the sink's lock guards it.</summary>
/// <remarks>
/// A name is matched once and its route kept. A subscription to one name renews the route of that name; one with wildcards
/// renews every route, each when its name is next raised.
/// </remarks>
internal sealed class SignalRoutes(SignalNames names)
{
    private readonly PatternIndex<SignalSubscriber<SignalEvent>> _index = new();
    private readonly List<SignalSubscriber<SignalEvent>> _matches = [];
    private SignalRoute _nowhere = new([], Version: 0);

    public void Add(SignalSubscriber<SignalEvent> subscription)
    {
        _index.Add(subscription.Pattern, subscription);
        Invalidate(subscription.Pattern);
    }

    public void Remove(SignalSubscriber<SignalEvent> subscription)
    {
        _index.Remove(subscription.Pattern, subscription);
        Invalidate(subscription.Pattern);
    }

    public SignalRoute Of(SignalName name) => name.Route.Version == _nowhere.Version ? name.Route : name.Route = Resolve(name.Text);

    private void Invalidate(SignalPattern pattern)
    {
        if (!pattern.IsExact) _nowhere = new([], _nowhere.Version + 1);
        else if (names.Find(pattern.Text) is { } name) name.Route = SignalRoute.Unresolved;
    }

    private SignalRoute Resolve(string name)
    {
        _index.Collect(name, _matches);
        if (_matches.Count == 0) return _nowhere;
        _matches.Sort(static (a, b) => a.Order.CompareTo(b.Order));
        SignalRoute route = new([.. _matches], _nowhere.Version);
        _matches.Clear();
        return route;
    }
}
