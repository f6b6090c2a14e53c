namespace Ephemeral.Tests.Guarantees;

/// <summary>G8: a job whose completion is its own trigger is cut at the depth limit; the cut is counted and visible.</summary>
public sealed class G08_SelfTriggeringJobsTests
{
    [Fact]
    public async Task AJobThatTriggersItself_StopsAtTheDepthLimit()
    {
        SignalSink sink = new();
        TaskCompletionSource blocked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        sink.Subscribe("signal.blocked", _ => blocked.TrySetResult());
        await using EphemeralSignalJobRunner runner = new(sink, [new Loop()]);

        sink.Raise("again");
        await blocked.Task.Within();
        runner.Complete();
        await runner.DrainAsync().Within();

        Assert.Equal((16L, 1L), (runner.TotalCompleted, sink.BlockedCount));
    }

    [Fact]
    public async Task TwoJobsThatTriggerEachOther_StopToo()
    {
        SignalSink sink = new();
        TaskCompletionSource blocked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        sink.Subscribe("signal.blocked", _ => blocked.TrySetResult());
        await using EphemeralSignalJobRunner runner = new(sink, [new PingPong()]);

        sink.Raise("ping");
        await blocked.Task.Within();
        runner.Complete();
        await runner.DrainAsync().Within();

        Assert.Equal(16, runner.TotalCompleted);
    }

    [Fact]
    public async Task CoordinatorsThatFeedEachOtherThroughSignals_StopToo()
    {
        SignalSink sink = new();
        TaskCompletionSource blocked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        sink.Subscribe("signal.blocked", _ => blocked.TrySetResult());
        await using EphemeralWorkCoordinator<string> coordinator = new(
            static async (signal, operation, _) =>
            {
                await Task.Yield();
                operation.Signal(signal);
            },
            new() { Signals = sink });
        sink.Subscribe("loop", signal => { coordinator.TryEnqueue(signal.Signal); });

        await coordinator.EnqueueAsync("loop");

        await blocked.Task.Within();
        Assert.InRange(coordinator.TotalEnqueued, 16, 17);
    }

    private sealed class Loop
    {
        [EphemeralJob("again", EmitOnComplete = "again")]
        public Task RunAsync() => Task.CompletedTask;
    }

    private sealed class PingPong
    {
        [EphemeralJob("ping", EmitOnComplete = "pong")]
        public async Task PingAsync() => await Task.Yield();

        [EphemeralJob("pong", EmitOnComplete = "ping")]
        public async Task PongAsync() => await Task.Yield();
    }
}
