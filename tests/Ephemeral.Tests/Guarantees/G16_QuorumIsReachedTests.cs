namespace Ephemeral.Tests.Guarantees;

/// <summary>G16: the README's quorum sample reaches its quorum, though both votes carry the operation id of their trigger.</summary>
public sealed class G16_QuorumIsReachedTests
{
    [Fact]
    public async Task TwoDetectorsThatVote_AreAQuorumOfTwo()
    {
        SignalSink sink = new(timeProvider: new ManualTimeProvider());
        await using SignalWaveExecutor waves = new(
            sink,
            [
                new("lexical", "content.received", static async _ => await Task.Yield(), EmitOnComplete: ["vote.lexical"]),
                new("behavior", "content.received", static async _ => await Task.Yield(), EmitOnComplete: ["vote.behavior"]),
            ],
            earlyExitSignals: ["verdict.*"]);
        waves.Start();
        Task<QuorumResult> quorum = SignalConsensus.WaitForQuorumAsync(
            sink, "vote.*", required: 2, timeout: TimeSpan.FromSeconds(3), cancelOn: ["verdict.*"]);

        sink.Raise("content.received");

        Assert.Equal(new QuorumResult(Reached: true, Count: 2, CancelSignal: null, TimedOut: false), await quorum.Within());
        Assert.Single(sink.Sense(static signal => signal.StartsWith("vote.")).Select(static signal => signal.OperationId).Distinct());
    }
}
