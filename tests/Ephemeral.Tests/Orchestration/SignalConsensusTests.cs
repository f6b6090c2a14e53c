namespace Ephemeral.Tests.Orchestration;

public sealed class SignalConsensusTests
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _time = new();
    private readonly SignalSink _sink;

    public SignalConsensusTests() => _sink = new(timeProvider: _time);

    [Fact]
    public async Task DistinctOperationsAndNames_AreVotes_RepetitionsAreNot()
    {
        Vote("vote.a", 9); // before the wait
        Task<QuorumResult> wait = SignalConsensus.WaitForQuorumAsync(_sink, "vote.*", 3, _second);
        Assert.Equal((1, 1), (_time.ActiveTimers, _sink.SubscribersOf("vote.a")));
        Vote("vote.a", 1);
        Vote("vote.a", 1);
        Vote("vote.b", 1);
        Vote("other", 2);
        Assert.False(wait.IsCompleted);
        Vote("vote.a", 2);

        Assert.Equal(new QuorumResult(true, 3, null, false), await wait.Within());
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task WithoutAQuorum_TimeIsUpOnTheClockOfTheSink()
    {
        Task<QuorumResult> wait = SignalConsensus.WaitForQuorumAsync(_sink, "vote.*", 2, _second);
        Vote("vote.a", 1);
        _time.Advance(_second - TimeSpan.FromTicks(1));
        Assert.False(wait.IsCompleted);
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(new QuorumResult(false, 1, null, true), await wait.Within());
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task ALongTimeout_IsKeptThoughTheTimerRingsEarly()
    {
        Task<QuorumResult> wait = SignalConsensus.WaitForQuorumAsync(_sink, "vote.*", 1, TimeSpan.FromDays(100));
        Task<QuorumResult> longest = SignalConsensus.WaitForQuorumAsync(_sink, "vote.*", 1, TimeSpan.MaxValue);
        _time.Advance(TimeSpan.FromDays(100) - TimeSpan.FromTicks(1));
        Assert.False(wait.IsCompleted);
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.True((await wait.Within()).TimedOut);
        Assert.False(longest.IsCompleted);
        Vote("vote.a", 1);
        Assert.True((await longest.Within()).Reached);
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task ACancelSignal_EndsTheWait_AlsoWhereItIsAVote()
    {
        Task<QuorumResult> wait = SignalConsensus.WaitForQuorumAsync(_sink, "*", 2, Timeout.InfiniteTimeSpan, ["stop", "abort.*, verdict.*"]);
        Vote("vote.a", 1);
        Vote("verdict.bot", 1);
        Vote("stop", 1);

        Assert.Equal(new QuorumResult(false, 1, "verdict.bot", false), await wait.Within());
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task TheCallersToken_EndsTheWaitWithAnException()
    {
        using CancellationTokenSource caller = new();
        Task<QuorumResult> wait = SignalConsensus.WaitForQuorumAsync(_sink, "vote.*", 2, _second, cancellationToken: caller.Token);
        Vote("vote.a", 1);
        await caller.CancelAsync();

        OperationCanceledException error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.Within());
        Assert.Equal(caller.Token, error.CancellationToken);
        AssertNothingIsLeft();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => SignalConsensus.WaitForQuorumAsync(_sink, "vote.*", 2, _second, cancellationToken: caller.Token).Within());
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task Since_CountsWhatIsPresent_InItsOrder()
    {
        Vote("vote.old", 1);
        _time.Advance(_second);
        DateTimeOffset since = _time.GetUtcNow();
        Vote("vote.a", 1);
        Vote("vote.b", 1);

        Assert.Equal(
            new QuorumResult(true, 2, null, false),
            await SignalConsensus.WaitForQuorumAsync(_sink, "vote.*", 2, TimeSpan.Zero, since).Within());
        Assert.Equal(
            new QuorumResult(false, 2, null, true),
            await SignalConsensus.WaitForQuorumAsync(_sink, "vote.*", 3, TimeSpan.Zero, since).Within());

        Task<QuorumResult> wait = SignalConsensus.WaitForQuorumAsync(_sink, "vote.*", 3, _second, since);
        Vote("vote.c", 1);
        Assert.Equal(3, (await wait.Within()).Count);

        Vote("verdict.ok", 1);
        Vote("vote.d", 1);
        QuorumResult cancelled = await SignalConsensus.WaitForQuorumAsync(_sink, "vote.*", 4, _second, since, ["verdict.*"]).Within();
        Assert.Equal(new QuorumResult(false, 3, "verdict.ok", false), cancelled);
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task ManyVoters_ReachItOnce()
    {
        Task<QuorumResult> wait = SignalConsensus.WaitForQuorumAsync(_sink, "vote", 100, _second);
        Parallel.For(0, 1_000, _ => _sink.Raise("vote"));

        Assert.Equal(new QuorumResult(true, 100, null, false), await wait.Within());
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task AVoteAWaiterRaisesAfterwards_HasNoCauseInTheQuorum()
    {
        Task<QuorumResult> wait = SignalConsensus.WaitForQuorumAsync(_sink, "vote", 1, _second);
        _sink.Raise("vote");
        await wait.Within();

        _sink.Raise("verdict");

        Assert.All(_sink.Sense(), static signal => Assert.Null(signal.Propagation));
    }

    [Fact]
    public void WrongArguments_AreRefusedAtOnce()
    {
        Assert.Throws<ArgumentNullException>("sink", () => { _ = SignalConsensus.WaitForQuorumAsync(null!, "v", 1, _second); });
        Assert.Throws<ArgumentException>("pattern", () => { _ = SignalConsensus.WaitForQuorumAsync(_sink, "", 1, _second); });
        Assert.Throws<ArgumentOutOfRangeException>("required", () => { _ = SignalConsensus.WaitForQuorumAsync(_sink, "v", 0, _second); });
        Assert.Throws<ArgumentOutOfRangeException>("timeout", () => { _ = SignalConsensus.WaitForQuorumAsync(_sink, "v", 1, -_second); });
        Assert.Throws<ArgumentException>("cancelOn", () => { _ = SignalConsensus.WaitForQuorumAsync(_sink, "v", 1, _second, ["a", " "]); });
        AssertNothingIsLeft();
    }

    private void Vote(string signal, long operation) => _sink.Raise(new SignalEvent(signal, operation, null, default));

    private void AssertNothingIsLeft()
    {
        string[] names = ["vote", "vote.a", "v", "stop", "abort.x", "verdict.ok"];
        Assert.Equal(0, _time.ActiveTimers);
        Assert.All(names, name => Assert.Equal(0, _sink.SubscribersOf(name)));
        _sink.Clear();
    }
}
