using System.Collections.Concurrent;
using System.Globalization;
using Ephemeral.Tests.Kinds;

namespace Ephemeral.Tests.Models;

/// <summary>Does the same to a coordinator and to the model, and compares them after each command.</summary>
/// <remarks>
/// Bodies wait at gates that the driver opens, so what runs is known. After a command it waits for the events that the model predicts
/// (starts, ends, discards, departures, writers let in); what happens beyond them shows in the next comparison.
/// </remarks>
internal sealed partial class ModelDriver
{
    private readonly ModelSetup _setup;
    private readonly TimeSpan _patience;
    private readonly CoordinatorModel _model;
    private readonly ManualTimeProvider _time = new();
    private readonly SignalSink _sink;
    private readonly ModelObserver _observer = new();
    private readonly Tally _ends = new();
    private readonly Tally _left = new();
    private readonly ConcurrentDictionary<int, ModelCell> _cells = [];
    private readonly ConcurrentQueue<long> _finalized = [];
    private readonly List<(ModelItem Item, Task<bool> Result)> _results = [];
    private readonly AnyCoordinator _any;
    private int _settled;
    private int _made;
    private int _waits;
    private int _delays;

    public ModelDriver(ModelSetup setup, TimeSpan patience)
    {
        _setup = setup;
        _patience = patience;
        _model = new(setup);
        _sink = new(1_000, TimeSpan.FromDays(1), _time);
        List<WorkItem> source = [.. Enumerable.Range(0, setup.Pulls ? setup.SourceLength : 0).Select(_ => NewWork(0, 0))];
        _any = AnyCoordinator.Create(setup.Kind, BodyAsync, setup.TakesOperation, Options(), [.. setup.Lanes.Select(LaneOf)], source);
        if (setup.IsFinalizationHeard) Coordinator.OperationFinalized += Finalized;
        if (!setup.Pulls) return;
        _model.Start(source);
        Run = _any.RunAsync!();
    }

    private CoordinatorBase Coordinator => _any.Coordinator;

    private Task? Run { get; }

    public async Task RunAsync(IReadOnlyList<ModelCommand> commands)
    {
        int done = 0;
        try
        {
            await SettleAsync();
            for (; done < commands.Count; done++)
            {
                await DoAsync(commands[done]);
                await SettleAsync();
            }

            await EndAsync();
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"after {done} of {commands.Count} commands: {error.Message}", error);
        }
        finally
        {
            foreach (ModelItem item in _model.Running.ToList()) _cells[item.Number].End(Ending.Complete);
            Coordinator.Dispose();
        }
    }

    private Task BodyAsync(WorkItem work, EphemeralOperation? operation, CancellationToken cancellationToken)
    {
        ModelCell cell = _cells[work.Number];
        if (_setup.Pulls) cell.Id = (operation ?? EphemeralOperation.Current)!.Id;
        return cell.RunAsync(operation);
    }

    private WorkItem NewWork(int key, int lane)
    {
        WorkItem work = new(_made++, _setup.IsKeyed ? key % ModelSetup.Keys : 0, lane % _setup.Lanes.Length);
        _cells[work.Number] = new();
        return work;
    }

    private EphemeralOptions Options() => new()
    {
        MaxConcurrency = _setup.MaxConcurrency,
        EnableDynamicConcurrency = _setup.IsDynamic,
        MaxConcurrencyPerKey = _setup.PerKey,
        QueueCapacity = _setup.Capacity,
        FullMode = _setup.FullMode,
        MaxTrackedOperations = _setup.Tracked,
        MaxOperationLifetime = TimeSpan.FromSeconds(_setup.Lifetime),
        EnableFairScheduling = _setup.FairThreshold is not null,
        FairSchedulingThreshold = _setup.FairThreshold ?? 10,
        Signals = _sink,
        CancelOnSignals = _setup.IsObserved ? new HashSet<string> { "cancel" } : null,
        DeferOnSignals = new HashSet<string> { "defer" },
        ResumeOnSignals = new HashSet<string> { CoordinatorModel.ResumeName },
        DeferCheckInterval = TimeSpan.FromSeconds(1),
        MaxDeferAttempts = _setup.LongestDeferral,
        Retry = _setup.Retries == 0 ? null : new() { MaxRetries = _setup.Retries, Backoff = _ => ModelSetup.WaitOf(_setup.RetryDelay, ++_waits) },
        OnSample = _ => _ends.Add(),
        Observer = _setup.IsObserved ? _observer : null,
        TimeProvider = _time,
    };

    private PriorityLane LaneOf(ModelLane lane, int rank) => new(
        lane.Limit == int.MaxValue ? $"lane{rank}" : string.Create(CultureInfo.InvariantCulture, $"lane{rank}:{lane.Limit}"),
        lane.Depth == int.MaxValue ? null : lane.Depth,
        _setup.IsObserved ? new HashSet<string> { $"cancel.{rank}" } : null,
        new HashSet<string> { $"defer.{rank}" },
        TimeSpan.FromSeconds(1),
        lane.LongestDeferral);

    private void Finalized(EphemeralOperationSnapshot operation)
    {
        _finalized.Enqueue(operation.Id);
        _left.Add();
    }

    private long IdOf(ModelItem item)
    {
        ModelCell cell = _cells[item.Number];
        if (cell.Id == 0 && _setup.Pulls && _model.Skipped.IndexOf(item) is >= 0 and int place) cell.Id = _observer.Skipped.ElementAt(place);
        return cell.Id;
    }

    /// <summary>Waits until what the model predicts has happened, and compares everything that can be read.</summary>
    private async Task SettleAsync()
    {
        _ = Coordinator.GetSnapshot(); // once disposed, age is looked at only by readers
        for (; _settled < _model.Started.Count; _settled++)
            await Expect(_cells[_model.Started[_settled].Number].NextStart(), $"the start of {_model.Started[_settled].Number}");

        await Expect(_ends.Reached(_model.Ends), $"{_model.Ends} ends");
        if (_setup.IsObserved) await Expect(_observer.Discards.Reached(_model.Discards), $"{_model.Discards} discards");
        if (_setup.IsFinalizationHeard) await Expect(_left.Reached(_model.Left.Count), $"{_model.Left.Count} departures");
        await SettleWritersAsync();
        Assert.Equal(Expected(), Actual());
    }

    private async Task SettleWritersAsync()
    {
        foreach (ModelItem item in _model.Items)
        {
            ModelCell cell = _cells[item.Number];
            if (cell.Writer is null || cell.Id != 0 || _model.Writers.Contains(item)) continue;
            Task<long> writer = cell.Writer;
            if (item.Ordinal > 0)
            {
                cell.Id = await Expect(writer, $"the admission of {item.Number}");
                continue;
            }

            cell.Writer = null;
            Exception? refusal = await Record.ExceptionAsync(() => Expect(writer, $"the refusal of {item.Number}"));
            Assert.True(
                cell.Cancellation.IsCancellationRequested ? refusal is OperationCanceledException : IsClosed(refusal),
                $"Writer {item.Number} got {refusal?.ToString() ?? "no exception"}");
        }
    }

    private async Task Expect(Task task, string what)
    {
        try
        {
            await task.WaitAsync(_patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"waited in vain for {what}; expected {Expected()}; there is {Actual()}");
        }
    }

    private async Task<long> Expect(Task<long> task, string what)
    {
        await Expect((Task)task, what);
        return await task;
    }

    private bool IsClosed(Exception? error) =>
        _model.IsDisposed ? error is CoordinatorCompletedException or ObjectDisposedException : error is CoordinatorCompletedException;
}
