using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Ephemeral.Telemetry.Implementation;

/// <summary>Measures what live coordinators do now: one measurement for each attribute set, so those of one name are added up.</summary>
/// <remarks>A coordinator that is disposed is not measured, which ends its series.</remarks>
internal static class StateMeasurements
{
    public static IEnumerable<Measurement<long>> SumLanes(IEnumerable<KeyValuePair<ObservedCoordinator, CoordinatorState>> live, Func<LaneMeasurement, long?> value) =>
        Lanes(live, value, static (sum, more) => sum + more);

    public static IEnumerable<Measurement<double>> MaxLanes(IEnumerable<KeyValuePair<ObservedCoordinator, CoordinatorState>> live, Func<LaneMeasurement, double?> value) =>
        Lanes(live, value, Math.Max);

    public static IEnumerable<Measurement<long>> SumCoordinators(IEnumerable<KeyValuePair<ObservedCoordinator, CoordinatorState>> live, Func<ObservedCoordinator, long?> value)
    {
        SeriesSet<long> series = new();
        foreach ((ObservedCoordinator coordinator, CoordinatorState state) in live)
            if (value(coordinator) is { } measured) series.Add(state, null, measured, static (sum, more) => sum + more);

        return series.Measurements;
    }

    private static IEnumerable<Measurement<T>> Lanes<T>(IEnumerable<KeyValuePair<ObservedCoordinator, CoordinatorState>> live, Func<LaneMeasurement, T?> value, Func<T, T, T> combine)
        where T : struct
    {
        SeriesSet<T> series = new();
        foreach ((ObservedCoordinator coordinator, CoordinatorState state) in live)
        {
            foreach (LaneMeasurement lane in coordinator.MeasureLanes())
                if (value(lane) is { } measured) series.Add(state, lane.Lane, measured, combine);
        }

        return series.Measurements;
    }

    private sealed class SeriesSet<T>
        where T : struct
    {
        private readonly Dictionary<(string Name, string? Lane), (T Value, TagList Tags)> _series = [];

        public IEnumerable<Measurement<T>> Measurements => _series.Values.Select(static series => new Measurement<T>(series.Value, series.Tags));

        public void Add(CoordinatorState state, string? lane, T value, Func<T, T, T> combine)
        {
            T combined = _series.TryGetValue((state.Name, lane), out (T Value, TagList) known) ? combine(known.Value, value) : value;
            _series[(state.Name, lane)] = (combined, state.Tags(lane));
        }
    }
}
