namespace Ephemeral.Tests.Orchestration;

public sealed class SignalWaveExecutorTests
{
    private readonly WaveRig _rig = new();

    [Fact]
    public async Task AStage_RunsOncePerTrigger_AndRaisesInItsName()
    {
        SignalStage stage = new("detect", "content.*", _ => _rig.Work.RunAsync("detect"), ["detect.start"], ["detect.done", "vote.detect"], ["detect.lost"]);
        await using SignalWaveExecutor waves = _rig.Start([stage]);
        _rig.Work.ReleaseAll();

        _rig.Sink.Raise(new SignalEvent("content.received", 7, "user-1", default));
        _rig.Sink.Raise(new SignalEvent("content.edited", 8, null, default));
        _rig.Sink.Raise("mail.received");
        await waves.DrainAsync().Within();

        Assert.Equal((2L, 0L, 0L), (waves.TotalCompleted, waves.TotalFailed, waves.DroppedCount));
        Assert.Equal(
            [("detect.done", "user-1"), ("detect.start", "user-1"), ("vote.detect", "user-1")],
            _rig.Raised.Where(static signal => signal is { OperationId: 7, Depth: > 0 }).Select(static signal => (signal.Signal, signal.Key)).Order());
        Assert.Equal(3, _rig.Raised.Count(static signal => signal is { OperationId: 8, Key: null, Depth: > 0 }));
    }

    [Fact]
    public async Task BeforeStart_NothingIsHeard_AndStartTwiceIsOnce()
    {
        await using SignalWaveExecutor waves = new(_rig.Sink, [_rig.Stage("a", "go")]);
        _rig.Work.ReleaseAll();
        _rig.Sink.Raise("go");
        waves.Start();
        waves.Start();
        _rig.Sink.Raise("go");
        await waves.DrainAsync().Within();

        Assert.Equal(1, waves.TotalCompleted);
    }

    [Fact]
    public async Task StagesOfOneWave_RunInParallelUpToTheLimit()
    {
        await using SignalWaveExecutor waves = _rig.Start([.. "abcde".Select(name => _rig.Stage($"{name}", "go"))], limit: 3);

        _rig.Sink.Raise("go");
        await _rig.Work.Reached(3);

        Assert.Equal((3, 2), (waves.ActiveCount, waves.PendingCount));
        _rig.Work.ReleaseAll();
        await waves.DrainAsync().Within();
        Assert.Equal(5, waves.TotalCompleted);
    }

    [Fact]
    public async Task Stages_StartInTheOrderOfTheirTriggers_ThenOfTheList()
    {
        await using SignalWaveExecutor waves = _rig.Start([_rig.Stage("first", "*.go"), _rig.Stage("second", "b.*"), _rig.Stage("third", "a.go")], limit: 1);
        _rig.Work.ReleaseAll();

        _rig.Sink.Raise("a.go");
        _rig.Sink.Raise("b.go");
        _rig.Sink.Raise("b.stop");
        await waves.DrainAsync().Within();

        Assert.Equal(["first", "third", "first", "second", "second"], _rig.Work.Started);
    }

    [Fact]
    public async Task ATriggerRaisedByAnEarlierSubscriber_IsDeliveredBeforeTheOneItHandles()
    {
        _rig.Sink.Subscribe("a.go", _ => _rig.Sink.Raise("b.go"));
        await using SignalWaveExecutor waves = _rig.Start([_rig.Stage("outer", "a.go"), _rig.Stage("nested", "b.go")], limit: 1);
        _rig.Work.ReleaseAll();

        _rig.Sink.Raise("a.go");
        await waves.DrainAsync().Within();

        Assert.Equal(["nested", "outer"], _rig.Work.Started);
    }

    [Fact]
    public async Task DrainAsync_WaitsForTheWavesThatAWaveTriggers_AndMayBeCalledAgain()
    {
        await using SignalWaveExecutor waves = _rig.Start([_rig.Stage("one", "go", "one.done"), _rig.Stage("two", "one.done", "two.done"), _rig.Stage("three", "two.done")]);
        await waves.DrainAsync().Within(); // nothing to wait for

        _rig.Sink.Raise("go");
        Task drained = waves.DrainAsync();
        _rig.Work.Release("one");
        await _rig.Work.Reached(2);
        Assert.False(drained.IsCompleted);
        _rig.Work.Release("two");
        await _rig.Work.Reached(3);
        Assert.False(drained.IsCompleted);
        _rig.Work.Release("three");
        await drained.Within();

        Assert.Equal((3L, 0, 0), (waves.TotalCompleted, waves.PendingCount, waves.ActiveCount));
        _rig.Sink.Raise("go");
        await waves.DrainAsync().Within();
        Assert.Equal(6, waves.TotalCompleted);
    }

    [Fact]
    public async Task DrainAsync_IsEndedByItsToken_AndRefusedInsideAStage()
    {
        Exception? refused = null;
        SignalWaveExecutor? waves = null;
        SignalStage waiting = new("waiting", "wait", async ct =>
        {
            refused = await Record.ExceptionAsync(() => waves!.DrainAsync(ct));
            refused ??= await Record.ExceptionAsync(async () => await waves!.DisposeAsync());
        });
        await using (waves = _rig.Start([waiting, _rig.Stage("held", "go")]))
        {
            using CancellationTokenSource caller = new();
            _rig.Sink.Raise("go");
            Task drained = waves.DrainAsync(caller.Token);
            await caller.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => drained.Within());

            _rig.Sink.Raise("wait");
            _rig.Work.ReleaseAll();
            await waves.DrainAsync().Within();
            Assert.Contains("would wait for itself", Assert.IsType<InvalidOperationException>(refused).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AThrowingStage_SaysSo_AndStopsNothingElse()
    {
        SignalStage failing = new("bad", "go", static _ => throw new FormatException("x"), EmitOnComplete: ["never"], EmitOnFailure: ["bad.lost"]);
        SignalStage late = new("late", "go", static async _ =>
        {
            await Task.Yield();
            throw new OperationCanceledException("a foreign token");
        });
        SignalStage missing = new("none", "go", static _ => null!);
        await using SignalWaveExecutor waves = _rig.Start([failing, late, missing, _rig.Stage("good", "go", "good.done")]);
        _rig.Work.ReleaseAll();

        _rig.Sink.Raise(new SignalEvent("go", 3, "k", default));
        await waves.DrainAsync().Within();

        Assert.Equal((1L, 3L, 0L), (waves.TotalCompleted, waves.TotalFailed, waves.TotalCancelled));
        Assert.Equal(
            ["bad.lost", "go", "good.done", "stage.fail:bad:FormatException", "stage.fail:late:OperationCanceledException", "stage.fail:none:InvalidOperationException"],
            _rig.Names.Order(StringComparer.Ordinal));
        Assert.All(_rig.Raised, static signal => Assert.Equal((3, "k"), (signal.OperationId, signal.Key)));
        Assert.False(waves.IsStopped);
    }

    [Fact]
    public async Task BeyondTheQueue_TheNewestIsDroppedAndCounted()
    {
        await using SignalWaveExecutor waves = _rig.Start([_rig.Stage("a", "go")], limit: 1);
        _rig.Sink.Raise("go");
        await _rig.Work.Reached(1);

        for (int i = 0; i < 1_024 + 5; i++) _rig.Sink.Raise("go");

        Assert.Equal((1_024, 5L), (waves.PendingCount, waves.DroppedCount));
        _rig.Work.ReleaseAll();
        await waves.DrainAsync().Within();
        Assert.Equal(1_025, waves.TotalCompleted);
    }

    [Fact]
    public async Task WhatAStageSignalsAsAnOperation_ReachesTheSink()
    {
        SignalStage stage = new("a", "go", static _ =>
        {
            EphemeralOperation.Current!.Signal("a.note");
            return Task.CompletedTask;
        });
        await using SignalWaveExecutor waves = _rig.Start([stage]);

        _rig.Sink.Raise("go");
        await waves.DrainAsync().Within();

        SignalEvent note = Assert.Single(_rig.Raised, static signal => signal.Is("a.note"));
        Assert.Equal("go", note.Propagation?.Last.Signal);
    }

    [Fact]
    public async Task TheListsOfAStage_AreCopied()
    {
        string[] emitted = ["done"];
        await using SignalWaveExecutor waves = _rig.Start([new("a", "go", static _ => Task.CompletedTask, EmitOnComplete: emitted)]);
        emitted[0] = "changed";

        _rig.Sink.Raise("go");
        await waves.DrainAsync().Within();

        Assert.Equal(["go", "done"], _rig.Names);
    }

    [Fact]
    public void EveryFault_IsInOneMessage()
    {
        SignalStage[] stages = [new("a", "go", static _ => Task.CompletedTask), new("a", "", null!), new(" ", "go", static _ => Task.CompletedTask, [""], ["x", null!], [" "]), null!];

        ArgumentException error = Assert.Throws<ArgumentException>(() => new SignalWaveExecutor(null!, stages, ["verdict.*", ""], 0));
        ArgumentException none = Assert.Throws<ArgumentException>(() => new SignalWaveExecutor(new(), []));
        ArgumentException nothing = Assert.Throws<ArgumentException>(() => new SignalWaveExecutor(new(), null!));

        Assert.Equal(
            """
            SignalWaveExecutor is not valid (11 faults):
              sink must be set but was null.
              maxConcurrentStages must be at least 1 but was 0.
              stages[1] ('a') must have a trigger pattern, such as "stage.start", but it was blank.
              stages[1] ('a') must have work but it was null.
              stages[2] must have a name but it was blank.
              stages[2] must emit signals with a name but one in EmitOnStart was blank.
              stages[2] must emit signals with a name but one in EmitOnComplete was blank.
              stages[2] must emit signals with a name but one in EmitOnFailure was blank.
              stages[3] must be a stage but was null.
              stages must have distinct names but 'a' is there more than once.
              earlyExitSignals must hold patterns, such as "verdict.*", but one was blank.
            """.ReplaceLineEndings("\n"),
            error.Message);
        Assert.Contains("stages must have at least one stage but was empty.", none.Message, StringComparison.Ordinal);
        Assert.Contains("stages must be set but was null.", nothing.Message, StringComparison.Ordinal);
    }
}
