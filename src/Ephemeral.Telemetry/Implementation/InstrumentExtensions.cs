using System.Diagnostics.Metrics;

namespace Ephemeral.Telemetry.Implementation;

/// <summary>Measures with a coordinator's attributes and one more; at most three, which pass in registers and on the stack.</summary>
internal static class InstrumentExtensions
{
    public static void Add(this Counter<long> counter, long value, CoordinatorState state, string? lane, KeyValuePair<string, object?> tag)
    {
        if (lane is null) counter.Add(value, state.NameTag, tag);
        else counter.Add(value, state.NameTag, new(AttributeNames.Lane, lane), tag);
    }

    public static void Record(this Histogram<double> histogram, double value, CoordinatorState state, string? lane, KeyValuePair<string, object?> tag)
    {
        if (lane is null) histogram.Record(value, state.NameTag, tag);
        else histogram.Record(value, state.NameTag, new(AttributeNames.Lane, lane), tag);
    }
}
