using System.Globalization;
using OpenTelemetry.Metrics;

namespace Ephemeral.Telemetry.Prometheus.Exposition;

/// <summary>OpenMetrics text, version 1.0.0.</summary>
internal sealed class OpenMetricsWriter : ExpositionWriter
{
    private readonly ExemplarWriter _exemplars = new();

    public OpenMetricsWriter(EphemeralPrometheusOptions options) : base(options)
    {
    }

    public override bool MarkFloatBounds => true;

    public override bool AllowsAnySum => false;

    public override string[] TargetInfoNames => ["target", "target_info"];

    protected override ReadOnlySpan<byte> TargetInfoHeader =>
        "# TYPE target info\n# HELP target Target metadata\n"u8;

    public override string FamilyName(FamilyName name) => name.Base;

    public override string[] NamesOf(MetricLayout layout)
    {
        string name = layout.Name.Base;
        List<string> names = [name];
        if (layout.Name.Sample != name) names.Add(layout.Name.Sample);
        if (layout.Kind == FamilyKind.Histogram) names.AddRange([name + "_bucket", name + "_sum", name + "_count"]);
        if (Options.EnableCreated && HasCreated(layout)) names.Add(name + "_created");
        return [.. names];
    }

    public override void WriteHeader(ExpositionBuffer buffer, string name, FamilyKind kind, string unit, string? help)
    {
        buffer.Write("# TYPE "u8);
        buffer.WriteText(name);
        buffer.Write(kind switch
        {
            FamilyKind.Counter => Options.AppendTotal ? " counter\n"u8 : " unknown\n"u8,
            FamilyKind.Gauge => " gauge\n"u8,
            _ => " histogram\n"u8,
        });
        if (unit.Length > 0)
        {
            buffer.Write("# UNIT "u8);
            buffer.WriteText(name);
            buffer.Write((byte)' ');
            buffer.WriteText(unit);
            buffer.Write((byte)'\n');
        }
        if (string.IsNullOrEmpty(help)) return;
        buffer.Write("# HELP "u8);
        buffer.WriteText(name);
        buffer.Write((byte)' ');
        buffer.WriteQuoted(help);
        buffer.Write((byte)'\n');
    }

    public override void TakeExemplars(in MetricPoint point, bool isLong)
    {
        if (Options.EnableExemplars) _exemplars.Take(point, isLong);
    }

    public override void WriteNewestExemplar() => _exemplars.WriteNewest(Page);

    public override void WriteBucketExemplar(double above, double upTo) => _exemplars.WriteForBucket(Page, above, upTo);

    public override void WriteCreated(MetricFamily family, ReadOnlySpan<byte> labels, in MetricPoint point)
    {
        if (!Options.EnableCreated || (family.Kind == FamilyKind.Counter && !Options.AppendTotal)) return;
        BeginSample(family.BaseName, "_created"u8, labels);
        WriteTimestamp(Page, point.StartTime);
        EndLine();
    }

    /// <summary>Writes seconds since the epoch with milliseconds, never as an exponent.</summary>
    internal static void WriteTimestamp(ExpositionBuffer buffer, DateTimeOffset time)
    {
        long milliseconds = time.ToUnixTimeMilliseconds();
        buffer.Write(milliseconds / 1_000);
        Span<byte> fraction = stackalloc byte[4];
        fraction[0] = (byte)'.';
        (milliseconds % 1_000).TryFormat(fraction[1..], out _, "D3", CultureInfo.InvariantCulture);
        buffer.Write(fraction);
    }

    protected override bool AllowsCounterValue(double value) => !Options.AppendTotal || value >= 0;

    protected override void WriteEnd() => Page.Write("# EOF\n"u8);

    private bool HasCreated(MetricLayout layout) =>
        layout.Kind == FamilyKind.Histogram || (layout.Kind == FamilyKind.Counter && Options.AppendTotal);
}
