using System.Diagnostics;
using System.Diagnostics.Metrics;
using Ephemeral.Telemetry.Implementation;

namespace Ephemeral.Telemetry.Tests.Traces;

/// <summary>How spans relate to other activities: to the enqueuer's as asked for, to no other ever.</summary>
[Collection(ProcessWide.Name)]
public class RelationTests
{
    [Fact]
    public async Task AnItemEnqueuedInAnActivity_LinksToIt_FromATraceOfItsOwn()
    {
        using SpanRecorder spans = new();
        using Activity caller = Caller.Start();
        await RunAsync("linked");

        Activity span = Assert.Single(spans.Recorded);
        Assert.Null(span.ParentId);
        Assert.NotEqual(caller.TraceId, span.TraceId);
        Assert.Equal(caller.Context, Assert.Single(span.Links).Context);
    }

    [Fact]
    public async Task Parent_MakesTheSpanAChildOfTheEnqueuer()
    {
        using SpanRecorder spans = new(new() { TraceRelation = TraceRelation.Parent });
        using Activity caller = Caller.Start();
        await RunAsync("child");

        Activity span = Assert.Single(spans.Recorded);
        Assert.Equal(caller.TraceId, span.TraceId);
        Assert.Equal(caller.SpanId, span.ParentSpanId);
        Assert.Empty(span.Links);
    }

    [Fact]
    public async Task None_MakesATraceOfItsOwnWithoutReference()
    {
        using SpanRecorder spans = new(new() { TraceRelation = TraceRelation.None });
        using Activity caller = Caller.Start();
        await RunAsync("alone");

        Activity span = Assert.Single(spans.Recorded);
        Assert.Null(span.ParentId);
        Assert.NotEqual(caller.TraceId, span.TraceId);
        Assert.Empty(span.Links);
    }

    [Fact]
    public async Task AnItemEnqueuedOutsideAnyActivity_HasNoReference()
    {
        using SpanRecorder spans = new();
        Activity.Current = null;
        await RunAsync("rootless");

        Activity span = Assert.Single(spans.Recorded);
        Assert.Null(span.ParentId);
        Assert.Empty(span.Links);
    }

    [Fact]
    public async Task APumpStartedInARequest_DoesNotKeepItAsParent()
    {
        using SpanRecorder spans = new();
        Gate gate = new();
        List<Activity?> seen = [];
        await using EphemeralWorkCoordinator<int> coordinator = new(
            async (item, ct) =>
            {
                seen.Add(Activity.Current);
                if (item == 1) await gate.WaitAsync(ct);
            },
            new() { Name = "pump", MaxConcurrency = 1 });
        using (Caller.Start()) await coordinator.EnqueueAsync(1).Within();
        await gate.Reached;
        Activity.Current = null;
        await coordinator.EnqueueAsync(2).Within();
        gate.Open();
        await coordinator.CompleteAndDrainAsync();

        Activity later = spans.Recorded[1];
        Assert.Null(later.ParentId);
        Assert.Empty(later.Links);
        Assert.NotEqual(spans.Recorded[0].TraceId, later.TraceId);
        Assert.Equal<Activity?>(spans.Recorded, seen);
    }

    [Fact]
    public async Task AChildStartedInTheBody_IsInTheOperationsTrace()
    {
        using SpanRecorder spans = new();
        ActivityTraceId child = default;
        await using EphemeralWorkCoordinator<int> coordinator = new(
            async (_, _) =>
            {
                await Task.Yield();
                child = Activity.Current!.TraceId;
            },
            new() { Name = "nested" });
        await coordinator.EnqueueAsync(1).Within();
        await coordinator.CompleteAndDrainAsync();

        Assert.Equal(Assert.Single(spans.Recorded).TraceId, child);
    }

    [Theory]
    [InlineData(TraceRelation.Link)]
    [InlineData(TraceRelation.Parent)]
    [InlineData(TraceRelation.None)]
    public void TheActivityThatWasCurrent_IsCurrentAgainAndNeverTheParent(TraceRelation relation)
    {
        using SpanRecorder spans = new(new() { TraceRelation = relation });
        (EphemeralWorkCoordinator<int> coordinator, ObservedCoordinator probe) = Observed.Create("inline");
        ActivityContext enqueuer = new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
        TelemetryObserver observer = Instrumentation.Observer!;
        using Activity ambient = Caller.Start();

        object? state = observer.OperationStarted(new(probe, null, 1, TimeSpan.Zero, enqueuer));
        Assert.Equal("process inline", Activity.Current!.DisplayName);
        Assert.NotEqual(ambient.SpanId, Activity.Current.ParentSpanId);
        observer.OperationEnded(new(probe, null, 1, OperationOutcome.Completed, null, TimeSpan.Zero, state));

        Assert.Same(ambient, Activity.Current);
        Assert.Single(spans.Recorded);
        coordinator.Dispose();
    }

    [Fact]
    public async Task AMeterListenerThatThrows_DoesNotKeepTheSpanOpen()
    {
        using SpanRecorder spans = new();
        using MeterListener listener = new();
        listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Name is "ephemeral.operation.duration" or "ephemeral.operation.time_in_queue") listener.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => throw new InvalidOperationException("A bad listener."));
        listener.Start();
        (EphemeralWorkCoordinator<int> coordinator, ObservedCoordinator probe) = Observed.Create("listener");
        Activity.Current = null;
        await RunAsync("noisy");

        Assert.Empty(spans.Recorded);
        Assert.Throws<InvalidOperationException>(() => Instrumentation.Observer!.OperationStarted(new(probe, null, 1, TimeSpan.Zero, default)));
        Assert.Null(Activity.Current);
        Assert.Equal(2, spans.Ended.Count);
        coordinator.Dispose();
    }

    [Fact]
    public void WithoutASpan_TheCurrentActivityStays()
    {
        using SpanRecorder spans = new(new() { Filter = static _ => false });
        (EphemeralWorkCoordinator<int> coordinator, ObservedCoordinator probe) = Observed.Create("unspanned");
        using Activity ambient = Caller.Start();

        object? state = Instrumentation.Observer!.OperationStarted(new(probe, null, 1, TimeSpan.Zero, default));

        Assert.Null(state);
        Assert.Same(ambient, Activity.Current);
        coordinator.Dispose();
    }

    private static async Task RunAsync(string name)
    {
        await using EphemeralWorkCoordinator<int> coordinator = new(static (_, _) => Task.CompletedTask, new() { Name = name });
        await coordinator.EnqueueAsync(1).Within();
        await coordinator.CompleteAndDrainAsync();
    }
}
