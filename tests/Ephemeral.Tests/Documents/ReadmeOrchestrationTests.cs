namespace Ephemeral.Tests.Documents;

/// <summary>README, "Signal Orchestration Helpers" and "Quick bot-detection flow".</summary>
public sealed class ReadmeOrchestrationTests
{
    private readonly HeldWork _work = new();

    [Fact]
    public async Task SignalOrchestrationHelpers_StagedWaveExecution()
    {
        Task DoWork(CancellationToken ct) => _work.RunAsync("detect", ct);
        SignalSink sink = new();

        await using var waves =
            new SignalWaveExecutor(sink, new[] { new SignalStage("detect", "stage.start", DoWork, EmitOnComplete: new[] { "stage.done" }) }, earlyExitSignals: new[] { "verdict.*" });
        waves.Start();

        sink.Raise("stage.start");
        await _work.Reached(1);
        _work.Release("detect");
        await waves.DrainAsync().Within();
        Assert.True(sink.Detect("stage.done"));

        sink.Raise("verdict.clean");
        sink.Raise("stage.start");
        Assert.True(sink.Detect("stage.exit:verdict.clean"));
        Assert.Equal((true, 1L, 0), (waves.IsStopped, waves.TotalCompleted, waves.PendingCount + waves.ActiveCount));
    }

    [Fact]
    public async Task SignalOrchestrationHelpers_QuorumConsensus()
    {
        var time = new ManualTimeProvider();
        var sink = new SignalSink(timeProvider: time);

        Task<QuorumResult> reached = Wait();
        foreach (string name in (string[])["vote.a", "vote.b", "vote.c"]) sink.Raise(name);
        Assert.Equal((true, 3), ((await reached).Reached, (await reached).Count));

        Task<QuorumResult> late = Wait();
        sink.Raise("vote.a");
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((false, 1, true), ((await late).Reached, (await late).Count, (await late).TimedOut));

        async Task<QuorumResult> Wait() =>
            await SignalConsensus.WaitForQuorumAsync(sink, "vote.*", required: 3, timeout: TimeSpan.FromSeconds(2)).Within();
    }

    [Fact]
    public void SignalOrchestrationHelpers_ProgressPings()
    {
        SignalSink sink = new();
        int total = 12;

        for (int current = 1; current <= total; current++)
        {
            ProgressSignals.Emit(sink, "ingest", current, total, sampleRate: 5);
        }

        Assert.Equal(["progress:ingest:5/12", "progress:ingest:10/12", "progress:ingest:12/12"], sink.Sense().Select(static signal => signal.Signal));
    }

    [Fact]
    public void SignalOrchestrationHelpers_DecayingReputation()
    {
        string userId = "user-123";

        var rep = new DecayingReputationWindow<string>(TimeSpan.FromMinutes(5)); rep.Update(userId, +1); var score = rep.GetScore(userId);

        Assert.InRange(score, 0.5, 1);
        Assert.Equal(0, rep.GetScore("nobody"));
    }

    [Fact]
    public async Task QuickBotDetectionFlow()
    {
        Task RunLexicalAsync(CancellationToken ct) => _work.RunAsync("lexical", ct);
        Task RunBehaviorAsync(CancellationToken ct) => _work.RunAsync("behavior", ct);
        ManualTimeProvider clock = new(); // gives the test all the time it needs

        var sink = new SignalSink(timeProvider: clock);
        var evidence = new TypedSignalSink<BotEvidence>(sink);
        var rep = new DecayingReputationWindow<string>(TimeSpan.FromMinutes(10), signals: sink);

        // Stage: run detectors when content arrives
        await using var waves = new SignalWaveExecutor(
            sink,
            new[]
            {
                new SignalStage("lexical", "content.received",
                    ct => RunLexicalAsync(ct),
                    EmitOnComplete: new[] { "vote.lexical" }),
                new SignalStage("behavior", "content.received",
                    ct => RunBehaviorAsync(ct),
                    EmitOnComplete: new[] { "vote.behavior" })
            },
            earlyExitSignals: new[] { "verdict.*" });
        waves.Start();

        // Quorum: wait for 2 votes
        _ = Task.Run(async () =>
        {
            var quorum = await SignalConsensus.WaitForQuorumAsync(sink, "vote.*", required: 2,
                timeout: TimeSpan.FromSeconds(3), cancelOn: new[] { "verdict.*" });
            if (quorum.Reached)
                sink.Raise("verdict.bot");
        });

        // Reputation bump
        rep.Update("user-123", +5); // on evidence

        // Emit evidence with payload for audit
        evidence.Raise("bot.evidence", new BotEvidence { UserId = "user-123", Score = rep.GetScore("user-123") });

        Assert.Equal(["reputation.update:user-123:5.00", "bot.evidence"], sink.Sense().Select(static signal => signal.Signal));
        Assert.Equal(("user-123", 5), Assert.Single(evidence.Sense().Select(static signal => (signal.Payload.UserId, signal.Payload.Score))));
        TaskCompletionSource exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
        sink.Subscribe("stage.exit:verdict.bot", _ => exited.SetResult());
        await clock.TimerArmedAsync(within: TimeSpan.FromSeconds(3)); // the quorum waits
        sink.Raise("content.received");
        await _work.Reached(2);
        Assert.Equal((2, false), (waves.ActiveCount, sink.Detect("verdict.bot"))); // both at once
        _work.ReleaseAll();
        await exited.Task.Within();
        await waves.DrainAsync().Within();
        Assert.Equal((true, "verdict.bot", 2L), (waves.IsStopped, waves.ExitSignal, waves.TotalCompleted));
    }

    private sealed class BotEvidence
    {
        public required string UserId { get; init; }

        public required double Score { get; init; }
    }
}
