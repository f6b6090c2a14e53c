using System.Collections.Concurrent;
using Ephemeral;

namespace LogWatcher.Web;

/// <summary>Knows the live coordinators of the process by name, to read their lanes.</summary>
internal sealed class LaneDirectory : EphemeralObserver, IDisposable
{
    private readonly ConcurrentDictionary<string, ObservedCoordinator> _coordinators = [];
    private readonly IDisposable _attachment;

    public LaneDirectory() => _attachment = EphemeralDiagnostics.Attach(this);

    public override void CoordinatorCreated(ObservedCoordinator coordinator) => _coordinators[coordinator.Name] = coordinator;

    public override void CoordinatorDisposed(ObservedCoordinator coordinator) =>
        _coordinators.TryRemove(new KeyValuePair<string, ObservedCoordinator>(coordinator.Name, coordinator));

    /// <summary>Reads the declared lanes of a coordinator; none where it has none.</summary>
    public IReadOnlyList<LaneStatus> GetLanes(string coordinator)
    {
        if (!_coordinators.TryGetValue(coordinator, out ObservedCoordinator? observed)) return [];
        return
        [
            .. from measured in observed.MeasureLanes()
               let lane = measured.Lane
               where lane is not null
               select new LaneStatus(lane, measured.Pending, measured.Deferred, measured.Active, measured.ConcurrencyLimit),
        ];
    }

    public void Dispose() => _attachment.Dispose();
}
