namespace Ephemeral.TestKit;

/// <summary>What a Prometheus under test scrapes, which rules it evaluates every second, and whom it tells.</summary>
public sealed record PrometheusSetup(params PrometheusTarget[] Targets)
{
    /// <summary>Gets the rules files, as whole paths.</summary>
    public IReadOnlyList<string> RuleFiles { get; init; } = [];

    /// <summary>Gets the Alertmanager that is told; null for none.</summary>
    public Uri? Alertmanager { get; init; }
}
