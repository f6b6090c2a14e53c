using System.Diagnostics.Metrics;
using Ephemeral.Telemetry.Prometheus.Exposition;
using Ephemeral.Telemetry.Prometheus.Tests.Format;
using OpenTelemetry.Metrics;

namespace Ephemeral.Telemetry.Prometheus.Tests;

public sealed class InstrumentTests
{
    [Fact]
    public async Task EveryKind_HasItsTypeAndValue()
    {
        using Harness harness = Harness.Create();
        harness.Meter.CreateCounter<long>("jobs", "{job}", "Jobs done.").Add(3);
        harness.Meter.CreateUpDownCounter<int>("open").Add(-2);
        harness.Meter.CreateGauge<double>("temperature", "Cel").Record(-1.5);
        harness.Meter.CreateObservableCounter("seen", () => 7L);
        harness.Meter.CreateObservableUpDownCounter("pending", () => 4);
        harness.Meter.CreateObservableGauge("age", () => 0.25, "s");
        harness.Meter.CreateHistogram<double>("size", "By").Record(5);

        foreach (bool openMetrics in new[] { false, true })
        {
            IReadOnlyDictionary<string, ParsedFamily> page = openMetrics ? await harness.OpenMetricsAsync() : await harness.TextAsync();
            string total = openMetrics ? "" : "_total";

            AssertSample(page["jobs" + total], "counter", 3);
            AssertSample(page["open"], "gauge", -2);
            AssertSample(page["temperature_celsius"], "gauge", -1.5);
            AssertSample(page["seen" + total], "counter", 7);
            AssertSample(page["pending"], "gauge", 4);
            AssertSample(page["age_seconds"], "gauge", 0.25);
            Assert.Equal("histogram", page["size_bytes"].Type);
            Assert.Equal("Jobs done.", page["jobs" + total].Help);
            Assert.Equal(openMetrics ? "seconds" : null, page["age_seconds"].Unit);
        }
    }

    [Fact]
    public async Task ExplicitHistogram_IsCumulative()
    {
        using Harness harness = Harness.Create();
        InstrumentAdvice<double> advice = new() { HistogramBucketBoundaries = [0.5, 1, 10] };
        Histogram<double> histogram = harness.Meter.CreateHistogram("d", "s", null, null, advice);
        foreach (double value in new[] { 0.5, 0.7, 5, 5, 50 }) histogram.Record(value);

        ParsedFamily text = (await harness.TextAsync())["d_seconds"];
        ParsedFamily open = (await harness.OpenMetricsAsync())["d_seconds"];

        Assert.Equal([("0.5", 1.0), ("1", 2.0), ("10", 4.0), ("+Inf", 5.0)], Buckets(text));
        Assert.Equal([("0.5", 1.0), ("1.0", 2.0), ("10.0", 4.0), ("+Inf", 5.0)], Buckets(open));
        Assert.Equal(61.2, Assert.Single(text.Samples, s => s.Name == "d_seconds_sum").Value);
    }

    [Fact]
    public async Task HistogramWithoutBuckets_HasOnlyInfinity()
    {
        using Harness harness = Harness.Create(build: builder =>
            builder.AddView("d", new ExplicitBucketHistogramConfiguration { Boundaries = [] }));
        harness.Meter.CreateHistogram<double>("d").Record(1);

        Assert.Equal([("+Inf", 1.0)], Buckets((await harness.TextAsync())["d"]));
    }

    [Fact]
    public async Task ExponentialHistogram_BecomesClassicBuckets()
    {
        using Harness harness = Harness.Create(
            options => options.MaxExponentialScale = 0,
            builder => builder.AddView("d", new Base2ExponentialBucketHistogramConfiguration()));
        Histogram<double> histogram = harness.Meter.CreateHistogram<double>("d");
        foreach (double value in new[] { 0, 1.5, 2, 3, 3.5, 4, 4.1 }) histogram.Record(value);

        ParsedFamily family = (await harness.TextAsync())["d"];

        Assert.Equal([("1", 1.0), ("2", 3.0), ("4", 6.0), ("8", 7.0), ("+Inf", 7.0)], Buckets(family));
        await harness.OpenMetricsAsync();
    }

    [Theory]
    [InlineData(-4, 2.5e5)]
    [InlineData(0, 1e-3)]
    [InlineData(2, 17.25)]
    [InlineData(8, 1.0)]
    public async Task ExponentialHistogram_EveryValueLiesInItsBucket(int scale, double center)
    {
        using Harness harness = Harness.Create(
            options => options.MaxExponentialScale = scale,
            builder => builder.AddView("d", new Base2ExponentialBucketHistogramConfiguration()));
        Histogram<double> histogram = harness.Meter.CreateHistogram<double>("d");
        double[] values = [.. Enumerable.Range(0, 200).Select(i => center * (0.3 + (i * 0.017)))];
        foreach (double value in values) histogram.Record(value);

        ParsedFamily family = (await harness.TextAsync())["d"];

        foreach ((string le, double count) in Buckets(family))
        {
            double bound = le == "+Inf" ? double.PositiveInfinity : double.Parse(le, System.Globalization.CultureInfo.InvariantCulture);
            // A value within a rounding error of a bound may stand on either side of it.
            Assert.InRange(count, values.Count(v => v <= bound * (1 - 1e-9)), values.Count(v => v <= bound * (1 + 1e-9)));
        }
    }

    [Fact]
    public async Task ExponentialBounds_AreNestedInFinerOnes()
    {
        for (int index = -300; index < 300; index++)
        {
            for (int scale = -4; scale < 8; scale++)
                Assert.Equal(ExponentialBounds.At(scale, index), ExponentialBounds.At(scale + 1, index * 2));
        }
        await Task.CompletedTask;
    }

    [Fact]
    public async Task ExtremeExponentialValues_StayParsable()
    {
        using Harness harness = Harness.Create(build: builder => builder.AddView("d", new Base2ExponentialBucketHistogramConfiguration()));
        Histogram<double> histogram = harness.Meter.CreateHistogram<double>("d");
        foreach (double value in new[] { double.Epsilon, double.MaxValue, 0, 1, double.NaN, double.PositiveInfinity, -1 }) histogram.Record(value);

        await harness.TextAsync();
        await harness.OpenMetricsAsync();
    }

    [Fact]
    public async Task SpecialValues_HaveTheirSpelling()
    {
        using Harness harness = Harness.Create();
        Gauge<double> gauge = harness.Meter.CreateGauge<double>("g");
        double[] values = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.Epsilon, 0.1, -0.0];
        for (int i = 0; i < values.Length; i++) gauge.Record(values[i], new KeyValuePair<string, object?>("i", i));

        ParsedFamily family = (await harness.TextAsync())["g"];

        Assert.Equal(values, family.Samples.OrderBy(s => s.Labels["i"], StringComparer.Ordinal).Select(s => s.Value));
        await harness.OpenMetricsAsync();
    }

    [Fact]
    public async Task NegativeCounter_IsLeftOutOfOpenMetricsAndCounted()
    {
        using Harness harness = Harness.Create(options => options.EnableSelfMetrics = true);
        harness.Meter.CreateObservableCounter("odd", () => -5.0);

        IReadOnlyDictionary<string, ParsedFamily> open = await harness.OpenMetricsAsync();

        Assert.Equal(-5, (await harness.TextAsync())["odd_total"].Only.Value);
        Assert.DoesNotContain("odd", open.Keys);
        Assert.Equal(1, Harness.Skipped(open, "forbidden_value"));
    }

    [Fact]
    public async Task NegativeMeasurements_LeaveNoSumInOpenMetrics()
    {
        using Harness harness = Harness.Create();
        Histogram<double> histogram = harness.Meter.CreateHistogram<double>("d");
        histogram.Record(-5);
        histogram.Record(50);

        Assert.Equal(45, Assert.Single((await harness.TextAsync())["d"].Samples, s => s.Name == "d_sum").Value);
        Assert.DoesNotContain((await harness.OpenMetricsAsync())["d"].Samples, s => s.Name == "d_sum");
    }

    [Fact]
    public async Task Overflow_IsASeriesOfItsOwn()
    {
        using Harness harness = Harness.Create(build: builder => builder.AddView("c", new MetricStreamConfiguration { CardinalityLimit = 3 }));
        Counter<long> counter = harness.Meter.CreateCounter<long>("c");
        for (int i = 0; i < 10; i++) counter.Add(1, new KeyValuePair<string, object?>("i", i));

        ParsedFamily family = (await harness.TextAsync())["c_total"];

        Assert.Equal(10, family.Samples.Sum(s => s.Value));
        Assert.Contains(family.Samples, s => s.Labels.GetValueOrDefault("otel_metric_overflow") == "true");
    }

    [Fact]
    public async Task Created_IsWrittenOnlyWhenAsked()
    {
        using Harness off = Harness.Create();
        using Harness on = Harness.Create(options => options.EnableCreated = true);
        foreach (Harness harness in new[] { off, on })
        {
            harness.Meter.CreateCounter<long>("c").Add(1);
            harness.Meter.CreateHistogram<long>("h").Record(1);
        }

        Assert.DoesNotContain("_created", await off.PageAsync(ExpositionFormat.OpenMetrics), StringComparison.Ordinal);
        Assert.DoesNotContain("_created", await on.PageAsync(), StringComparison.Ordinal);
        IReadOnlyDictionary<string, ParsedFamily> page = await on.OpenMetricsAsync();
        Assert.True(Assert.Single(page["c"].Samples, s => s.Name == "c_created").Value > 1e9);
        Assert.True(Assert.Single(page["h"].Samples, s => s.Name == "h_created").Value > 1e9);
    }

    [Fact]
    public async Task WithoutTotal_OpenMetricsSaysUnknown()
    {
        using Harness harness = Harness.Create(options => (options.AppendTotal, options.EnableSelfMetrics) = (false, true));
        harness.Meter.CreateCounter<long>("c").Add(1);

        AssertSample((await harness.TextAsync())["c"], "counter", 1);
        AssertSample((await harness.OpenMetricsAsync())["c"], "unknown", 1);
    }

    private static void AssertSample(ParsedFamily family, string type, double value)
    {
        Assert.Equal(type, family.Type);
        Assert.Equal(value, family.Only.Value);
    }

    private static List<(string, double)> Buckets(ParsedFamily family) =>
        [.. family.Samples.Where(s => s.Name == family.Name + "_bucket").Select(s => (s.Labels["le"], s.Value))];
}
