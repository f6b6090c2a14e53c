using System.Diagnostics.Metrics;
using Ephemeral.Telemetry.Prometheus.Exposition;
using Ephemeral.Telemetry.Prometheus.Tests.Format;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Ephemeral.Telemetry.Prometheus.Tests;

public sealed class LabelTests
{
    private const string Hostile = "a\\b\"c\nd{e}=f,#é\u0001漢🙂";

    [Fact]
    public async Task HostileText_ComesBackAsItWas()
    {
        using Harness harness = Harness.Create();
        Counter<long> counter = harness.Meter.CreateCounter<long>("c", null, Hostile);
        counter.Add(1, Tag("k", Hostile), Tag("lone", "x\ud800y"), Tag("cr", "a\rb"));

        foreach (ParsedFamily family in new[] { (await harness.TextAsync())["c_total"], (await harness.OpenMetricsAsync())["c"] })
        {
            Assert.Equal(Hostile, family.Help);
            Assert.Equal(Hostile, family.Only.Labels["k"]);
            Assert.Equal("x\ufffdy", family.Only.Labels["lone"]);
            Assert.Equal("a b", family.Only.Labels["cr"]);
        }
    }

    [Fact]
    public async Task Values_AreInvariantText()
    {
        using Harness harness = Harness.Create();
        harness.Meter.CreateGauge<long>("g").Record(
            1,
            [
                Tag("bool", true), Tag("byte", (byte)7), Tag("date", new DateOnly(2026, 1, 2)), Tag("decimal", 1.5m), Tag("double", 0.1),
                Tag("enum", DayOfWeek.Friday), Tag("ints", new[] { 1, 2 }), Tag("strings", new[] { "a\"", null }), Tag("null", null), Tag("empty", ""),
            ]);

        IReadOnlyDictionary<string, string> labels = (await harness.TextAsync())["g"].Only.Labels;

        Assert.Equal(
            "bool=true;byte=7;date=01/02/2026;decimal=1.5;double=0.1;enum=Friday;ints=[1,2];strings=[\"a\\\"\",null]",
            string.Join(';', labels.Select(l => $"{l.Key}={l.Value}")));
    }

    [Fact]
    public async Task CollidingKeys_AreJoinedInTheirOrder()
    {
        using Harness harness = Harness.Create();
        harness.Meter.CreateGauge<long>("g").Record(1, Tag("a_b", "3"), Tag("a.b", "2"), Tag("a-b", "1"));

        Assert.Equal("1;2;3", (await harness.TextAsync())["g"].Only.Labels["a_b"]);
    }

    [Fact]
    public void Labels_AreTheSameBytesInWhateverOrderTheyCome()
    {
        LabelSet labels = new(new ExpositionBuffer(1_024), new SkipCounts());
        labels.Add("b"u8.ToArray(), "b", 2);
        labels.Add("a"u8.ToArray(), "a_", "y");
        labels.Add("a"u8.ToArray(), "a.", "x");

        Assert.Equal("p=\"0\",a=\"x;y\",b=\"2\"", System.Text.Encoding.UTF8.GetString(labels.Build("p=\"0\""u8)));
    }

    [Fact]
    public async Task SeriesThatBecomeEqual_AreWrittenOnceAndCounted()
    {
        using Harness harness = Harness.Create(options => options.EnableSelfMetrics = true);
        Gauge<long> gauge = harness.Meter.CreateGauge<long>("g");
        gauge.Record(1, Tag("a.b", "x"));
        gauge.Record(2, Tag("a_b", "x"));
        gauge.Record(3);
        gauge.Record(4, Tag("a", null));

        IReadOnlyDictionary<string, ParsedFamily> page = await harness.TextAsync();

        Assert.Equal([1.0, 3.0], page["g"].Samples.Select(s => s.Value).Order());
        Assert.Equal(2, Harness.Skipped(page, "duplicate_series"));
    }

    [Fact]
    public async Task ThrowingValue_CostsItsLabelOnly()
    {
        using Harness harness = Harness.Create(options => options.EnableSelfMetrics = true);
        harness.Meter.CreateGauge<long>("g").Record(1, Tag("bad", new Throwing()), Tag("good", "x"));

        IReadOnlyDictionary<string, ParsedFamily> page = await harness.TextAsync();

        Assert.Equal("good", Assert.Single(page["g"].Only.Labels).Key);
        Assert.Equal(1, Harness.Skipped(page, "unreadable_label"));
    }

    [Fact]
    public async Task NamesThatTheExporterNeeds_ArePrefixed()
    {
        using Harness harness = Harness.Create(options => options.EnableScopeLabels = true);
        harness.Meter.CreateHistogram<long>("h").Record(1, Tag("le", "5"), Tag("otel.scope.name", "mine"));

        ParsedSample sample = (await harness.TextAsync())["h"].Samples[0];

        Assert.Equal("5", sample.Labels["exported_le"]);
        Assert.Equal("mine", sample.Labels["exported_otel_scope_name"]);
        Assert.Equal(harness.Meter.Name, sample.Labels["otel_scope_name"]);
        Assert.Equal("1.0", sample.Labels["otel_scope_version"]);
    }

    [Fact]
    public async Task ScopeTags_AreLabels()
    {
        using Meter tagged = new(new MeterOptions("Tagged") { Tags = [Tag("shop.region", "eu")] });
        using Harness harness = Harness.Create(options => options.EnableScopeLabels = true, builder => builder.AddMeter("Tagged"));
        tagged.CreateGauge<long>("g").Record(1);

        Assert.Equal("eu", (await harness.TextAsync())["g"].Only.Labels["otel_scope_shop_region"]);
    }

    [Fact]
    public async Task Resource_IsTargetInfo()
    {
        using Harness harness = Harness.Create(build: builder => builder.ConfigureResource(r => r.AddAttributes([new("service.name", "sh\"op")])));

        ParsedFamily text = (await harness.TextAsync())["target_info"];
        ParsedFamily open = (await harness.OpenMetricsAsync())["target"];

        Assert.Equal("sh\"op", text.Only.Labels["service_name"]);
        Assert.Equal("info", open.Type);
        Assert.Equal("target_info", open.Only.Name);
        using Harness off = Harness.Create(options => options.EnableTargetInfo = false, b => b.ConfigureResource(r => r.AddService("x")));
        Assert.DoesNotContain("target_info", await off.PageAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void LabelNames_AreBounded()
    {
        LabelNames names = new(scopeLabels: false);
        byte[] first = names.Get("first", FamilyKind.Gauge);
        for (int i = 0; i < LabelNames.Limit; i++) names.Get($"k{i}", FamilyKind.Gauge);

        Assert.Same(first, names.Get("first", FamilyKind.Gauge));
        Assert.NotSame(names.Get("late", FamilyKind.Gauge), names.Get("late", FamilyKind.Gauge));
    }

    private static KeyValuePair<string, object?> Tag(string key, object? value) => new(key, value);

    private sealed class Throwing
    {
        public override string ToString() => throw new InvalidOperationException("no text");
    }
}
