using System.Diagnostics;
using System.Diagnostics.Metrics;
using Ephemeral.Telemetry.Prometheus.Exposition;
using Ephemeral.Telemetry.Prometheus.Tests.Format;
using OpenTelemetry.Metrics;

namespace Ephemeral.Telemetry.Prometheus.Tests;

public sealed class ExemplarTests
{
    [Fact]
    public async Task Bucket_CarriesTheTraceOfItsMeasurement()
    {
        using Harness harness = Harness.Create(build: builder => builder.SetExemplarFilter(ExemplarFilterType.TraceBased));
        using Activity activity = StartRecorded();
        harness.Meter.CreateHistogram<double>("d").Record(7);

        ParsedFamily family = (await harness.OpenMetricsAsync())["d"];

        ParsedSample bucket = Assert.Single(family.Samples, s => s.Exemplar is not null);
        Assert.Equal("10.0", bucket.Labels["le"]);
        Assert.Equal(7, bucket.Exemplar!.Value);
        Assert.Equal(activity.TraceId.ToHexString(), bucket.Exemplar.Labels["trace_id"]);
        Assert.Equal(activity.SpanId.ToHexString(), bucket.Exemplar.Labels["span_id"]);
        Assert.True(bucket.Exemplar.Timestamp > 1e9);
        Assert.DoesNotContain("trace_id", await harness.PageAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counter_CarriesAnExemplarAndAGaugeNone()
    {
        using Harness harness = Harness.Create(build: builder => builder.SetExemplarFilter(ExemplarFilterType.AlwaysOn));
        harness.Meter.CreateCounter<long>("c").Add(3);
        harness.Meter.CreateUpDownCounter<long>("u").Add(3);

        IReadOnlyDictionary<string, ParsedFamily> page = await harness.OpenMetricsAsync();

        Assert.Equal(3, page["c"].Only.Exemplar!.Value);
        Assert.Empty(page["c"].Only.Exemplar!.Labels);
        Assert.Null(page["u"].Only.Exemplar);
    }

    [Fact]
    public async Task RemovedTags_AreAddedWhileTheyFit()
    {
        using Harness harness = Harness.Create(build: builder => builder
            .SetExemplarFilter(ExemplarFilterType.AlwaysOn)
            .AddView("c", new MetricStreamConfiguration { TagKeys = [] }));
        using Activity activity = StartRecorded();
        harness.Meter.CreateCounter<long>("c").Add(
            1, new("order.id", "42"), new("long", new string('x', 100)), new("trace.id", "forged"), new("an", "q\"\n"));

        ParsedExemplar exemplar = (await harness.OpenMetricsAsync())["c"].Only.Exemplar!;

        Assert.Equal(["an", "order_id", "span_id", "trace_id"], exemplar.Labels.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("42", exemplar.Labels["order_id"]);
        Assert.Equal("q\"\n", exemplar.Labels["an"]);
        Assert.Equal(activity.TraceId.ToHexString(), exemplar.Labels["trace_id"]);
    }

    [Fact]
    public async Task RemovedTags_StopAtTheLimitTogether()
    {
        using Harness harness = Harness.Create(build: builder => builder
            .SetExemplarFilter(ExemplarFilterType.AlwaysOn)
            .AddView("c", new MetricStreamConfiguration { TagKeys = [] }));
        KeyValuePair<string, object?>[] tags = [.. Enumerable.Range(0, 9).Select(i => new KeyValuePair<string, object?>($"k{i}", new string('x', 30)))];
        harness.Meter.CreateCounter<long>("c").Add(1, tags);

        Assert.Equal(4, (await harness.OpenMetricsAsync())["c"].Only.Exemplar!.Labels.Count);
    }

    [Fact]
    public async Task ExponentialHistogram_KeepsExemplarsInTheirBuckets()
    {
        using Harness harness = Harness.Create(build: builder => builder
            .SetExemplarFilter(ExemplarFilterType.AlwaysOn)
            .AddView("d", new Base2ExponentialBucketHistogramConfiguration()));
        Histogram<double> histogram = harness.Meter.CreateHistogram<double>("d");
        for (int i = 1; i < 500; i++) histogram.Record(i * 0.37);

        Assert.Contains((await harness.OpenMetricsAsync())["d"].Samples, s => s.Exemplar is not null);
    }

    [Fact]
    public async Task Switch_TurnsThemOff()
    {
        using Harness harness = Harness.Create(
            options => options.EnableExemplars = false, builder => builder.SetExemplarFilter(ExemplarFilterType.AlwaysOn));
        harness.Meter.CreateCounter<long>("c").Add(3);

        Assert.Null((await harness.OpenMetricsAsync())["c"].Only.Exemplar);
        Assert.DoesNotContain(" # {", await harness.PageAsync(ExpositionFormat.OpenMetrics), StringComparison.Ordinal);
    }

    private static Activity StartRecorded() => new Activity("test")
    {
        ActivityTraceFlags = ActivityTraceFlags.Recorded,
    }.SetIdFormat(ActivityIdFormat.W3C).Start();
}
