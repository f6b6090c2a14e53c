using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging;

/// <summary>What this package logs itself.</summary>
internal static partial class IncidentLog
{
    public static void Opened(ILogger log, SignalEvent signal)
    {
        if (signal.Payload is not Incident incident) return;
        LogLevel level = LevelOf(incident.Severity);
        if (log.IsEnabled(level)) Opened(log, level, incident.Id, incident.Rule, incident.Title, incident.TraceId);
    }

    [LoggerMessage(EventId = 1, EventName = "ephemeral.incident.opened", Message = "Incident {IncidentId} of rule {IncidentRule} opened: {IncidentTitle} (trace {IncidentTraceId})")]
    private static partial void Opened(ILogger log, LogLevel level, string incidentId, string incidentRule, string incidentTitle, string? incidentTraceId);

    private static LogLevel LevelOf(IncidentSeverity severity) => severity switch
    {
        IncidentSeverity.Info => LogLevel.Information,
        IncidentSeverity.Warning => LogLevel.Warning,
        IncidentSeverity.Critical => LogLevel.Critical,
        _ => LogLevel.Error,
    };
}
