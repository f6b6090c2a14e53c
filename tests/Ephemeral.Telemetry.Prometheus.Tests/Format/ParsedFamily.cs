namespace Ephemeral.Telemetry.Prometheus.Tests.Format;

/// <summary>A name with its metadata and the samples under it.</summary>
internal sealed class ParsedFamily(string name)
{
    public string Name { get; } = name;

    public string Type { get; set; } = "";

    public string? Help { get; set; }

    public string? Unit { get; set; }

    public List<ParsedSample> Samples { get; } = [];

    public ParsedSample Only => Assert.Single(Samples);
}
