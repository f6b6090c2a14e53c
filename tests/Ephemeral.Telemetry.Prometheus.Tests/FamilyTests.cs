using System.Diagnostics.Metrics;
using Ephemeral.Telemetry.Prometheus.Exposition;
using Ephemeral.Telemetry.Prometheus.Tests.Format;
using OpenTelemetry.Metrics;

namespace Ephemeral.Telemetry.Prometheus.Tests;

public sealed class FamilyTests
{
    [Fact]
    public async Task SameNameAndType_IsOneFamily()
    {
        using Meter other = new("Other");
        using Harness harness = Harness.Create(options => options.EnableScopeLabels = true, builder => builder.AddMeter("Other"));
        harness.Meter.CreateCounter<long>("jobs.done", null, "First.").Add(1);
        harness.Meter.CreateGauge<long>("between").Record(1);
        other.CreateCounter<long>("jobs_done", null, "Second.").Add(2);

        ParsedFamily family = (await harness.TextAsync())["jobs_done_total"];

        Assert.Equal("First.", family.Help);
        Assert.Equal([1.0, 2.0], family.Samples.Select(s => s.Value));
    }

    [Fact]
    public async Task SameNameOtherType_IsSkippedAndCounted()
    {
        using Harness harness = Harness.Create(options => options.EnableSelfMetrics = true);
        harness.Meter.CreateGauge<long>("a.b").Record(1);
        harness.Meter.CreateHistogram<long>("a_b").Record(1);

        IReadOnlyDictionary<string, ParsedFamily> page = await harness.TextAsync();

        Assert.Equal("gauge", page["a_b"].Type);
        Assert.Equal(1, Harness.Skipped(page, "name_conflict"));
    }

    [Theory]
    [InlineData("x.count")]
    [InlineData("x.bucket")]
    [InlineData("x.sum")]
    public async Task SampleOfAHistogram_IsNoFamilyOfItsOwn(string name)
    {
        using Harness harness = Harness.Create(options => options.EnableSelfMetrics = true);
        harness.Meter.CreateHistogram<long>("x").Record(1);
        harness.Meter.CreateGauge<long>(name).Record(1);

        Assert.Equal(1, Harness.Skipped(await harness.TextAsync(), "name_conflict"));
        Assert.Equal(1, Harness.Skipped(await harness.OpenMetricsAsync(), "name_conflict"));
    }

    [Fact]
    public async Task GaugeBesideCounter_ConflictsOnlyWhereTheFormatSaysSo()
    {
        using Harness harness = Harness.Create(options => options.EnableSelfMetrics = true);
        harness.Meter.CreateCounter<long>("x").Add(1);
        harness.Meter.CreateGauge<long>("x").Record(1);

        Assert.Equal(0, Harness.Skipped(await harness.TextAsync(), "name_conflict"));
        Assert.Equal(1, Harness.Skipped(await harness.OpenMetricsAsync(), "name_conflict"));
    }

    [Fact]
    public async Task NamesOfThePage_AreReserved()
    {
        using Harness harness = Harness.Create(options => options.EnableSelfMetrics = true);
        harness.Meter.CreateGauge<long>("target.info").Record(1);
        harness.Meter.CreateGauge<long>("ephemeral.prometheus.series").Record(1);

        Assert.Equal(2, Harness.Skipped(await harness.TextAsync(), "name_conflict"));
    }

    [Fact]
    public async Task NewAndGoneMetrics_ChangeTheNextPage()
    {
        using Harness harness = Harness.Create();
        bool report = true;
        harness.Meter.CreateObservableGauge("sometimes", () => report ? [new Measurement<int>(1)] : Array.Empty<Measurement<int>>());
        Assert.Contains("sometimes", (await harness.TextAsync()).Keys);

        report = false;
        harness.Meter.CreateGauge<int>("late").Record(1);

        Assert.Equal(["late"], (await harness.TextAsync()).Keys);
    }

    [Fact]
    public async Task SelfMetrics_CountCollectionsAndSeries()
    {
        ManualTimeProvider time = new();
        using Harness harness = Harness.Create(options => (options.EnableSelfMetrics, options.TimeProvider) = (true, time));
        harness.Meter.CreateObservableGauge("slow", () =>
        {
            time.Advance(TimeSpan.FromSeconds(1.5));
            return 1;
        });
        await harness.TextAsync();

        IReadOnlyDictionary<string, ParsedFamily> page = await harness.OpenMetricsAsync();

        Assert.Equal(2, page["ephemeral_prometheus_collections"].Only.Value);
        Assert.Equal(1, page["ephemeral_prometheus_series"].Only.Value);
        Assert.Equal(1.5, page["ephemeral_prometheus_collection_duration_seconds"].Only.Value);
    }

    [Fact]
    public async Task NoMetrics_IsAPageAllTheSame()
    {
        using Harness harness = Harness.Create();

        Assert.Equal("# No metrics yet.\n", await harness.PageAsync());
        Assert.Equal("# EOF\n", await harness.PageAsync(ExpositionFormat.OpenMetrics));
    }

    [Fact]
    public async Task ThrowingObservable_CostsOnlyItself()
    {
        using Harness harness = Harness.Create();
        harness.Meter.CreateObservableGauge("bad", new Func<int>(() => throw new InvalidOperationException("broken")));
        harness.Meter.CreateObservableGauge("good", () => 1);

        Assert.Equal(["good"], (await harness.TextAsync()).Keys);
    }

    [Fact]
    public async Task AnotherReader_DoesNotDisturb()
    {
        using Harness harness = Harness.Create(build: builder => builder.AddReader(new BaseExportingMetricReader(new Discard())));
        harness.Meter.CreateCounter<long>("c").Add(2);
        harness.Provider.ForceFlush();

        Assert.Equal(2, (await harness.TextAsync())["c_total"].Only.Value);
        harness.Provider.ForceFlush();
        Assert.Equal(2, (await harness.TextAsync())["c_total"].Only.Value);
    }

    private sealed class Discard : OpenTelemetry.BaseExporter<Metric>
    {
        public override OpenTelemetry.ExportResult Export(in OpenTelemetry.Batch<Metric> batch) => OpenTelemetry.ExportResult.Success;
    }
}
