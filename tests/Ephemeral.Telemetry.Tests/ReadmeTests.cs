using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Ephemeral.Telemetry.Tests;

/// <summary>The example of the package's page, which is taken from here.</summary>
[Collection(ProcessWide.Name)]
public sealed class ReadmeTests
{
    [Fact]
    public async Task Example_ExportsWhatACoordinatorDoes()
    {
        ExportedMetrics exported = new();
        using MetricReader reader = new BaseExportingMetricReader(exported);
        using ActivityProcessor processor = new();

        // snippet: TelemetryReadme
        using MeterProvider metrics = Sdk.CreateMeterProviderBuilder().AddEphemeralInstrumentation().AddReader(reader).Build();
        using TracerProvider traces = Sdk.CreateTracerProviderBuilder().AddEphemeralInstrumentation().AddProcessor(processor).Build();
        // end snippet

        await using EphemeralWorkCoordinator<int> coordinator = new(static (_, _) => Task.CompletedTask, new() { Name = "readme" });
        await coordinator.EnqueueAsync(1);
        coordinator.Complete();
        await coordinator.DrainAsync().Within();

        Assert.True(metrics.ForceFlush());
        Assert.Equal(["process readme"], processor.Ended);
    }

    private sealed class ActivityProcessor : BaseProcessor<System.Diagnostics.Activity>
    {
        public List<string> Ended { get; } = [];

        public override void OnEnd(System.Diagnostics.Activity data) => Ended.Add(data.DisplayName);
    }
}
