using System.Runtime.InteropServices;

namespace Ephemeral.Signals;

/// <summary>The subscriptions of a sink, and which of them each name reaches. Not synchronised: the sink's lock guards it.</summary>
/// <remarks>
/// A name is matched once and its route kept. A subscription to one name renews the route of that name; one with wildcards
/// renews every route, each when its name is next raised, and a route that comes out the same is kept.
/// </remarks>
internal sealed class SignalRoutes<TEvent>(SignalNames names)
{
    private readonly PatternIndex<SignalSubscriber<TEvent>> _index = new();
    private readonly List<SignalSubscriber<TEvent>> _matches = [];
    private long _added;
    private int _count;
    private long _version;

    public bool IsEmpty => _count == 0;

    public SignalSubscriber<TEvent> Add(SignalPattern pattern, Action<TEvent> handler, bool isPassive, Action<SignalSubscriber<TEvent>> remove)
    {
        SignalSubscriber<TEvent> subscription = new(pattern, handler, isPassive, _added++, remove);
        _count++;
        _index.Add(pattern, subscription);
        Invalidate(pattern);
        return subscription;
    }

    public void Remove(SignalSubscriber<TEvent> subscription)
    {
        _count--;
        _index.Remove(subscription.Pattern, subscription);
        Invalidate(subscription.Pattern);
    }

    public SignalRoute<TEvent> Of(SignalName name) =>
        name.RouteVersion == _version ? (SignalRoute<TEvent>)name.Route! : Resolve(name);

    private void Invalidate(SignalPattern pattern)
    {
        if (!pattern.IsExact) _version++;
        else if (names.Find(pattern.Text) is { } name) name.RouteVersion = SignalName.Unresolved;
    }

    private SignalRoute<TEvent> Resolve(SignalName name)
    {
        _index.Collect(name.Text, _matches);
        _matches.Sort(static (a, b) => a.Order.CompareTo(b.Order));
        SignalRoute<TEvent> route = name.Route as SignalRoute<TEvent> ?? SignalRoute<TEvent>.Nowhere;
        if (!CollectionsMarshal.AsSpan(_matches).SequenceEqual(route.Subscriptions))
            route = _matches.Count == 0 ? SignalRoute<TEvent>.Nowhere : new([.. _matches]);
        _matches.Clear();
        name.Route = route;
        name.RouteVersion = _version;
        return route;
    }
}
