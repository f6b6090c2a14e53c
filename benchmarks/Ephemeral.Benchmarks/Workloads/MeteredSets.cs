using System.Diagnostics;
using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Ephemeral.Benchmarks.Workloads;

/// <summary>A provider with a number of attribute sets, each in one counter and one histogram of 14 buckets, with exemplars.</summary>
internal sealed class MeteredSets : IDisposable
{
    private const int Spread = 20;

    private static int _meters;
    private readonly Meter _meter;

    public MeteredSets(int sets, Action<MeterProviderBuilder> export)
    {
        _meter = new($"Benchmark.{Interlocked.Increment(ref _meters)}");
        Histogram<double> durations = _meter.CreateHistogram("duration", "s", "A histogram.", tags: null, new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [.001, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60],
        });
        Counter<long> operations = _meter.CreateCounter<long>("operations", "{operation}", "A counter.");
        MeterProviderBuilder builder = Sdk.CreateMeterProviderBuilder().AddMeter(_meter.Name)
            .SetExemplarFilter(ExemplarFilterType.AlwaysOn)
            .AddView("*", new MetricStreamConfiguration { CardinalityLimit = sets + 1 });
        export(builder);
        Provider = builder.Build();
        using Activity trace = new Activity("benchmark") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();
        for (int set = 0; set < sets; set++)
        {
            KeyValuePair<string, object?> tag = new("set", set);
            operations.Add(1, tag);
            for (int i = 0; i < Spread; i++) durations.Record(.0005 * Math.Pow(2, i), tag);
        }
    }

    public MeterProvider Provider { get; }

    public void Dispose()
    {
        Provider.Dispose();
        _meter.Dispose();
    }
}
