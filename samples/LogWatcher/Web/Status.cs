using Ephemeral.Logging;
using LogWatcher.Watching;

namespace LogWatcher.Web;

/// <summary>All that the page and <c>/api/status</c> show.</summary>
/// <param name="Incidents">The incidents, the latest seen first.</param>
/// <param name="Coordinators">The coordinators of the app.</param>
/// <param name="Signals">How often each signal was raised.</param>
/// <param name="Sources">What was read of each file; empty in the demo.</param>
/// <param name="Notifiers">Who is told about incidents.</param>
internal sealed record Status(
    IReadOnlyList<Incident> Incidents,
    IReadOnlyList<CoordinatorStatus> Coordinators,
    IReadOnlyList<SignalCount> Signals,
    IReadOnlyList<SourceSummary> Sources,
    IReadOnlyList<NotifierStatus> Notifiers);
