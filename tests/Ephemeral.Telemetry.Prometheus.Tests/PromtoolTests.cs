using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Ephemeral.Telemetry.Prometheus.Tests;

public sealed class PromtoolTests
{
    [Fact]
    public async Task Promtool_AcceptsAPageWithoutRemarks()
    {
        string promtool = ServerBinary.Require("promtool");
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

        using Process check = Process.Start(new ProcessStartInfo(promtool, ["check", "metrics"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> remarks = check.StandardError.ReadToEndAsync();
        Task<string> answer = check.StandardOutput.ReadToEndAsync();
        await check.StandardInput.WriteAsync(await harness.PageAsync());
        check.StandardInput.Close();

        Assert.Equal("", await remarks.Within());
        Assert.Equal("", await answer.Within());
        await check.WaitForExitAsync().Within();
        Assert.Equal(0, check.ExitCode);
    }
}
