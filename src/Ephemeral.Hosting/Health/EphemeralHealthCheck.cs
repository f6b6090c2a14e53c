using System.Runtime.CompilerServices;
using Ephemeral.Hosting.Lifetime;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Ephemeral.Hosting.Health;

/// <summary>Judges the coordinators that the container has created. One instance a registration, because it remembers earlier counts.</summary>
internal sealed class EphemeralHealthCheck(LiveCoordinators coordinators, IOptionsMonitor<EphemeralHealthCheckOptions> options, TimeProvider time)
    : IHealthCheck
{
    private readonly Lock _gate = new();
    private readonly ConditionalWeakTable<CoordinatorBase, FailureHistory> _histories = []; // guarded by _gate

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        EphemeralHealthCheckOptions thresholds = options.Get(context.Registration.Name);
        Dictionary<string, object> data = [];
        List<(HealthStatus Status, string Text)> problems = [];
        HealthFigures[] all = [.. coordinators.ToArray().Select(coordinator => Measure(coordinator, thresholds.FailureWindow))];
        foreach (IGrouping<string, HealthFigures> named in all.GroupBy(static figures => figures.Name))
        {
            foreach ((int index, HealthFigures figures) in named.Select(static (figures, index) => (index, figures)))
            {
                figures.AddTo(data, index == 0 ? figures.Name : $"{figures.Name}#{index + 1}");
                problems.AddRange(figures.Judge(thresholds));
            }
        }

        if (problems.Count == 0) return Task.FromResult(HealthCheckResult.Healthy($"{all.Length} coordinators are as they should be.", data));
        HealthStatus worst = problems.Min(static problem => problem.Status);
        string text = string.Join("; ", problems.OrderBy(static problem => problem.Status).Select(static problem => problem.Text)) + ".";
        return Task.FromResult(new HealthCheckResult(
            worst == HealthStatus.Unhealthy ? context.Registration.FailureStatus : worst,
            char.ToUpperInvariant(text[0]) + text[1..],
            data: data));
    }

    private HealthFigures Measure(CoordinatorBase coordinator, TimeSpan window)
    {
        CoordinatorMetrics counts = coordinator.GetMetrics();
        TimeSpan? oldest = coordinator.MeasureLanes().Max(static lane => lane.OldestAge);
        lock (_gate)
        {
            (long ended, long failed) = _histories.GetOrCreateValue(coordinator).Measure(time, window, counts);
            return new(coordinator.Name, counts, coordinator.Options.QueueCapacity, oldest, ended, failed);
        }
    }
}
