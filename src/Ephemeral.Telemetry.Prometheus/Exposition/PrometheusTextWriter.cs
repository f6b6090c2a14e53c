namespace Ephemeral.Telemetry.Prometheus.Exposition;

/// <summary>Prometheus text, version 0.0.4.</summary>
internal sealed class PrometheusTextWriter(EphemeralPrometheusOptions options) : ExpositionWriter(options)
{
    public override bool MarkFloatBounds => false;

    public override bool AllowsAnySum => true;

    public override string[] TargetInfoNames => ["target_info"];

    protected override ReadOnlySpan<byte> TargetInfoHeader =>
        "# HELP target_info Target metadata\n# TYPE target_info gauge\n"u8;

    public override string FamilyName(FamilyName name) => name.Sample;

    public override string[] NamesOf(MetricLayout layout)
    {
        string name = layout.Name.Sample;
        return layout.Kind == FamilyKind.Histogram ? [name, name + "_bucket", name + "_sum", name + "_count"] : [name];
    }

    public override void WriteHeader(ExpositionBuffer buffer, string name, FamilyKind kind, string unit, string? help)
    {
        if (!string.IsNullOrEmpty(help))
        {
            buffer.Write("# HELP "u8);
            buffer.WriteText(name);
            buffer.Write((byte)' ');
            buffer.WriteHelp(help);
            buffer.Write((byte)'\n');
        }
        buffer.Write("# TYPE "u8);
        buffer.WriteText(name);
        buffer.Write(kind switch
        {
            FamilyKind.Counter => " counter\n"u8,
            FamilyKind.Gauge => " gauge\n"u8,
            _ => " histogram\n"u8,
        });
    }

    protected override bool AllowsCounterValue(double value) => true;

    protected override void WriteEnd()
    {
        // An empty page looks like a broken one.
        if (Page.Length == 0) Page.Write("# No metrics yet.\n"u8);
    }
}
