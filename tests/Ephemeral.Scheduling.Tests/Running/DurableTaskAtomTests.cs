using System.Text.Json;

namespace Ephemeral.Scheduling.Tests.Running;

public sealed class DurableTaskAtomTests
{
    private static readonly DateTimeOffset _time = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task WithASink_TheTaskIsASignal_WithItsKeyAndItself()
    {
        SignalSink sink = new();
        List<SignalEvent> raised = [];
        sink.Subscribe("backup.*", raised.Add);
        await using DurableTaskAtom atom = new(sink);
        using JsonDocument payload = JsonDocument.Parse("[1]");
        DurableTask task = new("nightly", "backup.run", _time, "db", payload.RootElement, "why");

        long id = await atom.EnqueueAsync(task).Within();
        await atom.WaitForIdleAsync().Within();

        SignalEvent signal = Assert.Single(raised);
        Assert.Equal(("backup.run", "db", id), (signal.Signal, signal.Key, signal.OperationId));
        Assert.True(signal.TryGetPayload(out DurableTask? travelled));
        Assert.Same(task, travelled);
    }

    [Fact]
    public async Task ATask_IsPinnedUntilItIsDone_AndOnesRunOneAfterTheOther()
    {
        Gate gate = new();
        List<string> order = [];
        await using DurableTaskAtom atom = new(async (task, ct) =>
        {
            order.Add(task.Name);
            if (task.Name == "a") await gate.WaitAsync(ct);
        });
        long first = await atom.EnqueueAsync(new("a", "s", _time)).Within();
        await atom.EnqueueAsync(new("b", "s", _time)).Within();
        await gate.Reached;

        Assert.True(Assert.Single(atom.Snapshot()).IsPinned);
        Assert.Equal((1, 1), (atom.PendingCount, atom.ActiveCount));
        Task idle = atom.WaitForIdleAsync();
        Assert.False(idle.IsCompleted);
        gate.Open();
        await idle.Within();

        Assert.Equal(["a", "b"], order);
        Assert.False(atom.Snapshot().Single(operation => operation.Id == first).IsPinned);
    }

    [Fact]
    public async Task WhatWaitsOrRunsAtTheEnd_RunsAfterTheNextStart_MarkedAsLate()
    {
        MemoryTaskStore store = new();
        Gate gate = new();
        DurableTaskAtom first = new((_, ct) => gate.WaitAsync(ct), store: store);
        await first.EnqueueAsync(new("running", "s", _time)).Within();
        await first.EnqueueAsync(new("waiting", "s", _time.AddHours(1))).Within();
        await gate.Reached;
        await first.DisposeAsync().Within();

        List<DurableTask> ran = [];
        await using DurableTaskAtom second = new((task, _) => Task.FromResult(0).ContinueWith(_ => ran.Add(task), TaskScheduler.Default), store: store);
        Assert.Equal(2, await second.RecoverAsync().Within());
        Assert.Equal(2, await second.RecoverAsync().Within()); // once
        await second.WaitForIdleAsync().Within();

        Assert.Equal(["running", "waiting"], ran.Select(task => task.Name));
        Assert.All(ran, task => Assert.True(task.IsLate));
        Assert.Empty(store.Ids);
    }

    [Fact]
    public async Task AnAtomThatIsUsedBeforeItRecovers_RunsWhatItWasGivenOnce()
    {
        MemoryTaskStore store = new();
        await store.AddAsync([new("left", "s", _time)], new Dictionary<string, DateTimeOffset>(), TestContext.Current.CancellationToken);
        List<string> ran = [];
        await using DurableTaskAtom atom = new((task, _) => { ran.Add($"{task.Name} {task.IsLate}"); return Task.CompletedTask; }, store: store);

        await atom.EnqueueAsync(new("new", "s", _time)).Within();
        await atom.RecoverAsync().Within();
        await atom.WaitForIdleAsync().Within();

        Assert.Equal(["left True", "new False"], ran);
    }

    [Fact]
    public async Task AStoreThatFails_RefusesTheTask_AndIsCountedWhenNobodyCanBeTold()
    {
        MemoryTaskStore store = new();
        Gate gate = new();
        await using DurableTaskAtom atom = new((_, ct) => gate.WaitAsync(ct), store: store);
        await atom.EnqueueAsync(new("a", "s", _time)).Within();
        await gate.Reached;

        store.Fails = true;
        await Assert.ThrowsAsync<IOException>(() => atom.EnqueueAsync(new("b", "s", _time)).Within());
        gate.Open();
        await atom.WaitForIdleAsync().Within();

        Assert.Equal(1, atom.StoreFailures);
        Assert.Equal((0, 0, 1, 0), atom.Stats());
    }

    [Fact]
    public async Task AfterDispose_EverythingIsRefused()
    {
        DurableTaskAtom atom = new(new SignalSink());
        await atom.DisposeAsync().Within();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => atom.EnqueueAsync(new("a", "s", _time)).AsTask());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => atom.RecoverAsync());
    }
}
