using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Ephemeral.Telemetry.Prometheus.Tests;

public sealed class PromtoolTests
{
    [Fact]
    public async Task Promtool_AcceptsAPageWithoutRemarks()
    {
        using Harness harness = Harness.Create(
            options => (options.EnableScopeLabels, options.EnableSelfMetrics) = (true, true),
            builder => builder
                .ConfigureResource(resource => resource.AddService("shop", serviceVersion: "1.2"))
                .AddView("exponential.size", new Base2ExponentialBucketHistogramConfiguration()));
        KeyValuePair<string, object?> hostile = new("k", "a\\b\"c\nd漢");
        harness.Meter.CreateCounter<long>("jobs.done", "{job}", "Jobs \"done\"\\\n.").Add(1, hostile);
        harness.Meter.CreateUpDownCounter<long>("jobs.pending", "{job}", "Waiting.").Add(-1, hostile);
        harness.Meter.CreateGauge<double>("room.temperature", "Cel", "Warmth.").Record(double.NaN, hostile);
        harness.Meter.CreateHistogram<double>("job.duration", "s", "Time.").Record(0.3, hostile);
        harness.Meter.CreateHistogram<double>("exponential.size", "By", "Size.").Record(300, hostile);

        Assert.Equal((0, ""), await CommandLineTool.RunAsync("promtool", ["check", "metrics"], await harness.PageAsync()));
    }
}
