namespace Ephemeral.Signals;

/// <summary>All that is known about one name. Guarded by the lock of the <see cref="SignalNames"/> that holds it.</summary>
internal sealed class SignalName(string text)
{
    public const long Unresolved = -1;

    public readonly string Text = text;

    /// <summary>How many signals of this name are present.</summary>
    public int Live;

    /// <summary>The watches whose patterns match.</summary>
    public SignalWatch[] Watches = [];

    /// <summary>Where a sink delivers signals of this name, a <see cref="SignalRoute{TEvent}"/>; null before the first.</summary>
    public object? Route;

    /// <summary>The version of the subscriptions that the route is right for.</summary>
    public long RouteVersion = Unresolved;

    /// <summary>The slot of the latest one in a sink's window.</summary>
    public int Newest = SignalWindow.None;

    /// <summary>Its place among the watched names that are present.</summary>
    public int WatchedPlace = WatchedNames.Nowhere;

    /// <summary>A stamp that its latest signal is not older than; exact while it is the first of the watched names.</summary>
    public long WatchedStamp;

    /// <summary>Neighbours among the names that are remembered but not present.</summary>
    public SignalName? LongerIdle;
    public SignalName? ShorterIdle;
}
