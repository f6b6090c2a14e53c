using System.Diagnostics;
using Ephemeral.Telemetry.Implementation;

namespace Ephemeral.Telemetry.Tests.Traces;

/// <summary>The span of an offer, for those who ask for it.</summary>
[Collection(ProcessWide.Name)]
public class EnqueueSpanTests
{
    private readonly EphemeralTracingOptions _options = new() { TraceEnqueue = true };

    [Fact]
    public async Task AnOffer_IsAChildOfTheCaller_AndTheOperationLinksToIt()
    {
        using SpanRecorder spans = new(_options);
        using Activity caller = Caller.Start();
        await using EphemeralWorkCoordinator<int> coordinator = new(static (_, _) => Task.CompletedTask, new() { Name = "offers" });

        await coordinator.EnqueueAsync(1).Within();
        Assert.Same(caller, Activity.Current);
        await coordinator.CompleteAndDrainAsync();

        Activity enqueue = spans.Recorded.Single(static span => span.DisplayName == "enqueue offers");
        Activity process = spans.Recorded.Single(static span => span.DisplayName == "process offers");
        Assert.Equal(ActivityKind.Producer, enqueue.Kind);
        Assert.Equal(caller.SpanId, enqueue.ParentSpanId);
        Assert.Equal("ephemeral.coordinator.name=offers", SpanRecorder.Tags(enqueue));
        Assert.Equal(enqueue.Context, Assert.Single(process.Links).Context);
    }

    [Fact]
    public async Task ARefusal_IsTheErrorType_AndTheLaneIsNamed()
    {
        using SpanRecorder spans = new(_options);
        await using PriorityWorkCoordinator<int> coordinator = new(new(static (_, _) => Task.CompletedTask, [new PriorityLane("high")], new() { Name = "closed" }));
        coordinator.Complete();

        Assert.False(coordinator.TryEnqueue(1, "high"));

        Assert.Equal("ephemeral.coordinator.name=closed ephemeral.lane=high error.type=shutdown", SpanRecorder.Tags(Assert.Single(spans.Recorded)));
    }

    [Fact]
    public async Task AParkedWritersOffer_EndsWhenItIsLetIn()
    {
        using SpanRecorder spans = new(_options);
        Gate gate = new();
        await using EphemeralWorkCoordinator<int> coordinator = new((_, ct) => gate.WaitAsync(ct), new() { Name = "full", MaxConcurrency = 1, QueueCapacity = 1 });
        await coordinator.EnqueueAsync(1).Within();
        await gate.Reached;
        await coordinator.EnqueueAsync(2).Within();

        Task<long> parked = coordinator.EnqueueAsync(3).AsTask();
        Assert.Equal(2, spans.Ended.Count(static span => span.DisplayName == "enqueue full"));
        gate.Open();
        await parked.Within();
        await coordinator.CompleteAndDrainAsync();

        Assert.Equal(3, spans.Recorded.Count(static span => span.DisplayName == "enqueue full"));
        Assert.Equal(3, spans.Recorded.Count(static span => span.DisplayName == "process full"));
    }

    [Fact]
    public async Task WithoutTheOption_ThereIsNoSuchSpan_AndNobodyIsAsked()
    {
        using SpanRecorder spans = new();
        await using EphemeralWorkCoordinator<int> coordinator = new(static (_, _) => Task.CompletedTask, new() { Name = "plain" });
        await coordinator.EnqueueAsync(1).Within();
        await coordinator.CompleteAndDrainAsync();

        Assert.Equal("process plain", Assert.Single(spans.Ended).DisplayName);
        Assert.Equal(ObserverNeeds.None, Instrumentation.Observer!.Needs & ObserverNeeds.Submitting);
    }

    [Fact]
    public async Task TwoObservers_EachGetTheirOwnStateBack()
    {
        using SpanRecorder spans = new(_options);
        Announced second = new();
        using IDisposable attachment = EphemeralDiagnostics.Attach(second);
        await using EphemeralWorkCoordinator<int> coordinator = new(static (_, _) => Task.CompletedTask, new() { Name = "both" });

        await coordinator.EnqueueAsync(1).Within();

        Assert.Single(spans.Recorded, static span => span.DisplayName == "enqueue both");
        Assert.Equal([second], second.States);
    }

    private sealed class Announced : EphemeralObserver
    {
        public List<object?> States { get; } = [];

        public override ObserverNeeds Needs => ObserverNeeds.Submitting;

        public override object? OperationSubmitting(in OperationSubmittingArguments arguments, ref ActivityContext context) => this;

        public override void OperationSubmitted(in OperationSubmittedArguments arguments) => States.Add(arguments.State);
    }
}
