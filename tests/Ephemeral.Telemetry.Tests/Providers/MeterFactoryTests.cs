using System.Diagnostics.Metrics;
using Ephemeral.Telemetry.Implementation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Ephemeral.Telemetry.Tests.Providers;

/// <summary>Where the meter comes from: the container's factory, or the process; never both.</summary>
[Collection(ProcessWide.Name)]
public class MeterFactoryTests
{
    [Fact]
    public async Task InAContainer_TheFactorysMeterIsFed_AndNoOther()
    {
        ExportedMetrics exported = new();
        await using ServiceProvider container = Container(exported);
        MeterProvider provider = container.GetRequiredService<MeterProvider>();
        List<object?> scopes = [];
        using MeterListener listener = Listen(scopes);

        new SignalSink { Name = "contained" }.Raise("once");

        Assert.Equal([container.GetRequiredService<IMeterFactory>()], scopes);
        Assert.Contains("1 ephemeral.signal.name=once ephemeral.sink.name=contained", exported.Flush(provider).Of("ephemeral.signal.raised"));
    }

    [Fact]
    public void WithoutAContainer_TheMeterOfTheProcessIsFed()
    {
        ExportedMetrics exported = new();
        using MeterProvider provider = Sdk.CreateMeterProviderBuilder().AddEphemeralInstrumentation().AddReader(new BaseExportingMetricReader(exported)).Build();
        List<object?> scopes = [];
        using MeterListener listener = Listen(scopes);

        new SignalSink { Name = "process" }.Raise("once");

        Assert.Equal([null], scopes);
    }

    [Fact]
    public async Task TwoContainers_CountOnce_AndTheSecondGoesOnWhenTheFirstEnds()
    {
        (ExportedMetrics first, ExportedMetrics second) = (new(), new());
        ServiceProvider one = Container(first);
        MeterProvider oneProvider = one.GetRequiredService<MeterProvider>();
        await using ServiceProvider two = Container(second);
        MeterProvider twoProvider = two.GetRequiredService<MeterProvider>();
        SignalSink sink = new() { Name = "shared" };

        sink.Raise("once");
        Assert.Equal(["1 ephemeral.signal.name=once ephemeral.sink.name=shared"], first.Flush(oneProvider).Of("ephemeral.signal.raised"));
        Assert.Equal(["1 ephemeral.signal.name=once ephemeral.sink.name=shared"], second.Flush(twoProvider).Of("ephemeral.signal.raised"));
        await one.DisposeAsync();
        second.Flush(twoProvider);
        sink.Raise("once");

        Assert.NotEmpty(second.Flush(twoProvider).Of("ephemeral.signal.raised"));
        Assert.Same(EphemeralMeter.Of(two.GetRequiredService<IMeterFactory>()), Instrumentation.Observer!.Meter);
    }

    [Fact]
    public async Task ContainersOneAfterTheOther_EachStartAfresh()
    {
        for (int round = 0; round < 3; round++)
        {
            ExportedMetrics exported = new();
            await using ServiceProvider container = Container(exported);
            MeterProvider provider = container.GetRequiredService<MeterProvider>();
            new SignalSink { Name = "round" }.Raise("once");

            Assert.Equal(["1 ephemeral.signal.name=once ephemeral.sink.name=round"], exported.Flush(provider).Of("ephemeral.signal.raised"));
        }

        Assert.Null(Instrumentation.Observer);
    }

    private static ServiceProvider Container(ExportedMetrics exported)
    {
        ServiceCollection services = new();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddMetrics();
        new Builder(services).WithMetrics(metrics => metrics.AddEphemeralInstrumentation().AddReader(new BaseExportingMetricReader(exported)));
        return services.BuildServiceProvider();
    }

    /// <summary>Collects the scope of each meter that counts a raised signal.</summary>
    private static MeterListener Listen(List<object?> scopes)
    {
        MeterListener listener = new()
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Name == "ephemeral.signal.raised") listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, _, _) => scopes.Add(instrument.Meter.Scope));
        listener.Start();
        return listener;
    }

    private sealed record Builder(IServiceCollection Services) : IOpenTelemetryBuilder;
}
