using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Ephemeral.Telemetry.Prometheus.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void Faults_AreReportedAllAtOnce()
    {
        EphemeralPrometheusOptions options = new()
        {
            CacheDuration = TimeSpan.FromSeconds(-1),
            ScrapeTimeout = TimeSpan.Zero,
            MaxResponseBytes = 5,
            MaxExponentialScale = 9,
            TimeProvider = null!,
        };

        ArgumentException exception = Assert.Throws<ArgumentException>(() => EphemeralPrometheusOptionsValidator.Validate(options));

        Assert.Equal(
            """
            EphemeralPrometheusOptions is not valid (5 faults):
              CacheDuration must not be negative but was -00:00:01.
              ScrapeTimeout must be more than zero and at most a day but was 00:00:00.
              MaxResponseBytes must be at least 1024 but was 5.
              MaxExponentialScale must be between -4 and 8 but was 9.
              TimeProvider must be set but was null.
            """,
            exception.Message,
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void BadOptions_FailTheBuildOfTheProvider()
    {
        MeterProviderBuilder builder = Sdk.CreateMeterProviderBuilder().AddEphemeralPrometheusExporter(o => o.MaxResponseBytes = 0);

        Assert.Contains("(1 fault)", Assert.Throws<ArgumentException>(() => builder.Build()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_AreSafe()
    {
        EphemeralPrometheusOptions options = new();

        EphemeralPrometheusOptionsValidator.Validate(options);
        Assert.False(options.AllowRemote);
        Assert.Equal(TimeSpan.Zero, options.CacheDuration);
        Assert.Equal(67_108_864, options.MaxResponseBytes);
        Assert.False(options.EnableCreated);
    }

    [Fact]
    public void EveryOption_IsCopied()
    {
        EphemeralPrometheusOptions options = new() { TimeProvider = new ManualTimeProvider() };
        foreach (System.Reflection.PropertyInfo property in typeof(EphemeralPrometheusOptions).GetProperties())
        {
            if (property.PropertyType == typeof(bool)) property.SetValue(options, !(bool)property.GetValue(options)!);
            else if (property.PropertyType == typeof(int)) property.SetValue(options, (int)property.GetValue(options)! + 1);
            else if (property.PropertyType == typeof(TimeSpan)) property.SetValue(options, TimeSpan.FromSeconds(7));
        }

        EphemeralPrometheusOptions copy = new Scraping.ScrapeSource(options).Options;

        Assert.NotSame(options, copy);
        foreach (System.Reflection.PropertyInfo property in typeof(EphemeralPrometheusOptions).GetProperties())
            Assert.Equal(property.GetValue(options), property.GetValue(copy));
    }

    [Fact]
    public async Task SecondCall_AddsToTheOptionsOfTheFirst()
    {
        using Harness harness = Harness.Create(build: builder => builder.AddEphemeralPrometheusExporter(o => o.EnableSelfMetrics = true));

        Assert.Contains("ephemeral_prometheus_series", (await harness.TextAsync()).Keys);
    }
}
