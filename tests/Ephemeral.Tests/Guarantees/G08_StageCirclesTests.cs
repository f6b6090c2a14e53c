namespace Ephemeral.Tests.Guarantees;

/// <summary>G8: stages that trigger each other in a circle are cut at the depth limit; the cut is counted and visible.</summary>
public sealed class G08_StageCirclesTests
{
    [Fact]
    public async Task StagesThatTriggerEachOther_StopAtTheDepthLimit()
    {
        SignalSink sink = new();
        await using SignalWaveExecutor waves = new(
            sink,
            [
                new("ping", "ping", static async _ => await Task.Yield(), EmitOnComplete: ["pong"]),
                new("pong", "pong", static _ => Task.CompletedTask, EmitOnComplete: ["ping"]),
            ]);
        waves.Start();

        sink.Raise("ping");
        await waves.DrainAsync().Within();

        Assert.Equal((16L, 1L), (waves.TotalCompleted, sink.BlockedCount));
        Assert.Equal("ping", Assert.Single(sink.Sense(static signal => signal.Is("signal.blocked"))).Key);
    }

    [Fact]
    public async Task AStageThatIsTriggeredByEverythingItRaises_StopsToo()
    {
        SignalSink sink = new(constraints: new() { MaxDepth = 6, BlockCycles = false });
        await using SignalWaveExecutor waves = new(sink, [new("all", "*", static _ => throw new FormatException(), ["started"], null, ["lost"])]);
        waves.Start();

        sink.Raise("go");
        await waves.DrainAsync().Within();

        // Three signals a run: 1 + 3 + 9 + ... of depth 0 to 5, and one report of the cut begins a chain of its own.
        Assert.InRange(waves.TotalFailed, 364, 2 * 364);
        Assert.True(sink.BlockedCount >= 729);
        Assert.Equal(0, waves.DroppedCount);
    }

    [Fact]
    public async Task ExecutorsOnTwoSinks_ThatTriggerEachOther_StopToo()
    {
        SignalSink first = new();
        SignalSink second = new();
        await using SignalWaveExecutor left = new(first, [new("left", "ping", _ => Hand(second, "pong"))]);
        await using SignalWaveExecutor right = new(second, [new("right", "pong", _ => Hand(first, "ping"))]);
        left.Start();
        right.Start();
        TaskCompletionSource cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
        first.Subscribe("signal.blocked", _ => cut.TrySetResult());
        second.Subscribe("signal.blocked", _ => cut.TrySetResult());

        first.Raise("ping");
        await cut.Task.Within();
        await left.DrainAsync().Within();
        await right.DrainAsync().Within();

        Assert.Equal((16L, 1L), (left.TotalCompleted + right.TotalCompleted, first.BlockedCount + second.BlockedCount));

        static async Task Hand(SignalSink sink, string signal)
        {
            await Task.Yield();
            sink.Raise(signal);
        }
    }
}
