using Ephemeral.Operations;
using Ephemeral.Tests.Kinds;

namespace Ephemeral.Tests.Models;

/// <content>The commands.</content>
internal sealed partial class ModelDriver
{
    private async Task DoAsync(ModelCommand command)
    {
        (CommandKind kind, int a, int b) = command;
        switch (kind)
        {
            case CommandKind.Enqueue or CommandKind.TryEnqueue or CommandKind.EnqueueDelayed when _setup.Pulls:
                break;
            case CommandKind.Enqueue:
                Enqueue(a, b, TimeSpan.Zero);
                break;
            case CommandKind.EnqueueDelayed:
                Enqueue(a, b, Plain is null ? TimeSpan.Zero : ModelSetup.WaitOf((a % 4) + 1, ++_delays));
                break;
            case CommandKind.TryEnqueue:
                TryEnqueue(a, b);
                break;
            case CommandKind.EndBody when _model.Running.Count > 0:
                EndBody(Pick(_model.Running, a), (Ending)(b % 3));
                break;
            case CommandKind.Pause:
                Coordinator.Pause();
                _model.SetPaused(true);
                break;
            case CommandKind.Resume:
                Coordinator.Resume();
                _model.SetPaused(false);
                break;
            case CommandKind.SetLimit when _setup.IsDynamic:
                Coordinator.SetMaxConcurrency((a % 4) + 1);
                _model.SetLimit((a % 4) + 1);
                break;
            case CommandKind.Complete:
                Coordinator.Complete();
                _model.Complete();
                break;
            case CommandKind.Cancel:
                Coordinator.Cancel();
                _model.Cancel(dispose: false);
                break;
            case CommandKind.Dispose:
                Coordinator.Dispose();
                _model.Cancel(dispose: true);
                break;
            case CommandKind.CancelWriter when _model.Writers.Count > 0:
                CancelWriter(Pick(_model.Writers, a));
                break;
            case CommandKind.ToggleSignal:
                Toggle(Names()[a % Names().Length]);
                break;
            case CommandKind.Advance:
                await AdvanceAsync(TimeSpan.FromSeconds((a % 6) + 1));
                break;
            default:
                List<ModelItem> known = [.. _model.Items.Where(item => IdOf(item) != 0)];
                if (known.Count > 0) DoTo(kind, Pick(known, a), Names()[b % Names().Length]);
                break;
        }
    }

    /// <summary>Counts from the newest: a sequence that loses its beginning still means the same items.</summary>
    private static ModelItem Pick(List<ModelItem> items, int operand) => items[^(1 + (operand % items.Count))];

    private void DoTo(CommandKind kind, ModelItem item, string name)
    {
        long id = IdOf(item);
        switch (kind)
        {
            case CommandKind.Pin:
                Assert.Equal(_model.Pin(item), Coordinator.Pin(id));
                break;
            case CommandKind.Unpin:
                Assert.Equal(_model.Unpin(item), Coordinator.Unpin(id));
                break;
            case CommandKind.Evict:
                Assert.Equal(_model.Evict(item), Coordinator.Evict(id));
                break;
            case CommandKind.Kill:
                Assert.Equal(_model.Kill(item), Coordinator.TryKill(id));
                break;
            case CommandKind.OperationSignal when _setup.OwnSignals && OperationOf(item) is { } operation:
                operation.Signal(name);
                _model.Raise(name, item);
                break;
            case CommandKind.OperationRetract when _setup.OwnSignals && OperationOf(item) is { } operation:
                operation.Retract(name);
                _model.Retract(name, item);
                break;
            case CommandKind.WaitForResult when _any.WaitForResult is { } wait:
                Task<bool> result = wait(id);
                if (item.IsKnown) _results.Add((item, result));
                else Assert.IsType<KeyNotFoundException>(result.Exception?.InnerException);
                break;
            case CommandKind.StartNow when Plain is { } plain:
                Assert.Equal(_model.StartNow(item), plain.TryStartNow(id));
                break;
            case CommandKind.LookUp:
                LookUp(item, Coordinator.TryGetOperation(id));
                break;
        }
    }

    private void Enqueue(int key, int lane, TimeSpan delay)
    {
        WorkItem work = NewWork(key, lane);
        ModelCell cell = _cells[work.Number];
        ValueTask<long> offered = delay == TimeSpan.Zero
            ? _any.Enqueue!(work, cell.Cancellation.Token)
            : Plain!.EnqueueDelayedAsync(work, delay, cell.Cancellation.Token);
        ModelItem item = _model.Offer(work, mayWait: true, delay);
        if (item.Ordinal > 0)
        {
            Assert.True(offered.IsCompletedSuccessfully, $"{item.Number} should have been accepted at once");
            cell.Id = offered.Result;
        }
        else if (_model.Writers.Contains(item))
        {
            cell.Writer = offered.AsTask();
        }
        else
        {
            Exception? refusal = offered.AsTask().Exception?.InnerException;
            Assert.True(_model.IsCompleted ? IsClosed(refusal) : refusal is CoordinatorFullException, $"{item.Number} got {refusal}");
        }
    }

    private void TryEnqueue(int key, int lane)
    {
        WorkItem work = NewWork(key, lane);
        long id = _any.TryEnqueue!(work);
        ModelItem item = _model.Offer(work, mayWait: false, TimeSpan.Zero);
        Assert.Equal(item.Ordinal > 0, id > 0);
        _cells[work.Number].Id = id;
    }

    private void EndBody(ModelItem item, Ending ending)
    {
        _model.End(item, ending);
        _cells[item.Number].End(ending);
    }

    private void CancelWriter(ModelItem item)
    {
        _model.CancelWriter(item);
        _cells[item.Number].Cancellation.Cancel();
    }

    private void Toggle(string name)
    {
        if (_model.IsInSink(name))
        {
            _sink.Retract(name);
            _model.Retract(name);
        }
        else
        {
            _sink.Raise(name);
            _model.Raise(name, null);
        }
    }

    /// <summary>One event after the other, so that the order of what they start is known.</summary>
    private async Task AdvanceAsync(TimeSpan by)
    {
        TimeSpan until = _model.Now + by;
        while (_model.Now < until)
        {
            TimeSpan next = _model.NextEvent(until);
            _time.Advance(next - _model.Now);
            _model.AdvanceTo(next);
            await SettleAsync();
        }
    }

    private EphemeralOperation? OperationOf(ModelItem item) =>
        _cells[item.Number].Operation ??= Coordinator.TryGetOperation(IdOf(item));

    private void LookUp(ModelItem item, EphemeralOperation? operation)
    {
        Assert.Equal(item.IsKnown, operation is not null);
        if (operation is null) return;
        Assert.Equal(item.State > OperationState.Running, operation.Completed is not null);
        if (item.Attempts == 0 || item.State > OperationState.Pending) Assert.Equal(item.State > OperationState.Pending, operation.Started != default);
        Assert.Equal(item.IsPinned, operation.IsPinned);
        _cells[item.Number].Operation ??= operation;
        Assert.Same(_cells[item.Number].Operation, operation);
    }

    private EphemeralWorkCoordinator<WorkItem>? Plain => Coordinator as EphemeralWorkCoordinator<WorkItem>;

    private string[] Names()
    {
        IEnumerable<string> names = ["defer", "cancel", CoordinatorModel.ResumeName];
        if (_setup.IsLaned)
            names = names.Concat(Enumerable.Range(0, _setup.Lanes.Length).SelectMany(static rank => new[] { $"defer.{rank}", $"cancel.{rank}" }));

        return [.. names];
    }

    /// <summary>Lifts every hold, lets everything run to its end, and looks whether anything is left.</summary>
    private async Task EndAsync()
    {
        foreach (string name in Names().Where(_model.IsInSink))
        {
            Toggle(name);
            await SettleAsync();
        }

        foreach (CommandKind last in new[] { CommandKind.Resume, CommandKind.Complete })
        {
            await DoAsync(new(last, 0, 0));
            await SettleAsync();
        }

        while (_model.Running.Count + _model.Aside.Count > 0 || (_model.Pending.Count > 0 && Names().Any(_model.IsOwn)))
        {
            if (_model.Running.Count > 0) EndBody(_model.Running[0], Ending.Complete);
            else if (_model.Aside.Count > 0) await AdvanceAsync(TimeSpan.FromSeconds(1));
            else await RetractAllAsync();
            await SettleAsync();
        }

        Assert.True(_model.IsEmpty);
        Task drained = Coordinator.DrainAsync();
        if (_model.IsCutShort) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Expect(drained, "the drain"));
        else if (Run is null || !_model.IsCancelled) await Expect(drained, "the drain");
        else _ = await Record.ExceptionAsync(() => Expect(drained, "the drain")); // a held loop has not seen its source's end yet
        if (Run is not null) await Expect(Run, "the end of the foreach");
        Assert.True(Coordinator.IsDrained);
        foreach ((ModelItem item, Task<bool> result) in _results)
        {
            await Expect(result, $"the result of {item.Number}");
            Assert.Equal(item.State == OperationState.Completed, await result);
        }

        await RetractAllAsync();
        await AdvanceAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(0, _time.ActiveTimers);
        Assert.Equal(0, Coordinator.CallbackFailures);
    }

    private async Task RetractAllAsync()
    {
        while (_model.Items.Find(static item => item.Signals.Count > 0) is { } item)
        {
            string name = item.Signals[0];
            OperationOf(item)!.Retract(name);
            _model.Retract(name, item);
            await SettleAsync();
        }
    }
}
