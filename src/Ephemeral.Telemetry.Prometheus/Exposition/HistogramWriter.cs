using OpenTelemetry.Metrics;

namespace Ephemeral.Telemetry.Prometheus.Exposition;

/// <summary>Writes both kinds of OpenTelemetry histogram as classic cumulative buckets.</summary>
internal sealed class HistogramWriter(ExpositionWriter writer)
{
    private readonly ExpositionBuffer _label = new(Array.MaxLength);

    public void Write(MetricFamily family, MetricLayout layout, ReadOnlySpan<byte> labels, in MetricPoint point)
    {
        writer.TakeExemplars(point, isLong: false);
        long count = point.GetHistogramCount();
        double below = layout.Type == MetricType.ExponentialHistogram
            ? WriteExponential(family, labels, point)
            : WriteExplicit(family, layout, labels, point);
        WriteBucket(family, labels, "le=\"+Inf\""u8, double.PositiveInfinity, count, below);

        double sum = point.GetHistogramSum();
        if (writer.AllowsAnySum || IsMonotonicSum(point, sum))
        {
            writer.BeginSample(family.SampleName, "_sum"u8, labels);
            writer.Page.Write(sum);
            writer.EndLine();
        }
        writer.BeginSample(family.SampleName, "_count"u8, labels);
        writer.Page.Write(count);
        writer.EndLine();
        writer.WriteCreated(family, labels, point);
    }

    /// <summary>OpenMetrics reads a sum as a counter, which negative measurements would make fall.</summary>
    private static bool IsMonotonicSum(in MetricPoint point, double sum) =>
        sum >= 0 && (!point.TryGetHistogramMinMaxValues(out double min, out _) || min >= 0);

    private double WriteExplicit(MetricFamily family, MetricLayout layout, ReadOnlySpan<byte> labels, in MetricPoint point)
    {
        double below = double.NegativeInfinity;
        long cumulative = 0;
        int index = 0;
        foreach (HistogramBucket bucket in point.GetHistogramBuckets())
        {
            cumulative += bucket.BucketCount;
            if (double.IsPositiveInfinity(bucket.ExplicitBound)) break;
            ReadOnlySpan<byte> label = layout.BucketLabel(index++, bucket.ExplicitBound, writer.MarkFloatBounds);
            WriteBucket(family, labels, label, bucket.ExplicitBound, cumulative, below);
            below = bucket.ExplicitBound;
        }
        return below;
    }

    /// <summary>Merges the buckets down to the scale of the options. Coarser bounds are a subset of finer ones, so the
    /// bounds on the page stay the same while the SDK lowers its own scale.</summary>
    private double WriteExponential(MetricFamily family, ReadOnlySpan<byte> labels, in MetricPoint point)
    {
        ExponentialHistogramData data = point.GetExponentialHistogramData();
        int scale = Math.Min(data.Scale, writer.Options.MaxExponentialScale);
        int shift = data.Scale - scale;
        double below = double.NegativeInfinity;
        long cumulative = data.ZeroCount;
        int source = data.PositiveBuckets.Offset;
        int? open = null;
        foreach (long bucketCount in data.PositiveBuckets)
        {
            int target = source++ >> shift;
            if (target != open)
            {
                // The lower bound of the first bucket holds the zeros; every later one closes the bucket before it.
                if (open is not null || bucketCount > 0) Close(labels, target);
                else continue;
                open = target;
            }
            cumulative += bucketCount;
        }
        if (open is { } last) Close(labels, last + 1);
        return below;

        void Close(ReadOnlySpan<byte> seriesLabels, int boundIndex)
        {
            double bound = ExponentialBounds.At(scale, boundIndex);
            if (bound <= Math.Max(below, 0) || double.IsInfinity(bound)) return;
            WriteBucket(family, seriesLabels, SpellBound(bound), bound, cumulative, below);
            below = bound;
        }
    }

    /// <summary>Exponential bounds move with the data, so they are not worth remembering.</summary>
    private ReadOnlySpan<byte> SpellBound(double bound)
    {
        _label.Reset();
        _label.Write("le=\""u8);
        BucketBounds.Write(_label, bound, writer.MarkFloatBounds);
        _label.Write((byte)'"');
        return _label.Written;
    }

    private void WriteBucket(
        MetricFamily family, ReadOnlySpan<byte> labels, ReadOnlySpan<byte> boundLabel, double bound, long cumulative, double below)
    {
        writer.BeginSample(family.SampleName, "_bucket"u8, labels, boundLabel);
        writer.Page.Write(cumulative);
        writer.WriteBucketExemplar(below, bound);
        writer.EndLine();
    }
}
