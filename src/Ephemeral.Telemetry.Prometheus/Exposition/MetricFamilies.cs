using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Ephemeral.Telemetry.Prometheus.Exposition;

/// <summary>Sorts the collected metrics into families, and keeps the result for as long as the same metrics come back.</summary>
/// <remarks>Bounded by the SDK's limit of metric streams: a layout is kept only while the SDK still collects its metric.</remarks>
internal sealed class MetricFamilies(EphemeralPrometheusOptions options, ExpositionWriter writer, LabelSet labels)
{
    private readonly List<MetricFamily> _families = [];
    private readonly Dictionary<string, MetricFamily?> _owners = new(StringComparer.Ordinal);
    private Dictionary<Metric, MetricLayout?> _layouts = [];
    private Metric[] _metrics = [];
    private int _conflicts;
    private int _unsupported;

    /// <summary>Returns the families of this collection, and counts the metrics that have none.</summary>
    public List<MetricFamily> Arrange(in Batch<Metric> batch, SkipCounts skips)
    {
        if (!IsSame(batch)) Rebuild(batch);
        skips.Add(SkipReason.NameConflict, _conflicts);
        skips.Add(SkipReason.UnsupportedMetric, _unsupported);
        return _families;
    }

    private bool IsSame(in Batch<Metric> batch)
    {
        if (batch.Count != _metrics.Length) return false;
        int at = 0;
        foreach (Metric metric in batch)
        {
            if (!ReferenceEquals(metric, _metrics[at++])) return false;
        }
        return true;
    }

    private void Rebuild(in Batch<Metric> batch)
    {
        // Should this fail half-way, the next collection starts over.
        _metrics = [];
        _families.Clear();
        _owners.Clear();
        (_conflicts, _unsupported) = (0, 0);
        Reserve();

        Metric[] metrics = new Metric[batch.Count];
        Dictionary<Metric, MetricLayout?> layouts = new(metrics.Length, ReferenceEqualityComparer.Instance);
        int at = 0;
        foreach (Metric metric in batch)
        {
            metrics[at++] = metric;
            if (!_layouts.TryGetValue(metric, out MetricLayout? layout)) layout = MetricLayout.Create(metric, options, labels);
            layouts[metric] = layout;
            if (layout is null) _unsupported++;
            else if (!Place(layout)) _conflicts++;
        }
        (_metrics, _layouts) = (metrics, layouts);
    }

    /// <summary>Names that the page itself needs belong to no metric.</summary>
    private void Reserve()
    {
        string[] target = options.EnableTargetInfo ? writer.TargetInfoNames : [];
        string[] self = options.EnableSelfMetrics ? SelfMetrics.Names : [];
        foreach (string name in target.Concat(self)) _owners[name] = null;
    }

    private bool Place(MetricLayout layout)
    {
        if (_owners.TryGetValue(writer.FamilyName(layout.Name), out MetricFamily? family))
        {
            // The name may also be a sample of that family (a gauge "x_count" beside a histogram "x").
            if (family is null || family.Kind != layout.Kind || family.Name.Base != layout.Name.Base) return false;
            family.Add(layout);
            return true;
        }

        string[] names = writer.NamesOf(layout);
        if (Array.Exists(names, _owners.ContainsKey)) return false;
        family = new MetricFamily(layout, writer.Header(layout));
        foreach (string name in names) _owners.Add(name, family);
        _families.Add(family);
        return true;
    }
}
