using System.Diagnostics;
using System.Diagnostics.Metrics;
using Ephemeral.Telemetry.Prometheus.Exposition;
using Ephemeral.Telemetry.Prometheus.Scraping;
using OpenTelemetry.Metrics;

namespace Ephemeral.Telemetry.Prometheus.Tests;

/// <summary>The figure of the performance table: 500 sets, OpenMetrics with exemplars, 64 KB at most. It takes about one.</summary>
[Collection("Allocations")]
public sealed class AllocationTests
{
    private const int Sets = 500;
    private const int MostBytes = 8 * 1024;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Scrape_AllocatesNothingPerSeries(bool exponential)
    {
        using Harness harness = Harness.Create(
            options => (options.EnableScopeLabels, options.EnableSelfMetrics) = (true, true),
            builder =>
            {
                builder.SetExemplarFilter(ExemplarFilterType.AlwaysOn);
                if (exponential) builder.AddView("d", new Base2ExponentialBucketHistogramConfiguration());
            });
        using Activity activity = new Activity("test") { ActivityTraceFlags = ActivityTraceFlags.Recorded }
            .SetIdFormat(ActivityIdFormat.W3C).Start();
        Counter<long> counter = harness.Meter.CreateCounter<long>("c", "{x}", "A counter.");
        Histogram<double> histogram = harness.Meter.CreateHistogram<double>("d", "s", "A histogram.");
        for (int i = 0; i < Sets; i++)
        {
            KeyValuePair<string, object?> set = new("set.number", i);
            counter.Add(1, set);
            for (double value = 1; value < 20_000; value *= 3) histogram.Record(value, set);
        }

        for (int i = 0; i < 20; i++) await ScrapeAsync(harness.Source.Scrape);
        long least = long.MaxValue;
        for (int i = 0; i < 10; i++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            await ScrapeAsync(harness.Source.Scrape);
            // The least of ten, since the test host allocates on its own threads.
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.InRange(least, 0, MostBytes);
    }

    private static async Task ScrapeAsync(PrometheusScrape scrape)
    {
        ScrapePage page = scrape.Lease(ExpositionFormat.OpenMetrics);
        await page.Completion.Within();
        Assert.True(page.Buffer.Length > Sets * 100);
        scrape.Release(page);
    }
}
