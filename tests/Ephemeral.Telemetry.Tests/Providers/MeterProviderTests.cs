using Ephemeral.Telemetry.Implementation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Ephemeral.Telemetry.Tests.Providers;

/// <summary>The instrumentation through a real SDK provider.</summary>
[Collection(ProcessWide.Name)]
public class MeterProviderTests
{
    [Fact]
    public async Task Provider_ExportsWhatOperationsDo_AndEndsTheirState()
    {
        ExportedMetrics exported = new();
        using MeterProvider provider = Create(exported, static builder => builder.AddEphemeralInstrumentation());
        EphemeralWorkCoordinator<int> coordinator = new(static (_, _) => Task.CompletedTask, new() { Name = "sdk" });
        await coordinator.EnqueueAsync(1).Within();
        await coordinator.CompleteAndDrainAsync();

        exported.Flush(provider);
        Assert.Contains("1 ephemeral.coordinator.name=sdk", exported.Of("ephemeral.operation.submitted"));
        Assert.Contains("1 ephemeral.coordinator.name=sdk ephemeral.outcome=completed", exported.Of("ephemeral.operation.duration"));
        Assert.Contains("1 ephemeral.coordinator.name=sdk", exported.Of("ephemeral.operation.tracked"));
        Assert.Equal(
            [.001, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, double.PositiveInfinity],
            exported.Bounds["ephemeral.operation.duration"]);

        await coordinator.DisposeAsync().Within();
        Assert.Empty(exported.Flush(provider).Of("ephemeral.operation.tracked"));
    }

    [Fact]
    public async Task RareSeries_AreBornAtZero_AlsoForCoordinatorsOlderThanTheProvider()
    {
        await using EphemeralWorkCoordinator<int> coordinator = new(static (_, _) => Task.CompletedTask, new() { Name = "first" });
        ExportedMetrics early = new();
        using MeterProvider earlier = Create(early, static builder => builder.AddEphemeralInstrumentation());
        early.Flush(earlier);
        ExportedMetrics exported = new();
        using MeterProvider provider = Create(exported, static builder => builder.AddEphemeralInstrumentation());

        exported.Flush(provider);

        Assert.Contains("0 ephemeral.coordinator.name=first error.type=queue_full", exported.Of("ephemeral.operation.submitted"));
        Assert.Contains("0 ephemeral.coordinator.name=first error.type=queue_full", early.Of("ephemeral.operation.submitted"));
    }

    [Fact]
    public void CardinalityLimit_BoundsEachInstrument()
    {
        ExportedMetrics exported = new();
        using MeterProvider provider = Create(exported, static builder => builder.AddEphemeralInstrumentation(static options => options.CardinalityLimit = 5));
        SignalSink sink = new() { Name = "wide" };
        for (int i = 0; i < 20; i++) sink.Raise($"signal.{i}");

        exported.Flush(provider);

        Assert.Equal(6, exported.Of("ephemeral.signal.raised").Count);
        Assert.Contains("15 otel.metric.overflow=True", exported.Of("ephemeral.signal.raised"));
    }

    [Theory]
    [InlineData(true, 201)]
    [InlineData(false, 300)]
    public void Views_LimitTo200_UnlessTurnedOff(bool useViews, int series)
    {
        ExportedMetrics exported = new();
        using MeterProvider provider = Create(exported, builder => builder.AddEphemeralInstrumentation(options => options.UseViews = useViews));
        for (int i = 0; i < 300; i++) new SignalSink { Name = $"sink-{i % 3}" }.Raise($"signal.{i / 3}");

        Assert.Equal(series, exported.Flush(provider).Of("ephemeral.signal.raised").Count);
    }

    [Fact]
    public void AddedTwice_CountsOnce()
    {
        ExportedMetrics exported = new();
        using MeterProvider provider = Create(exported, static builder => builder.AddEphemeralInstrumentation().AddEphemeralInstrumentation());
        new SignalSink { Name = "twice" }.Raise("once");

        Assert.Equal(["1 ephemeral.signal.name=once ephemeral.sink.name=twice"], exported.Flush(provider).Of("ephemeral.signal.raised"));
    }

    [Fact]
    public void Observer_IsAttachedWhileAProviderLives()
    {
        Assert.Null(Instrumentation.Observer);
        MeterProvider first = Create(new(), static builder => builder.AddEphemeralInstrumentation());
        TelemetryObserver? observer = Instrumentation.Observer;
        MeterProvider second = Create(new(), static builder => builder.AddEphemeralInstrumentation());
        Assert.NotNull(observer);
        Assert.Same(observer, Instrumentation.Observer);

        first.Dispose();
        first.Dispose();
        Assert.Same(observer, Instrumentation.Observer);

        second.Dispose();
        Assert.Null(Instrumentation.Observer);
    }

    [Fact]
    public void ANewProvider_StartsAfresh()
    {
        for (int round = 0; round < 2; round++)
        {
            ExportedMetrics exported = new();
            using MeterProvider provider = Create(exported, static builder => builder.AddEphemeralInstrumentation());
            new SignalSink { Name = "again" }.Raise("once");

            Assert.Equal(["1 ephemeral.signal.name=once ephemeral.sink.name=again"], exported.Flush(provider).Of("ephemeral.signal.raised"));
        }
    }

    [Fact]
    public async Task WithServices_TakesNamedOptionsAndTheContainerEndsIt()
    {
        ExportedMetrics exported = new();
        ServiceCollection services = new();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.Configure<EphemeralMetricsOptions>("small", static options => options.CardinalityLimit = 3);
        new Builder(services).WithMetrics(metrics => metrics
            .AddEphemeralInstrumentation("small", configure: null)
            .AddReader(new BaseExportingMetricReader(exported)));
        ServiceProvider container = services.BuildServiceProvider();
        MeterProvider provider = container.GetRequiredService<MeterProvider>();
        SignalSink sink = new() { Name = "named" };
        for (int i = 0; i < 10; i++) sink.Raise($"signal.{i}");

        Assert.Equal(4, exported.Flush(provider).Of("ephemeral.signal.raised").Count);
        await container.DisposeAsync();
        Assert.Null(Instrumentation.Observer);
    }

    [Fact]
    public void InvalidOptions_AreSaidWhenTheProviderIsBuilt()
    {
        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() =>
            Create(new(), static builder => builder.AddEphemeralInstrumentation(static options => options.CardinalityLimit = 0)));

        Assert.Equal("EphemeralMetricsOptions.CardinalityLimit must be at least 1 but was 0.", error.Message);
        Assert.Null(Instrumentation.Observer);
    }

    [Fact]
    public void NullArguments_AreRefused()
    {
        Assert.Throws<ArgumentNullException>(static () => ((MeterProviderBuilder)null!).AddEphemeralInstrumentation());
        Assert.Throws<ArgumentNullException>(static () => Sdk.CreateMeterProviderBuilder().AddEphemeralInstrumentation(null!));
    }

    private static MeterProvider Create(ExportedMetrics exported, Action<MeterProviderBuilder> add)
    {
        MeterProviderBuilder builder = Sdk.CreateMeterProviderBuilder().AddReader(new BaseExportingMetricReader(exported));
        add(builder);
        return builder.Build()!;
    }

    private sealed record Builder(IServiceCollection Services) : IOpenTelemetryBuilder;
}
