using System.Diagnostics.Metrics;
using Ephemeral.Telemetry.Implementation;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Ephemeral.Telemetry.Tests.Providers;

/// <summary>What goes wrong around a provider harms neither the work nor what is measured of it.</summary>
[Collection(ProcessWide.Name)]
public class HostileTests
{
    [Fact]
    public async Task CoordinatorsThatComeAndGoDuringCollections_AreWhollyThereOrNot()
    {
        ExportedMetrics exported = new();
        using MeterProvider provider = Sdk.CreateMeterProviderBuilder().AddEphemeralInstrumentation().AddReader(new BaseExportingMetricReader(exported)).Build();
        await using EphemeralWorkCoordinator<int> stays = new(static (_, _) => Task.CompletedTask, new() { Name = "stays" });
        using CancellationTokenSource stop = new();
        Task churn = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                using EphemeralKeyedWorkCoordinator<int, int> passing = new(static item => item, static (_, _) => Task.CompletedTask, new() { Name = "passes" });
                passing.TryEnqueue(1);
            }
        });

        for (int i = 0; i < 200; i++) Assert.Contains("0 ephemeral.coordinator.name=stays", exported.Flush(provider).Of("ephemeral.operation.tracked"));
        await stop.CancelAsync();
        await churn.Within();

        Assert.Equal(["0 ephemeral.coordinator.name=stays"], exported.Flush(provider).Of("ephemeral.operation.tracked"));
    }

    [Fact]
    public async Task AListenerThatThrows_HarmsNeitherWorkNorSignals()
    {
        long failures = EphemeralDiagnostics.ObserverFailures;
        using Instrumentation instrumentation = Instrumentation.ForMetrics();
        using MeterListener listener = new();
        listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == EphemeralTelemetry.MeterName) listener.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>(static (_, _, _, _) => throw new InvalidOperationException("A bad listener."));
        listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => throw new InvalidOperationException("A bad listener."));
        listener.Start();
        SignalSink sink = new() { Name = "loud" };
        int heard = 0;
        using IDisposable subscription = sink.Subscribe(_ => heard++);
        await using EphemeralWorkCoordinator<int> coordinator = new(static (_, _) => Task.CompletedTask, new() { Name = "loud", MaxTrackedOperations = 1 });

        for (int i = 0; i < 10; i++) await coordinator.EnqueueAsync(i).Within();
        sink.Raise("heard");
        await coordinator.CompleteAndDrainAsync();

        Assert.Equal((10, 1, 0), (coordinator.TotalCompleted, heard, sink.CallbackFailures));
        Assert.True(EphemeralDiagnostics.ObserverFailures > failures);
    }

    [Fact]
    public async Task ProvidersThatComeAndGoUnderLoad_LoseNoWork()
    {
        await using EphemeralWorkCoordinator<int> coordinator = new(static (_, _) => Task.CompletedTask, new() { Name = "steady" });
        Task producing = Task.Run(async () =>
        {
            for (int i = 0; i < 20_000; i++) await coordinator.EnqueueAsync(i);
        });

        for (int i = 0; i < 50; i++)
        {
            using MeterProvider provider = Sdk.CreateMeterProviderBuilder().AddEphemeralInstrumentation().AddReader(new BaseExportingMetricReader(new ExportedMetrics())).Build();
            provider.ForceFlush();
        }

        await producing.Within();
        await coordinator.CompleteAndDrainAsync();
        Assert.Equal(20_000, coordinator.TotalCompleted);
        Assert.Null(Instrumentation.Observer);
    }

    [Fact]
    public async Task WhileNobodyListens_AnObserverIsNotAsked_AndIsAgainWhenSomebodyCan()
    {
        Sleeper sleeper = new();
        using IDisposable attachment = EphemeralDiagnostics.Attach(sleeper);
        await using EphemeralWorkCoordinator<int> coordinator = new(static (_, _) => Task.CompletedTask, new() { Name = "sleeps" });
        await coordinator.EnqueueAsync(1).Within();
        await coordinator.FlushAsync().Within();
        Assert.Equal((0, 0), (sleeper.Submitted, sleeper.Ended));

        sleeper.Awake = true;
        await coordinator.EnqueueAsync(2).Within();
        await coordinator.CompleteAndDrainAsync();

        Assert.Equal((1, 1), (sleeper.Submitted, sleeper.Ended));
    }

    [Fact]
    public void WithoutAReader_TheObserverIsNotEnabled()
    {
        using MeterProvider provider = Sdk.CreateMeterProviderBuilder().AddEphemeralInstrumentation().Build();

        Assert.False(Instrumentation.Observer!.IsEnabled);
    }

    private sealed class Sleeper : EphemeralObserver
    {
        public bool Awake { get; set; }

        public int Submitted { get; private set; }

        public int Ended { get; private set; }

        public override bool IsEnabled => Awake;

        public override void OperationSubmitted(in OperationSubmittedArguments arguments) => Submitted++;

        public override void OperationEnded(in OperationEndedArguments arguments) => Ended++;
    }
}
