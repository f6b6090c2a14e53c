namespace Ephemeral.Tests.Jobs.Models;

/// <content>What the commands do.</content>
internal sealed partial class JobDriver
{
    /// <returns>False when nobody can say what would happen: the sequence ends here.</returns>
    private async Task<bool> DoAsync(JobCommand command)
    {
        switch (command.Kind)
        {
            case JobCommandKind.Raise:
                Raise(command.Operand % _setup.Jobs.Length, command.Operand / 7 % 3);
                break;
            case JobCommandKind.EndBody or JobCommandKind.FailBody:
                if (Of(_model.Running, command.Operand) is { } running) End(running, command.Kind == JobCommandKind.EndBody);
                break;
            case JobCommandKind.ToggleAwaited:
                Toggle(command.Operand % _setup.Jobs.Length);
                break;
            case JobCommandKind.Advance:
                return await AdvanceAsync(_model.Now + TimeSpan.FromSeconds((command.Operand % 5) + 1));
            case JobCommandKind.Pause:
                _runner.Pause();
                _model.SetPaused(true);
                break;
            case JobCommandKind.Resume:
                _model.SetPaused(false);
                _runner.Resume();
                break;
            case JobCommandKind.Complete:
                _runner.Complete();
                _model.Complete();
                break;
            default:
                if (Of(Known(), command.Operand) is { } known) Act(command.Kind, known);
                break;
        }

        return true;
    }

    private static JobItem? Of(IReadOnlyList<JobItem> items, int operand) => items.Count == 0 ? null : items[operand % items.Count];

    /// <summary>The runs whose ids are known: those that began once.</summary>
    private List<JobItem> Known() => [.. _model.Items.Where(item => _cells[item.Number].Id != 0)];

    private void Act(JobCommandKind kind, JobItem item)
    {
        long id = _cells[item.Number].Id;
        (bool expected, bool actual) = kind switch
        {
            JobCommandKind.Kill => (_model.Kill(item), _runner.TryKill(id)),
            JobCommandKind.Evict => (_model.Evict(item), _runner.Evict(id)),
            _ => (_model.Unpin(item), _runner.Unpin(id)),
        };
        Assert.Equal(expected, actual);
    }

    private void Raise(int job, int key)
    {
        JobItem item = new(_raised++, job, _setup.Jobs[job].IsKeyed ? $"k{key}" : null);
        _cells[item.Number] = new(_setup.IsAlone);
        _model.Raise(item);
        _triggers.Raise($"t{job}", item.Number, $"k{key}");
    }

    private void End(JobItem item, bool succeeds)
    {
        _model.End(item, succeeds);
        _cells[item.Number].End(succeeds);
    }

    private void Toggle(int job)
    {
        if (_model.IsPresent(job)) _sink.Retract($"go{job}");
        else _sink.Raise($"go{job}");
        _model.Toggle(job);
    }

    private async Task<bool> AdvanceAsync(TimeSpan until)
    {
        while (_model.Now < until)
        {
            TimeSpan next = _model.NextEvent(until);
            if (_model.IsTie(next)) return false;
            TimeSpan by = next - _model.Now;
            _model.AdvanceTo(next);
            _time.Advance(by);
            await SettleAsync();
        }

        return true;
    }

    /// <summary>Completes the runner and lets everything happen that it still waits for: it drains.</summary>
    private async Task EndByDrainAsync()
    {
        _runner.Complete();
        _model.Complete();
        _model.SetPaused(false);
        _runner.Resume();
        await SettleAsync();
        for (int job = 0; job < _setup.Jobs.Length; job++)
        {
            if (!_model.IsPresent(job)) Toggle(job);
            await SettleAsync();
        }

        while (_model.Pending.Count + _model.Running.Count > 0)
        {
            if (_model.Running.Count > 0) End(_model.Running[0], succeeds: true);
            else if (!await AdvanceAsync(_model.NextEvent(TimeSpan.MaxValue))) return;
            await SettleAsync();
        }

        await Expect(_runner.DrainAsync(), "the drain");
        Assert.True(_runner.IsDrained);
    }

    /// <summary>Disposes the runner: what waits is cancelled, what runs ends, and nothing begins any more.</summary>
    private async Task EndByDisposeAsync()
    {
        Task disposed = _runner.DisposeAsync().AsTask();
        foreach (JobItem item in _model.Running) _cells[item.Number].End(succeeds: true);
        await Expect(disposed, "the end of its disposal");
        int starts = _cells.Values.Sum(static cell => cell.Starts.Count);
        _triggers.Raise("t0", _raised, null);
        _time.Advance(TimeSpan.FromMinutes(1));

        CoordinatorMetrics counts = _runner.GetMetrics();
        Assert.Equal((0, 0), (counts.Pending, counts.Active));
        Assert.Equal(_model.Items.Count, counts.Enqueued);
        Assert.Equal(counts.Enqueued, counts.Completed + counts.Failed + counts.Cancelled + counts.Skipped);
        Assert.Equal(starts, _cells.Values.Sum(static cell => cell.Starts.Count));
    }
}
