using OpenTelemetry.Metrics;

namespace Ephemeral.Benchmarks.Workloads;

/// <summary>The floor of a scrape: the SDK collects, and nothing is written.</summary>
internal sealed class CollectWorkload(int sets) : Workload
{
    private readonly MeteredSets _sets = new(sets, static builder => builder.AddReader(new BaseExportingMetricReader(new NoExporter<Metric>())));

    public override Task RunAsync(int items)
    {
        for (int i = 0; i < items; i++) _sets.Provider.ForceFlush();
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _sets.Dispose();
        return ValueTask.CompletedTask;
    }
}
