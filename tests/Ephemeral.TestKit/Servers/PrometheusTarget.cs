namespace Ephemeral.TestKit;

/// <summary>What a Prometheus under test scrapes.</summary>
/// <param name="Job">The value of the label "job".</param>
/// <param name="Address">The whole address, path included.</param>
public sealed record PrometheusTarget(string Job, Uri Address);
