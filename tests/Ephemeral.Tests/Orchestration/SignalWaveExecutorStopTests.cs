namespace Ephemeral.Tests.Orchestration;

public sealed class SignalWaveExecutorStopTests
{
    private readonly WaveRig _rig = new();

    [Fact]
    public async Task AnEarlyExit_StopsEverything()
    {
        await using SignalWaveExecutor waves = _rig.Start([_rig.Stage("running", "go", "never"), _rig.Stage("queued", "go", "never")], ["verdict.*"], limit: 1);
        _rig.Sink.Raise(new SignalEvent("go", 5, "k", default));
        await _rig.Work.Reached(1);

        _rig.Sink.Raise(new SignalEvent("verdict.bot", 6, "v", default));
        Assert.Equal((true, "verdict.bot", 0), (waves.IsStopped, waves.ExitSignal, waves.PendingCount));
        await waves.DrainAsync().Within();
        _rig.Sink.Raise("go");
        _rig.Sink.Raise("verdict.again");

        Assert.Equal(["running"], _rig.Work.Started);
        Assert.Equal((0L, 0L, 2L), (waves.TotalCompleted, waves.TotalFailed, waves.TotalCancelled));
        Assert.Equal(["go", "go", "stage.cancel:running", "stage.exit:verdict.bot", "verdict.again", "verdict.bot"], _rig.Names.Order(StringComparer.Ordinal));
        Assert.Equal((6, "v"), Of("stage.exit:verdict.bot"));
        Assert.Equal((5, "k"), Of("stage.cancel:running"));
        Assert.Equal((1, 1), (_rig.Sink.SubscribersOf("go"), _rig.Sink.SubscribersOf("verdict.bot"))); // the rig's own

        (long, string?) Of(string name) => _rig.Raised.Where(signal => signal.Is(name)).Select(static signal => (signal.OperationId, signal.Key)).Single();
    }

    [Fact]
    public async Task ASignalThatIsTriggerAndExit_StartsNothing()
    {
        await using SignalWaveExecutor waves = _rig.Start([_rig.Stage("a", "verdict.*")], ["other, verdict.bot"]);

        _rig.Sink.Raise("verdict.bot");

        Assert.Equal(("verdict.bot", 0, 0, 0L), (waves.ExitSignal, waves.ActiveCount, waves.PendingCount, waves.DroppedCount));
        await waves.DrainAsync().Within();
    }

    [Fact]
    public async Task AStageThatRaisesTheVerdict_HasCompleted()
    {
        SignalStage judge = new("judge", "go", _ =>
        {
            _rig.Sink.Raise("verdict.ok");
            return Task.CompletedTask;
        }, EmitOnComplete: ["judge.done"]);
        await using SignalWaveExecutor waves = _rig.Start([judge, _rig.Stage("other", "go")], ["verdict.*"], limit: 1);

        _rig.Sink.Raise("go");
        await waves.DrainAsync().Within();

        Assert.Equal((1L, 1L), (waves.TotalCompleted, waves.TotalCancelled));
        Assert.Equal(["go", "verdict.ok", "stage.exit:verdict.ok", "judge.done"], _rig.Names);
    }

    [Fact]
    public async Task Dispose_DetachesAndCancels_TwiceIsNoError()
    {
        SignalWaveExecutor waves = _rig.Start([_rig.Stage("running", "go"), _rig.Stage("queued", "go")], ["verdict.*"], limit: 1);
        _rig.Sink.Raise("go");
        await _rig.Work.Reached(1);
        Task drained = waves.DrainAsync();

        waves.Dispose();
        waves.Dispose();
        await waves.DisposeAsync().Within();
        await waves.DisposeAsync().Within();
        await drained.Within();
        _rig.Sink.Raise("go");
        _rig.Sink.Raise("verdict.late");

        Assert.Equal((true, null, 2L, 0L), (waves.IsStopped, waves.ExitSignal, waves.TotalCancelled, waves.DroppedCount));
        Assert.Equal(["go", "stage.cancel:running", "go", "verdict.late"], _rig.Names);
        Assert.Throws<ObjectDisposedException>(waves.Start);
        Assert.Equal((1, 1), (_rig.Sink.SubscribersOf("go"), _rig.Sink.SubscribersOf("verdict.bot"))); // the rig's own
        await waves.DrainAsync().Within();
    }

    [Fact]
    public async Task DisposeAsync_WaitsForARunningStageThatIgnoresItsToken()
    {
        Gate gate = new();
        SignalWaveExecutor waves = _rig.Start([new("stubborn", "go", _ => gate.WaitAsync(), EmitOnComplete: ["stubborn.done"])]);
        _rig.Sink.Raise("go");
        await gate.Reached;

        Task disposed = waves.DisposeAsync().AsTask();
        Assert.False(disposed.IsCompleted);
        gate.Open();
        await disposed.Within();

        Assert.Equal((1L, 0L), (waves.TotalCompleted, waves.TotalCancelled));
        Assert.Equal(["go", "stubborn.done"], _rig.Names);
    }

    [Fact]
    public async Task ADrainRequest_StopsTriggersAndLetsQueuedStagesRun()
    {
        await using SignalWaveExecutor waves = _rig.Start([_rig.Stage("a", "go"), _rig.Stage("b", "go")], limit: 1);
        _rig.Sink.Raise("go");
        await _rig.Work.Reached(1);

        _rig.Sink.RequestDrainAll();
        _rig.Sink.Raise("go");
        _rig.Work.ReleaseAll();
        await waves.DrainAsync().Within();

        Assert.Equal((true, 2L, 0L), (waves.IsStopped, waves.TotalCompleted, waves.DroppedCount));
    }

    [Fact]
    public async Task StartedAfterItWasStopped_ItStaysDetached()
    {
        await using SignalWaveExecutor waves = new(_rig.Sink, [_rig.Stage("a", "go")], ["verdict.*"]);
        _rig.Sink.RequestDrainAll();

        waves.Start();
        _rig.Sink.Raise("verdict.bot");

        Assert.Equal((true, null), (waves.IsStopped, waves.ExitSignal));
        Assert.Equal(1, _rig.Sink.SubscribersOf("go")); // the rig's own
    }

    [Fact]
    public async Task StoppedUnderLoad_WhatStartedHasEndedAndNothingIsLeft()
    {
        for (int run = 0; run < 20; run++)
        {
            WaveRig rig = new();
            rig.Work.ReleaseAll();
            SignalWaveExecutor waves = rig.Start([rig.Stage("a", "go", "next"), rig.Stage("b", "next")], ["verdict.*"]);
            using Barrier barrier = new(3);
            Task[] raisers = [Raise(), Raise(), Task.Factory.StartNew(Stop, TaskCreationOptions.LongRunning)];
            await Task.WhenAll(raisers).Within();
            await waves.DisposeAsync().Within();

            Assert.Equal((0, 0), (waves.PendingCount, waves.ActiveCount));
            Assert.Equal((rig.Work.Started.Count, 0L), (waves.TotalCompleted, waves.TotalFailed)); // open work ends whatever its token says
            Assert.Equal(waves.ExitSignal is null ? 0 : 1, rig.Names.Count(static name => name.StartsWith("stage.exit:", StringComparison.Ordinal)));
            rig.Sink.Raise("go");
            Assert.Equal((0, 0), (waves.PendingCount, waves.ActiveCount));

            Task Raise() => Task.Factory.StartNew(
                () =>
                {
                    barrier.SignalAndWait(TestTimeout.Limit);
                    for (int i = 0; i < 500; i++) rig.Sink.Raise("go");
                },
                TaskCreationOptions.LongRunning);

            void Stop()
            {
                barrier.SignalAndWait(TestTimeout.Limit);
                if (int.IsEvenInteger(run)) waves.Dispose();
                else rig.Sink.Raise("verdict.bot");
            }
        }
    }
}
