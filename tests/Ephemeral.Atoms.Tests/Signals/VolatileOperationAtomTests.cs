namespace Ephemeral.Atoms.Tests.Signals;

/// <summary>Which operations are removed, and what they leave.</summary>
public sealed class VolatileOperationAtomTests
{
    private readonly SignalSink _sink = new();

    [Fact]
    public async Task AnOperationThatSignalsItsEnd_LeavesTheWindowAtOnce_AndItsEcho()
    {
        List<string> killed = [];
        await using EphemeralWorkCoordinator<int> coordinator = Create();
        using VolatileOperationAtom atom = new(_sink, coordinator, new() { OnKilled = signal => killed.Add(signal.Signal) });
        await coordinator.EnqueueAsync(1);
        await coordinator.EnqueueAsync(-1);
        await coordinator.FlushAsync().Within();

        Assert.Single(coordinator.GetSnapshot()); // the other one
        Assert.Equal(["work.begun", "kill.job"], Assert.Single(coordinator.GetEchoes()).Signals!);
        Assert.Equal(["kill.job"], killed);
        Assert.Equal((1L, 0L, 1L), (atom.KilledCount, atom.NotFoundCount, coordinator.TotalCancelled));
    }

    [Fact]
    public async Task ShouldKill_Decides_AndOneThatThrowsSparesTheOperation()
    {
        await using EphemeralWorkCoordinator<int> coordinator = Create();
        using VolatileOperationAtom atom = new(_sink, coordinator, new() { ShouldKill = static _ => throw new InvalidOperationException() });
        using VolatileOperationAtom never = new(_sink, coordinator, new() { ShouldKill = static _ => false });

        await coordinator.ExecuteAsync(1).Within();

        Assert.Equal((0L, 0L, 1L, 1L), (atom.KilledCount, never.KilledCount, _sink.CallbackFailures, coordinator.TotalCompleted));
    }

    [Fact]
    public async Task ASignalOfNobody_IsTold()
    {
        List<SignalEvent> notFound = [];
        await using EphemeralWorkCoordinator<int> coordinator = Create();
        using VolatileOperationAtom atom = new(_sink, coordinator, new() { KillSignalPattern = "end:*", OnNotFound = notFound.Add });

        _sink.Raise("end:it");
        _sink.Raise(new SignalEvent("end:it", -5, null, default));
        _sink.Raise("kill.job");

        Assert.Equal((2, 2L), (notFound.Count, atom.NotFoundCount));
    }

    [Fact]
    public async Task AnItemThatStillWaits_NeverRuns()
    {
        Gate gate = new();
        await using EphemeralWorkCoordinator<int> coordinator = new((_, _) => gate.WaitAsync(), new() { MaxConcurrency = 1, Signals = _sink });
        using VolatileOperationAtom atom = new(_sink, coordinator);
        await coordinator.EnqueueAsync(1);
        await gate.Reached;
        long waiting = await coordinator.EnqueueAsync(2);

        _sink.Raise(new SignalEvent("kill.it", waiting, null, default));

        Assert.Equal((0, 1L), (coordinator.PendingCount, coordinator.TotalCancelled));
        gate.Open();
    }

    [Fact]
    public async Task WhatIsMissing_IsRefused()
    {
        await using EphemeralWorkCoordinator<int> coordinator = Create();

        Assert.Throws<ArgumentNullException>(() => new VolatileOperationAtom(null!, coordinator));
        Assert.Throws<ArgumentNullException>(() => new VolatileOperationAtom(_sink, null!));
        Assert.Throws<ArgumentException>(() => new VolatileOperationAtom(_sink, coordinator, new() { KillSignalPattern = "" }));
    }

    private EphemeralWorkCoordinator<int> Create() => new(
        static (item, operation, _) =>
        {
            operation.Signal("work.begun");
            if (item > 0) operation.Signal("kill.job");
            return Task.CompletedTask;
        },
        new() { Signals = _sink });
}
