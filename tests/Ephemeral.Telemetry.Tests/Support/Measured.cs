using System.Diagnostics.Metrics;

namespace Ephemeral.Telemetry.Tests;

/// <summary>One measurement, its attributes as text in the order in which they were given.</summary>
internal sealed record Measured(Instrument Instrument, double Value, string Tags)
{
    public static Measured Of(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        new(instrument, value, string.Join(' ', tags.ToArray().Select(static tag => $"{tag.Key}={tag.Value}")));
}
