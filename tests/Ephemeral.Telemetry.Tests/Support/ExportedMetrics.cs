using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Ephemeral.Telemetry.Tests;

/// <summary>Keeps what the SDK exports, copied at once, because metric points are reused.</summary>
internal sealed class ExportedMetrics : BaseExporter<Metric>
{
    private readonly Dictionary<string, List<string>> _points = [];

    public Dictionary<string, double[]> Bounds { get; } = [];

    public IReadOnlyList<string> Of(string instrument) => _points.TryGetValue(instrument, out List<string>? points) ? points : [];

    /// <summary>Collects now.</summary>
    public ExportedMetrics Flush(MeterProvider provider)
    {
        _points.Clear();
        Assert.True(provider.ForceFlush());
        return this;
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        foreach (Metric metric in batch)
        {
            if (!_points.TryGetValue(metric.Name, out List<string>? points)) _points[metric.Name] = points = [];
            foreach (ref readonly MetricPoint point in metric.GetMetricPoints()) points.Add(Describe(metric, point));
        }

        return ExportResult.Success;
    }

    private string Describe(Metric metric, in MetricPoint point)
    {
        List<string> parts = [];
        foreach (KeyValuePair<string, object?> tag in point.Tags) parts.Add($"{tag.Key}={tag.Value}");
        if (metric.MetricType == MetricType.Histogram)
        {
            List<double> bounds = [];
            foreach (HistogramBucket bucket in point.GetHistogramBuckets()) bounds.Add(bucket.ExplicitBound);
            Bounds[metric.Name] = [.. bounds];
        }

        double value = metric.MetricType switch
        {
            MetricType.Histogram => point.GetHistogramCount(),
            MetricType.LongSum => point.GetSumLong(),
            MetricType.LongSumNonMonotonic => point.GetSumLong(),
            MetricType.DoubleGauge => point.GetGaugeLastValueDouble(),
            _ => throw new NotSupportedException($"The metric '{metric.Name}' is a {metric.MetricType}."),
        };
        return FormattableString.Invariant($"{value} {string.Join(' ', parts)}");
    }
}
