using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ephemeral.Hosting.Health;

/// <summary>What a check measured of one coordinator.</summary>
internal sealed record HealthFigures(string Name, CoordinatorMetrics Counts, int QueueCapacity, TimeSpan? OldestAge, long Ended, long Failed)
{
    private double QueueShare => (double)Counts.Pending / QueueCapacity;

    private double FailureRatio => Ended == 0 ? 0 : (double)Failed / Ended;

    /// <summary>Returns what is wrong in words, each with its status.</summary>
    public IEnumerable<(HealthStatus Status, string Text)> Judge(EphemeralHealthCheckOptions options)
    {
        HealthStatus queue = Status(QueueShare, options.DegradedQueueShare, options.UnhealthyQueueShare);
        if (queue != HealthStatus.Healthy)
            yield return (queue, Text($"the queue of '{Name}' is {QueueShare:P0} full ({Counts.Pending} of {QueueCapacity})"));

        HealthStatus age = OldestAge is { } oldest ? Status(oldest, options.DegradedOldestAge, options.UnhealthyOldestAge) : HealthStatus.Healthy;
        if (age != HealthStatus.Healthy)
            yield return (age, Text($"the oldest item of '{Name}' has waited for {OldestAge:c}"));

        HealthStatus failures = Ended < options.MinimumOperations
            ? HealthStatus.Healthy
            : Status(FailureRatio, options.DegradedFailureRatio, options.UnhealthyFailureRatio);
        if (failures != HealthStatus.Healthy)
            yield return (failures, Text($"{FailureRatio:P0} of the recent operations of '{Name}' failed ({Failed} of {Ended})"));
    }

    /// <summary>Adds the figures, each under the name of the coordinator.</summary>
    /// <param name="data">The data of the result.</param>
    /// <param name="label">The name; with a number where several have the same.</param>
    public void AddTo(Dictionary<string, object> data, string label)
    {
        data[label + ".pending"] = Counts.Pending;
        data[label + ".active"] = Counts.Active;
        data[label + ".queueShare"] = QueueShare;
        if (OldestAge is { } age) data[label + ".oldestAgeSeconds"] = age.TotalSeconds;
        data[label + ".recentEnded"] = Ended;
        data[label + ".recentFailed"] = Failed;
    }

    private static HealthStatus Status<TValue>(TValue value, TValue? degraded, TValue? unhealthy)
        where TValue : struct, IComparable<TValue> =>
        unhealthy is { } worse && value.CompareTo(worse) >= 0 ? HealthStatus.Unhealthy
        : degraded is { } bad && value.CompareTo(bad) >= 0 ? HealthStatus.Degraded
        : HealthStatus.Healthy;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
