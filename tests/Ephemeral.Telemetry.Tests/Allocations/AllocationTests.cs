using Ephemeral.Telemetry.Implementation;

namespace Ephemeral.Telemetry.Tests.Allocations;

/// <summary>What being attached costs in memory: exact bytes.</summary>
[Collection(ProcessWide.Name)]
public class AllocationTests
{
    private const int Rounds = 2_000;
    private const int Items = 1_000;

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
    public async Task Enqueuing_AllocatesNothing_WhenNobodyListens()
    {
        using Instrumentation instrumentation = Instrumentation.ForMetrics();
        Gate gate = new();
        await using EphemeralWorkCoordinator<int> coordinator = new(
            (item, ct) => item == Items ? gate.WaitAsync(ct) : Task.CompletedTask,
            new() { Name = "enqueuing", MaxConcurrency = 1, MaxTrackedOperations = 1 });
        coordinator.Pause();
        for (int i = 1; i <= Items; i++) Assert.True(coordinator.TryEnqueue(i));
        coordinator.Resume();
        await gate.Reached;
        coordinator.TryEnqueue(0); // this thread's first: thread-static fields are made then

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 1; i < Items / 2; i++) coordinator.TryEnqueue(i);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(Items / 2, coordinator.PendingCount);
        Assert.Equal(0, bytes);
        gate.Open();
    }

    [Fact]
    public async Task Running_AllocatesNothing_WhenNobodyListens()
    {
        using Instrumentation instrumentation = Instrumentation.ForMetrics();
        Assert.Equal(0, await BytesOfRunningAsync(new() { Name = "running", MaxConcurrency = 1, MaxTrackedOperations = Items }));
    }

    [Fact]
    public async Task Running_AllocatesNothing_WhileAnObserverIsToldOfWhatLeavesTheWindow()
    {
        Tracer tracer = new();
        using IDisposable attachment = EphemeralDiagnostics.Attach(tracer);
        Assert.Equal(0, await BytesOfRunningAsync(new() { Name = "leaving", MaxConcurrency = 1, MaxTrackedOperations = 10 }));
        Assert.Equal(Items - 10, tracer.Evicted);
    }

    [Fact]
    public async Task Running_AllocatesNothing_ForHoldsThatWereOverBefore()
    {
        using IDisposable attachment = EphemeralDiagnostics.Attach(new Tracer());
        SignalSink sink = new();
        EphemeralOptions options = new()
        {
            Name = "held",
            MaxConcurrency = 1,
            MaxTrackedOperations = Items,
            Signals = sink,
            DeferOnSignals = new HashSet<string> { "db.down" },
        };
        Assert.Equal(0, await BytesOfRunningAsync(options, () =>
        {
            sink.Raise("db.down");
            sink.Retract("db.down");
        }));
    }

    /// <summary>Runs many items in a row on one thread; returns what the later half of them allocates.</summary>
    private static async Task<long> BytesOfRunningAsync(EphemeralOptions options, Action? before = null)
    {
        long[] allocated = new long[Items];
        await using EphemeralWorkCoordinator<int> coordinator = new(
            (item, _) =>
            {
                allocated[item] = GC.GetAllocatedBytesForCurrentThread(); // one worker that never waits is one thread
                return Task.CompletedTask;
            },
            options);
        before?.Invoke();
        coordinator.Pause();
        for (int i = 0; i < Items; i++) Assert.True(coordinator.TryEnqueue(i));
        coordinator.Resume();
        await coordinator.CompleteAndDrainAsync();
        return allocated[^1] - allocated[Items / 2];
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
        observer.OperationEnded(new(probe, "fast", 1, OperationOutcome.Failed, error, TimeSpan.Zero, state) { Handled = new("sink", "order.failed:42", "order.*") });
        observer.OperationDiscarded(new(probe, null, 1, DiscardReason.Dropped, TimeSpan.Zero));
        observer.OperationsDeferred(new(probe, null, "db.*"));
        observer.OperationEvicted(new(probe, 1, EvictionReason.Age));
        observer.SignalRaised(new("sink", "order.failed:42", 1));
        observer.SignalDropped(new("sink", SignalDropReason.Window, 1));
    }

    private sealed class Tracer : EphemeralObserver
    {
        public int Evicted { get; private set; }

        public override ObserverNeeds Needs => ObserverNeeds.Timing | ObserverNeeds.TraceContext;

        public override void OperationEvicted(in OperationEvictedArguments arguments) => Evicted++;
    }
}
