using System.Diagnostics;

namespace Ephemeral.Telemetry.Tests.Traces;

/// <summary>The span of an operation: what it says.</summary>
[Collection(ProcessWide.Name)]
public class SpanTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Completed_HasNameKindAndAttributes()
    {
        using SpanRecorder spans = new();
        await using EphemeralWorkCoordinator<int> coordinator = new(static (_, _) => Task.CompletedTask, new() { Name = "orders", TimeProvider = _time });
        coordinator.Pause();
        long id = await coordinator.EnqueueAsync(1).Within();
        _time.Advance(TimeSpan.FromSeconds(1.5));
        coordinator.Resume();
        await coordinator.CompleteAndDrainAsync();

        Activity span = Assert.Single(spans.Recorded);
        Assert.Equal("process orders", span.DisplayName);
        Assert.Equal(ActivityKind.Consumer, span.Kind);
        Assert.Equal("Ephemeral", span.Source.Name);
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        Assert.Equal(
            $"ephemeral.coordinator.name=orders ephemeral.coordinator.type=work ephemeral.operation.id={id} ephemeral.operation.queue_time=1.5 ephemeral.operation.deferrals=0 ephemeral.outcome=completed",
            SpanRecorder.Tags(span));
        Assert.Empty(span.Events);
    }

    [Fact]
    public async Task Failed_HasStatusAndErrorType_AndNoExceptionEvent()
    {
        using SpanRecorder spans = new();
        await RunAsync("failing", static () => throw new InvalidOperationException("It does not work."));

        Activity span = Assert.Single(spans.Recorded);
        Assert.Equal(ActivityStatusCode.Error, span.Status);
        Assert.Equal("It does not work.", span.StatusDescription);
        Assert.EndsWith("ephemeral.outcome=failed error.type=System.InvalidOperationException", SpanRecorder.Tags(span), StringComparison.Ordinal);
        Assert.Empty(span.Events);
    }

    [Fact]
    public async Task Failed_HasTheExceptionAsEvent_WhenAskedFor()
    {
        using SpanRecorder spans = new(new() { RecordException = true });
        await RunAsync("failing", static () => throw new InvalidOperationException("It does not work."));

        ActivityEvent recorded = Assert.Single(Assert.Single(spans.Recorded).Events);
        Assert.Equal("exception", recorded.Name);
        Assert.Contains(recorded.Tags, static tag => tag is { Key: "exception.message", Value: "It does not work." });
    }

    [Fact]
    public async Task Cancelled_LeavesTheStatusUnset()
    {
        using SpanRecorder spans = new();
        Gate gate = new();
        EphemeralWorkCoordinator<int> coordinator = new((_, ct) => gate.WaitAsync(ct), new() { Name = "stopping" });
        await coordinator.EnqueueAsync(1).Within();
        await gate.Reached;
        await coordinator.DisposeAsync().Within();

        Activity span = Assert.Single(spans.Recorded);
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        Assert.EndsWith("ephemeral.outcome=canceled", SpanRecorder.Tags(span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_IsRecordedOnlyWhenAskedFor()
    {
        await RunKeyedAsync(new(), expected: null);
        await RunKeyedAsync(new() { RecordOperationKey = true }, expected: "ann");

        static async Task RunKeyedAsync(EphemeralTracingOptions options, string? expected)
        {
            using SpanRecorder spans = new(options);
            await using EphemeralKeyedWorkCoordinator<string, string> coordinator = new(static name => name, static (_, _) => Task.CompletedTask, new() { Name = "people" });
            await coordinator.EnqueueAsync("ann").Within();
            await coordinator.CompleteAndDrainAsync();
            Assert.Equal(expected, Assert.Single(spans.Recorded).GetTagItem("ephemeral.operation.key"));
        }
    }

    [Fact]
    public async Task Filter_LeavesOperationsOut()
    {
        using SpanRecorder spans = new(new() { Filter = static arguments => arguments.Coordinator.Name != "quiet" });
        await RunAsync("quiet", static () => Assert.Null(Activity.Current));
        await RunAsync("loud", static () => Assert.NotNull(Activity.Current));

        Assert.Equal("process loud", Assert.Single(spans.Ended).DisplayName);
    }

    [Fact]
    public async Task Filter_ThatThrows_MeansNoSpan_AndIsCounted_AndTheWorkIsMeasured()
    {
        using MeterRecorder recorder = new();
        using SpanRecorder spans = new(new() { Filter = static _ => throw new InvalidOperationException("A bad filter.") });
        long failures = EphemeralDiagnostics.ObserverFailures;

        EphemeralWorkCoordinator<int> coordinator = await RunAsync("filtered", static () => Assert.Null(Activity.Current));

        Assert.Equal(1, coordinator.TotalCompleted);
        Assert.Empty(spans.Ended);
        Assert.Equal(failures + 1, EphemeralDiagnostics.ObserverFailures);
        Assert.Equal(1, recorder.Count("ephemeral.operation.time_in_queue", "filtered"));
        Assert.Equal(1, recorder.Count("ephemeral.operation.duration", "filtered"));
    }

    [Fact]
    public async Task Enrich_AddsToTheSpanBeforeItEnds()
    {
        using SpanRecorder spans = new(new() { Enrich = static (span, ended) => span.SetTag("shop", ended.Coordinator.Name) });
        await RunAsync("rich", static () => { });

        Assert.Equal("rich", Assert.Single(spans.Recorded).GetTagItem("shop"));
    }

    [Fact]
    public async Task Enrich_ThatThrows_MeansNotRecorded_AndIsCounted_AndTheSpanEnds()
    {
        using SpanRecorder spans = new(new() { Enrich = static (_, _) => throw new InvalidOperationException("A bad enricher.") });
        long failures = EphemeralDiagnostics.ObserverFailures;

        EphemeralWorkCoordinator<int> coordinator = await RunAsync("poor", static () => { });

        Assert.Equal(1, coordinator.TotalCompleted);
        Assert.Single(spans.Ended);
        Assert.Empty(spans.Recorded);
        Assert.Equal(failures + 1, EphemeralDiagnostics.ObserverFailures);
    }

    private static async Task<EphemeralWorkCoordinator<int>> RunAsync(string name, Action body)
    {
        EphemeralWorkCoordinator<int> coordinator = new(
            (_, _) =>
            {
                body();
                return Task.CompletedTask;
            },
            new() { Name = name });
        await coordinator.EnqueueAsync(1).Within();
        await coordinator.CompleteAndDrainAsync();
        await coordinator.DisposeAsync().Within();
        return coordinator;
    }
}
