using System.Globalization;

namespace Ephemeral;

public sealed partial class SignalSink
{
    internal const string DrainAllSignal = "coordinator.drain.all";
    internal const string DrainIdSignal = "coordinator.drain.id";
    internal const string DrainPatternSignal = "coordinator.drain.pattern";

    /// <summary>Asks every coordinator that listens now to accept no more items and to end what it has.</summary>
    /// <remarks>Coordinators listen unless their <c>DrainOnSignals</c> say otherwise. Later ones are not affected.</remarks>
    public void RequestDrainAll() => Raise(DrainAllSignal);

    /// <summary>Asks the coordinators that listen now and have this id to accept no more items.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="coordinatorId"/> is null.</exception>
    public void RequestDrain(string coordinatorId)
    {
        ArgumentNullException.ThrowIfNull(coordinatorId);
        Raise(DrainIdSignal, coordinatorId);
    }

    /// <summary>Asks the coordinators that listen now and whose id is this number to accept no more items.</summary>
    public void RequestDrain(long coordinatorId) => RequestDrain(coordinatorId.ToString(CultureInfo.InvariantCulture));

    /// <summary>Asks the coordinators that listen now and whose id matches a pattern to accept no more items.</summary>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is null or empty.</exception>
    public void RequestDrainPattern(string pattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        Raise(DrainPatternSignal, pattern);
    }

    /// <summary>Asks every coordinator that listens now to accept no more items, then clears the sink.</summary>
    public void RequestDrainAndClear()
    {
        RequestDrainAll();
        Clear();
    }
}
