using System.Text;

namespace Ephemeral.Telemetry.Prometheus.Exposition;

/// <summary>The metrics that share one name and type on the page, under one header.</summary>
internal sealed class MetricFamily
{
    private readonly List<MetricLayout> _metrics = [];

    public MetricFamily(MetricLayout first, byte[] header)
    {
        Kind = first.Kind;
        Header = header;
        Name = first.Name;
        SampleName = Encoding.ASCII.GetBytes(first.Name.Sample);
        BaseName = Encoding.ASCII.GetBytes(first.Name.Base);
        _metrics.Add(first);
    }

    public FamilyKind Kind { get; }

    public FamilyName Name { get; }

    /// <summary>Gets the HELP, TYPE and UNIT lines.</summary>
    public byte[] Header { get; }

    public byte[] SampleName { get; }

    public byte[] BaseName { get; }

    public IReadOnlyList<MetricLayout> Metrics => _metrics;

    public void Add(MetricLayout metric) => _metrics.Add(metric);
}
