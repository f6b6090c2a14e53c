namespace Ephemeral.Telemetry.Implementation;

/// <summary>Adds zero to the series of rare events, because a rate never sees the first event of a series that is born with it.</summary>
/// <remarks>
/// Thread-safe. Written when state is collected, not when a coordinator is created: an SDK provider is told of live coordinators
/// before it listens. Adding zero twice changes nothing, so a race only repeats it.
/// </remarks>
internal sealed class ZeroSeries(CoordinatorRegistry coordinators, BoundedNames sinks)
{
    private int _isWritten; // a single independent word: 1 until somebody or something new has come

    public void Forget() => Volatile.Write(ref _isWritten, 0);

    public void Write(EphemeralMeter meter)
    {
        if (Interlocked.Exchange(ref _isWritten, 1) == 1) return;
        foreach ((ObservedCoordinator coordinator, CoordinatorState state) in coordinators.Live) Write(meter, coordinator, state);
        foreach (string sink in sinks.Names)
        {
            foreach (SignalDropReason reason in AttributeValues.DropReasons)
            {
                meter.SignalDropped.Add(
                    0,
                    new(AttributeNames.SinkName, sink),
                    new KeyValuePair<string, object?>(AttributeNames.DropReason, AttributeValues.Of(reason)));
            }
        }
    }

    private static void Write(EphemeralMeter meter, ObservedCoordinator coordinator, CoordinatorState state)
    {
        bool hasLanes = coordinator.Lanes.Count > 0;
        IReadOnlyList<string?> lanes = hasLanes ? [.. coordinator.Lanes] : [null];
        bool mayRefuseOne = hasLanes || coordinator.ActiveKeys is not null;
        foreach (string? lane in lanes)
        {
            meter.Submitted.Add(0, state.Tags(lane));
            foreach (EnqueueRefusal refusal in AttributeValues.Refusals)
            {
                if (refusal == EnqueueRefusal.LaneFull && !mayRefuseOne) continue;
                meter.Submitted.Add(0, state, lane, new(AttributeNames.ErrorType, AttributeValues.Of(refusal)));
            }
        }

        foreach (EvictionReason reason in AttributeValues.EvictionReasons)
            meter.Evicted.Add(0, state.NameTag, new(AttributeNames.EvictionReason, AttributeValues.Of(reason)));
    }
}
