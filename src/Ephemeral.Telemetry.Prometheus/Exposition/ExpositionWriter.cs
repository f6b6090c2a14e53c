using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Ephemeral.Telemetry.Prometheus.Exposition;

/// <summary>Writes one collection as one page. A subclass knows what its format spells differently.</summary>
/// <remarks>Not thread-safe: the SDK exports to a reader from one thread at a time.</remarks>
internal abstract class ExpositionWriter
{
    private readonly SeriesSet _series = new();
    private readonly LabelNames _labelNames;
    private readonly LabelSet _labels;
    private readonly MetricFamilies _families;
    private readonly HistogramWriter _histograms;
    private byte[]? _targetInfo;

    protected ExpositionWriter(EphemeralPrometheusOptions options)
    {
        Options = options;
        _labelNames = new LabelNames(options.EnableScopeLabels);
        _labels = new LabelSet(new ExpositionBuffer(options.MaxResponseBytes), Skips);
        _families = new MetricFamilies(options, this, _labels);
        _histograms = new HistogramWriter(this);
    }

    public EphemeralPrometheusOptions Options { get; }

    public SkipCounts Skips { get; } = new();

    public long SeriesWritten { get; private set; }

    /// <summary>Gets the page being written.</summary>
    public ExpositionBuffer Page { get; private set; } = null!;

    /// <summary>Gets whether a whole bound is spelled <c>1.0</c>.</summary>
    public abstract bool MarkFloatBounds { get; }

    /// <summary>Gets the names that the resource's family occupies.</summary>
    public abstract string[] TargetInfoNames { get; }

    /// <summary>Gets whether a sum that may fall can stand beside a histogram's buckets.</summary>
    public abstract bool AllowsAnySum { get; }

    public void WritePage(ExpositionBuffer page, in Batch<Metric> batch, Resource resource, SelfMetrics self)
    {
        Page = page;
        page.Reset();
        Skips.Clear();
        SeriesWritten = 0;

        List<MetricFamily> families = _families.Arrange(batch, Skips);
        if (Options.EnableTargetInfo) page.Write(_targetInfo ??= TargetInfo(resource));
        foreach (MetricFamily family in families) WriteFamily(family);
        if (Options.EnableSelfMetrics) self.Write(this);
        WriteEnd();
        if (page.Length > Options.MaxResponseBytes) throw new ResponseTooLargeException(Options.MaxResponseBytes);
    }

    /// <summary>Returns the one of the names that the TYPE line has.</summary>
    public abstract string FamilyName(FamilyName name);

    /// <summary>Returns every name that the family of the metric occupies: its own and those of its samples.</summary>
    public abstract string[] NamesOf(MetricLayout layout);

    /// <summary>Returns the lines above the samples.</summary>
    public byte[] Header(MetricLayout layout)
    {
        ExpositionBuffer buffer = new(Array.MaxLength);
        WriteHeader(buffer, FamilyName(layout.Name), layout.Kind, layout.Name.Unit, layout.Metric.Description);
        return buffer.Written.ToArray();
    }

    public abstract void WriteHeader(ExpositionBuffer buffer, string name, FamilyKind kind, string unit, string? help);

    /// <summary>Writes the name and labels of a sample, and the space before the value.</summary>
    public void BeginSample(
        ReadOnlySpan<byte> name, ReadOnlySpan<byte> suffix, ReadOnlySpan<byte> labels, ReadOnlySpan<byte> extraLabel = default)
    {
        Page.Write(name);
        Page.Write(suffix);
        if (labels.Length + extraLabel.Length > 0)
        {
            Page.Write((byte)'{');
            Page.Write(labels);
            if (labels.Length > 0 && extraLabel.Length > 0) Page.Write((byte)',');
            Page.Write(extraLabel);
            Page.Write((byte)'}');
        }
        Page.Write((byte)' ');
    }

    public void EndLine() => Page.Write((byte)'\n');

    /// <summary>Takes the exemplars of the point, for the samples that follow.</summary>
    public virtual void TakeExemplars(in MetricPoint point, bool isLong)
    {
    }

    /// <summary>Writes the exemplar of a counter.</summary>
    public virtual void WriteNewestExemplar()
    {
    }

    /// <summary>Writes the exemplar of a bucket; buckets come in ascending order.</summary>
    public virtual void WriteBucketExemplar(double above, double upTo)
    {
    }

    public virtual void WriteCreated(MetricFamily family, ReadOnlySpan<byte> labels, in MetricPoint point)
    {
    }

    protected abstract bool AllowsCounterValue(double value);

    protected abstract ReadOnlySpan<byte> TargetInfoHeader { get; }

    protected abstract void WriteEnd();

    private void WriteFamily(MetricFamily family)
    {
        int start = Page.Length;
        Page.Write(family.Header);
        int headerEnd = Page.Length;
        _series.Clear();
        for (int i = 0; i < family.Metrics.Count; i++)
        {
            MetricLayout layout = family.Metrics[i];
            foreach (ref readonly MetricPoint point in layout.Metric.GetMetricPoints()) WritePoint(family, layout, point);
        }
        if (Page.Length == headerEnd) Page.Truncate(start);
    }

    private void WritePoint(MetricFamily family, MetricLayout layout, in MetricPoint point)
    {
        ReadOnlySpan<byte> labels = LabelsOf(layout, point);
        if (!_series.Add(labels))
        {
            Skips.Add(SkipReason.DuplicateSeries);
            return;
        }

        if (family.Kind == FamilyKind.Histogram) _histograms.Write(family, layout, labels, point);
        else if (!TryWriteNumber(family, layout, labels, point)) return;
        SeriesWritten++;
    }

    private ReadOnlySpan<byte> LabelsOf(MetricLayout layout, in MetricPoint point)
    {
        _labels.Clear();
        foreach (KeyValuePair<string, object?> tag in point.Tags) _labels.Add(_labelNames.Get(tag.Key, layout.Kind), tag.Key, tag.Value);
        return _labels.Build(layout.ScopeLabels);
    }

    private bool TryWriteNumber(MetricFamily family, MetricLayout layout, ReadOnlySpan<byte> labels, in MetricPoint point)
    {
        bool isLong = layout.Type.IsLong();
        bool isSum = layout.Type.IsSum();
        long whole = !isLong ? 0 : isSum ? point.GetSumLong() : point.GetGaugeLastValueLong();
        double value = isLong ? whole : isSum ? point.GetSumDouble() : point.GetGaugeLastValueDouble();
        bool counter = family.Kind == FamilyKind.Counter;
        if (counter && !AllowsCounterValue(value))
        {
            Skips.Add(SkipReason.ForbiddenValue);
            return false;
        }

        BeginSample(family.SampleName, default, labels);
        if (isLong) Page.Write(whole);
        else Page.Write(value);
        if (counter && Options.AppendTotal)
        {
            TakeExemplars(point, isLong);
            WriteNewestExemplar();
        }
        EndLine();
        if (counter) WriteCreated(family, labels, point);
        return true;
    }

    private byte[] TargetInfo(Resource resource)
    {
        _labels.Clear();
        foreach ((string key, object value) in resource.Attributes)
            _labels.Add(_labelNames.Get(key, FamilyKind.Gauge), key, value);
        ReadOnlySpan<byte> labels = _labels.Build([]);
        return labels.IsEmpty ? [] : [.. TargetInfoHeader, .. "target_info{"u8, .. labels, .. "} 1\n"u8];
    }
}
