using Ephemeral.Logging;

namespace LogWatcher.Incidents;

/// <summary>What the command line says about incidents. The rest is in <c>appsettings.json</c>, that of the demo in <c>appsettings.Demo.json</c>.</summary>
internal sealed record IncidentSettings
{
    /// <summary>Gets the rules that stand in place of the configured ones; null for those.</summary>
    public IReadOnlyList<IncidentRule>? Rules { get; init; }

    /// <summary>Gets the Alertmanager that is told; null for none.</summary>
    public Uri? Alertmanager { get; init; }

    /// <summary>Gets the address that announcements are posted to; null for none.</summary>
    public Uri? Webhook { get; init; }

    /// <summary>Gets what keeps incidents over a restart; null for nothing. Whoever opened it closes it.</summary>
    public IIncidentStore? Store { get; init; }
}
