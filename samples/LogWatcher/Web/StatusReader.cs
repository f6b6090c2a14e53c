using Ephemeral;
using Ephemeral.Logging;
using LogWatcher.Jobs;
using LogWatcher.Watching;

namespace LogWatcher.Web;

/// <summary>Reads what the page shows.</summary>
internal sealed class StatusReader(
    IncidentTracker incidents,
    JobRunners jobs,
    IEnumerable<CoordinatorBase> coordinators,
    IEnumerable<IncidentDelivery> notifiers,
    LaneDirectory lanes,
    SignalTally signals)
{
    /// <summary>Gets or sets the files that are read; null in the demo.</summary>
    public LogWatch? Watch { get; set; }

    public Status Read() => new(
        incidents.GetIncidents(),
        [.. coordinators.Concat(jobs.Runners).Select(Read)],
        signals.GetCounts(),
        Watch?.Summarise().Sources ?? [],
        [.. notifiers.Select(NotifierStatus.Of)]);

    private CoordinatorStatus Read(CoordinatorBase coordinator)
    {
        CoordinatorMetrics counts = coordinator.GetMetrics();
        return new CoordinatorStatus(
            coordinator.Name,
            counts.Enqueued,
            counts.Pending,
            counts.Active,
            counts.Completed,
            counts.Failed,
            counts.Cancelled,
            counts.Skipped,
            coordinator is EphemeralSignalJobRunner runner ? runner.DroppedCount : 0,
            lanes.GetLanes(coordinator.Name));
    }
}
