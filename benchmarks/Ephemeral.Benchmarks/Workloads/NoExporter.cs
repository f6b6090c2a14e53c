using OpenTelemetry;

namespace Ephemeral.Benchmarks.Workloads;

/// <summary>Takes what the SDK collects, and does nothing with it.</summary>
internal sealed class NoExporter<T> : BaseExporter<T>
    where T : class
{
    public override ExportResult Export(in Batch<T> batch) => ExportResult.Success;
}
