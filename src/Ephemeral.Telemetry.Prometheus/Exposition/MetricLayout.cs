using System.Text;
using OpenTelemetry.Metrics;

namespace Ephemeral.Telemetry.Prometheus.Exposition;

/// <summary>Everything about one metric that does not change from scrape to scrape.</summary>
internal sealed class MetricLayout
{
    private byte[][] _bucketLabels = [];
    private double[] _bucketBounds = [];

    private MetricLayout(Metric metric, FamilyKind kind, FamilyName name, byte[] scopeLabels)
    {
        Metric = metric;
        Kind = kind;
        Name = name;
        ScopeLabels = scopeLabels;
        Type = metric.MetricType;
    }

    public Metric Metric { get; }

    public MetricType Type { get; }

    public FamilyKind Kind { get; }

    public FamilyName Name { get; }

    /// <summary>Gets the labels that all series of the metric begin with.</summary>
    public byte[] ScopeLabels { get; }

    /// <summary>Returns the layout, or null for a metric that no format can show.</summary>
    public static MetricLayout? Create(Metric metric, EphemeralPrometheusOptions options, LabelSet labels)
    {
        FamilyKind? kind = KindOf(metric);
        if (kind is null) return null;
        FamilyName name = MetricNaming.Name(metric.Name, metric.Unit, kind.Value, options.AppendUnit, options.AppendTotal);
        return new MetricLayout(metric, kind.Value, name, options.EnableScopeLabels ? Scope(metric, labels) : []);
    }

    /// <summary>Returns <c>le="…"</c> for a bound. The bounds of an explicit histogram are fixed, so each is spelled once.</summary>
    public ReadOnlySpan<byte> BucketLabel(int index, double bound, bool markFloat)
    {
        if (index >= _bucketLabels.Length)
        {
            Array.Resize(ref _bucketLabels, Math.Max(16, index * 2));
            Array.Resize(ref _bucketBounds, _bucketLabels.Length);
        }
        if (_bucketLabels[index] is null || _bucketBounds[index] != bound)
        {
            ExpositionBuffer buffer = new(Array.MaxLength);
            buffer.Write("le=\""u8);
            BucketBounds.Write(buffer, bound, markFloat);
            buffer.Write((byte)'"');
            _bucketLabels[index] = buffer.Written.ToArray();
            _bucketBounds[index] = bound;
        }
        return _bucketLabels[index];
    }

    private static FamilyKind? KindOf(Metric metric)
    {
        FamilyKind? kind = metric.MetricType switch
        {
            MetricType.LongSum or MetricType.DoubleSum => FamilyKind.Counter,
            MetricType.LongSumNonMonotonic or MetricType.DoubleSumNonMonotonic => FamilyKind.Gauge,
            MetricType.LongGauge or MetricType.DoubleGauge => FamilyKind.Gauge,
            MetricType.Histogram or MetricType.ExponentialHistogram => FamilyKind.Histogram,
            _ => null,
        };
        bool cumulative = metric.Temporality == AggregationTemporality.Cumulative
            || metric.MetricType is MetricType.LongGauge or MetricType.DoubleGauge;
        return cumulative ? kind : null;
    }

    private static byte[] Scope(Metric metric, LabelSet labels)
    {
        labels.Clear();
        labels.Add("otel_scope_name"u8.ToArray(), "", metric.MeterName);
        labels.Add("otel_scope_version"u8.ToArray(), "", metric.MeterVersion);
        labels.Add("otel_scope_schema_url"u8.ToArray(), "", metric.MeterSchemaUrl);
        foreach ((string key, object? value) in metric.MeterTags ?? [])
            labels.Add(Encoding.ASCII.GetBytes(MetricNaming.SanitizeLabel($"otel_scope_{key}")), key, value);
        return labels.Build([]).ToArray();
    }
}
