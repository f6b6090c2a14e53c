using Ephemeral.Logging;

namespace LogWatcher.Incidents;

/// <summary>When a fault is an incident, and when it is over.</summary>
internal static class IncidentRules
{
    /// <summary>For the demo, whose faults come and go within seconds.</summary>
    public static IncidentOptions ForDemo { get; } = Create(cooldown: TimeSpan.FromSeconds(2), resolveAfter: TimeSpan.FromSeconds(5));

    /// <summary>For real logs.</summary>
    public static IncidentOptions ForFiles { get; } = Create(cooldown: TimeSpan.FromMinutes(10), resolveAfter: TimeSpan.FromMinutes(15));

    private static IncidentOptions Create(TimeSpan cooldown, TimeSpan resolveAfter) => new()
    {
        Rules =
        [
            new() { Name = "errors", Pattern = "log.error.*", Cooldown = cooldown, ResolveAfter = resolveAfter },
            new()
            {
                Name = "critical",
                Pattern = "log.critical.*",
                Cooldown = cooldown,
                ResolveAfter = resolveAfter,
                Severity = IncidentSeverity.Critical,
            },
        ],
    };
}
