using Ephemeral.Telemetry.Implementation;

namespace Ephemeral.Telemetry.Tests.Allocations;

/// <summary>What being attached costs in memory: exact bytes.</summary>
[Collection(ProcessWide.Name)]
public class AllocationTests
{
    private const int Rounds = 2_000;

    [Fact]
    public void Observer_AllocatesNothing_WhenNobodyListens()
    {
        using Instrumentation instrumentation = Instrumentation.ForMetrics();
        Assert.Equal(ObserverNeeds.None, Instrumentation.Observer!.Needs);
        Assert.Equal(0, BytesOfARound());
    }

    [Fact]
    public void Observer_AllocatesNothing_WhenAllInstrumentsAreListenedTo()
    {
        using Instrumentation instrumentation = Instrumentation.ForMetrics();
        using System.Diagnostics.Metrics.MeterListener listener = new();
        listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Ephemeral") listener.EnableMeasurementEvents(instrument);
        };
        listener.Start();

        Assert.Equal(ObserverNeeds.Timing, Instrumentation.Observer!.Needs);
        Assert.Equal(0, BytesOfARound());
    }

    [Fact]
    public void Needs_AskForTheTraceContext_OnlyWhileSpansAreListenedTo()
    {
        using (SpanRecorder spans = new())
            Assert.Equal(ObserverNeeds.Timing | ObserverNeeds.TraceContext, Instrumentation.Observer!.Needs);

        using Instrumentation instrumentation = Instrumentation.ForMetrics();
        Assert.Equal(ObserverNeeds.None, Instrumentation.Observer!.Needs);
    }

    [Fact]
    public void AnAttachedCoordinator_AllocatesNothing_WhenNobodyListens()
    {
        using Instrumentation instrumentation = Instrumentation.ForMetrics();
        using EphemeralWorkCoordinator<int> coordinator = new(
            static (_, _) => Task.CompletedTask,
            new() { Name = "lean", MaxConcurrency = 1, QueueCapacity = Rounds, MaxTrackedOperations = 100_000, MaxOperationLifetime = null });
        coordinator.Pause();
        for (int i = 0; i < 3; i++) Fill(coordinator);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Fill(coordinator);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Fill(EphemeralWorkCoordinator<int> coordinator)
    {
        for (int i = 0; i < Rounds / 4; i++) coordinator.TryEnqueue(i);
    }

    /// <summary>Calls everything that an operation and a signal call, many times, after as many to warm up.</summary>
    private static long BytesOfARound()
    {
        (EphemeralWorkCoordinator<int> coordinator, ObservedCoordinator probe) = Observed.Create("bytes");
        TelemetryObserver observer = Instrumentation.Observer!;
        InvalidOperationException error = new();
        for (int i = 0; i < Rounds; i++) Round(observer, probe, error);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Rounds; i++) Round(observer, probe, error);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        coordinator.Dispose();
        return bytes;
    }

    private static void Round(TelemetryObserver observer, ObservedCoordinator probe, Exception error)
    {
        _ = observer.Needs;
        observer.OperationSubmitted(new(probe, "fast", EnqueueRefusal.None));
        observer.OperationSubmitted(new(probe, null, EnqueueRefusal.QueueFull));
        object? state = observer.OperationStarted(new(probe, "fast", 1, TimeSpan.Zero, default));
        observer.OperationEnded(new(probe, "fast", 1, OperationOutcome.Failed, error, TimeSpan.Zero, state));
        observer.OperationDiscarded(new(probe, null, 1, DiscardReason.Dropped, TimeSpan.Zero));
        observer.OperationsDeferred(new(probe, null, "db.*"));
        observer.OperationEvicted(new(probe, 1, EvictionReason.Age));
        observer.SignalRaised(new("sink", "order.failed:42", 1));
        observer.SignalDropped(new("sink", SignalDropReason.Window, 1));
    }
}
