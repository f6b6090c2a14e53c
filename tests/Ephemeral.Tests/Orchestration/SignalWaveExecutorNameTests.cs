namespace Ephemeral.Tests.Orchestration;

/// <summary>The name of an executor, and that it listens to nothing once it is stopped.</summary>
public sealed class SignalWaveExecutorNameTests
{
    private readonly WaveRig _rig = new();

    [Fact]
    public async Task ADrainRequestByName_StopsOneExecutor_WhichListensNoMore()
    {
        await using SignalWaveExecutor triage = new(_rig.Sink, [_rig.Stage("a", "go")], ["verdict.*"], name: "triage");
        await using SignalWaveExecutor other = new(_rig.Sink, [_rig.Stage("b", "go")], ["verdict.*"]);
        triage.Start();
        other.Start();
        Assert.Equal((3, 3), (_rig.Sink.SubscribersOf("go"), _rig.Sink.SubscribersOf("verdict.x")));

        _rig.Sink.RequestDrain("triage");

        Assert.Equal(("triage", true), (triage.Name, triage.IsStopped));
        Assert.Equal(("stages", false), (other.Name, other.IsStopped));
        Assert.Equal((2, 2), (_rig.Sink.SubscribersOf("go"), _rig.Sink.SubscribersOf("verdict.x"))); // the rig's own and the other's
        _rig.Sink.RequestDrainAll();
        Assert.Equal(1, _rig.Sink.SubscribersOf("go"));
        Assert.Equal(1, _rig.Sink.SubscribersOf("coordinator.drain.all"));
    }

    [Fact]
    public void ABlankName_IsAFault() =>
        Assert.Contains(
            "name must be null or have text but was blank.",
            Assert.Throws<ArgumentException>(() => new SignalWaveExecutor(_rig.Sink, [_rig.Stage("a", "go")], name: " ")).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("dispose")]
    [InlineData("drain")]
    [InlineData("exit")]
    public async Task StartedWhileItIsStopped_NothingStaysSubscribed(string stop)
    {
        using Barrier barrier = new(2);
        SignalSink sink = new();
        SignalWaveExecutor waves = null!;
        Task starter = Task.Factory.StartNew(Start, TaskCreationOptions.LongRunning);
        await Task.Factory.StartNew(Stop, TaskCreationOptions.LongRunning).Within();
        await starter.Within();

        const int Rounds = 2_000;

        void Start()
        {
            for (int round = 0; round < Rounds; round++)
            {
                Assert.True(barrier.SignalAndWait(TestTimeout.Limit));
                try { waves.Start(); }
                catch (ObjectDisposedException) { }
                Assert.True(barrier.SignalAndWait(TestTimeout.Limit));
            }
        }

        void Stop()
        {
            for (int round = 0; round < Rounds; round++)
            {
                waves = new(sink, [new("a", "go", static _ => Task.CompletedTask)], ["verdict"]);
                Assert.True(barrier.SignalAndWait(TestTimeout.Limit));
                Thread.SpinWait(round % 400);
                if (stop == "dispose") waves.Dispose();
                else if (stop == "drain") sink.RequestDrainAll();
                else sink.Raise("verdict");
                Assert.True(barrier.SignalAndWait(TestTimeout.Limit));
                Assert.Equal((round, waves.IsStopped ? 0 : 1), (round, sink.SubscribersOf("go")));
                waves.Dispose();
            }
        }
    }

    [Fact]
    public void AStage_SaysWhatStartsIt() => Assert.Equal("go.*", _rig.Stage("a", "go.*").TriggerPattern);

    [Fact]
    public async Task AQuorumResult_CanBeTakenApart()
    {
        Task<QuorumResult> wait = SignalConsensus.WaitForQuorumAsync(_rig.Sink, "vote.*", 2, Timeout.InfiniteTimeSpan, ["stop"]);
        _rig.Sink.Raise("vote.a");
        _rig.Sink.Raise("stop");

        (bool reached, int count, string? cancelSignal, bool timedOut) = await wait.Within();

        Assert.Equal((false, 1, "stop", false), (reached, count, cancelSignal, timedOut));
    }
}
