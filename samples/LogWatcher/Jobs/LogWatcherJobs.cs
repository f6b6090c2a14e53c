using Ephemeral;
using Ephemeral.Logging;
using LogWatcher.Incidents;

namespace LogWatcher.Jobs;

/// <summary>What happens because of the log: all of it is written here, as methods and the signals that start them.</summary>
internal sealed class LogWatcherJobs(EscalationBoard escalations, IncidentReporter reporter)
{
    /// <summary>Counts an error towards its category's escalation, which is raised at 10, 100, 1,000 … errors.</summary>
    [EphemeralJob("log.error.*", Priority = 1, MaxConcurrency = 2, Lane = "hot:4", EmitOnComplete = "error.escalated")]
    [EphemeralJob("log.critical.*", Priority = 0, MaxConcurrency = 2, Lane = "hot:4", EmitOnComplete = "error.escalated")]
    public Task EscalateAsync(SignalLogPayload record, EphemeralOperation operation)
    {
        if (escalations.Count(record.Category) is { } errors) operation.Emit($"escalation.raised:{errors}:{record.Category}");
        return Task.CompletedTask;
    }

    /// <summary>Tells about a new incident: once, however often its fault is logged.</summary>
    [EphemeralJob(IncidentSignals.Opened, Priority = 0, Lane = "notify:1")]
    public Task NotifyAsync(Incident incident)
    {
        reporter.Opened(incident);
        return Task.CompletedTask;
    }

    /// <summary>Tells how an incident goes on, and that it is over.</summary>
    [EphemeralJob(IncidentSignals.Updated, Priority = 1, Lane = "notify:1")]
    [EphemeralJob(IncidentSignals.Reopened, Priority = 1, Lane = "notify:1")]
    [EphemeralJob(IncidentSignals.Resolved, Priority = 1, Lane = "notify:1")]
    public Task ReportAsync(SignalEvent signal, Incident incident)
    {
        reporter.Changed(signal.Signal, incident);
        return Task.CompletedTask;
    }
}
