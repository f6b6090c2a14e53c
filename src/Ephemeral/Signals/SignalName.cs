namespace Ephemeral.Signals;

/// <summary>All that is known about one name. Guarded by the lock of the <see cref="SignalNames"/> that holds it.</summary>
internal sealed class SignalName(string text)
{
    public readonly string Text = text;

    /// <summary>How many signals of this name are present.</summary>
    public int Live;

    /// <summary>The watches whose patterns match.</summary>
    public SignalWatch[] Watches = [];

    /// <summary>Where a sink delivers signals of this name.</summary>
    public SignalRoute Route = SignalRoute.Unresolved;

    /// <summary>The slot of the latest one in a sink's window.</summary>
    public int Newest = SignalWindow.None;

    /// <summary>Neighbours among the names that are remembered but not present.</summary>
    public SignalName? LongerIdle;
    public SignalName? ShorterIdle;
}
