using System.Collections.Concurrent;
using System.Reflection;
using Ephemeral.Jobs;
using Ephemeral.Operations;
using Ephemeral.Tests.Models;

namespace Ephemeral.Tests.Jobs.Models;

/// <summary>Does the same to a runner and to the model, and compares them after each command.</summary>
internal sealed partial class JobDriver : IDisposable
{
    private static readonly MethodInfo _method = typeof(Bodies).GetMethod(nameof(Bodies.RunAsync))!;

    private readonly JobSetup _setup;
    private readonly TimeSpan _patience;
    private readonly JobModel _model;
    private readonly ManualTimeProvider _time = new();
    private readonly SignalSink _sink;
    private readonly TypedSignalSink<int> _triggers;
    private readonly Tally _ends = new();
    private readonly Tally _left = new();
    private readonly ConcurrentDictionary<int, JobCell> _cells = [];
    private readonly ConcurrentQueue<long> _finalized = [];
    private readonly EphemeralSignalJobRunner _runner;
    private int _raised;
    private int _settled;

    public JobDriver(JobSetup setup, TimeSpan patience)
    {
        (_setup, _patience, _model) = (setup, patience, new(setup));
        _sink = new(10_000, TimeSpan.FromDays(1), _time);
        _triggers = new(_sink);
        Bodies bodies = new(_cells);
        _runner = new(_sink, [.. setup.Jobs.Select((rule, index) => Describe(bodies, rule, index))], new()
        {
            MaxConcurrency = setup.MaxConcurrency,
            QueueCapacity = setup.Capacity,
            FullMode = setup.FullMode,
            MaxTrackedOperations = setup.Tracked,
            MaxOperationLifetime = TimeSpan.FromSeconds(setup.Lifetime),
            OnSample = _ => _ends.Add(),
            TimeProvider = _time,
        });
        _runner.OperationFinalized += operation =>
        {
            _finalized.Enqueue(operation.Id);
            _left.Add();
        };
    }

    public async Task RunAsync(JobSequence sequence)
    {
        int done = 0;
        try
        {
            await SettleAsync();
            foreach (JobCommand command in sequence.Commands)
            {
                if (!await DoAsync(command)) return;
                await SettleAsync();
                done++;
            }

            if (sequence.EndsByDispose) await EndByDisposeAsync();
            else await EndByDrainAsync();
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"after {done} of {sequence.Commands.Length} commands: {error.Message}", error);
        }
    }

    public void Dispose()
    {
        foreach (JobCell cell in _cells.Values) cell.End(succeeds: true);
        _runner.Dispose();
    }

    private EphemeralJobDescriptor Describe(Bodies bodies, JobRule rule, int index) => new(
        typeof(Bodies),
        _method.Name,
        ReflectionJobInvoker.Create(new(typeof(Bodies), bodies, null), _method),
        new($"t{index}")
        {
            KeyFromSignal = rule.IsKeyed,
            Priority = rule.Priority,
            MaxConcurrency = rule.Limit,
            Lane = $"lane{rule.Lane}",
            MaxRetries = rule.Retries,
            RetryDelayMs = rule.Delay * 1_000,
            AwaitSignals = rule.Awaits ? [$"go{index}"] : null,
            AwaitTimeoutMs = rule.Patience * 1_000,
            TimeoutMs = (int)(rule.Timeout * 1_000),
            Pin = rule.Pins,
            ExpireAfterMs = rule.Expires * 1_000,
            SwallowExceptions = rule.Swallows,
            EmitOnStart = "start",
            EmitOnComplete = "done",
            EmitOnFailure = "failed",
        },
        new(),
        [.. _setup.LaneLimits.Select((limit, lane) => new EphemeralLaneAttribute($"lane{lane}") { MaxConcurrency = limit, Priority = _setup.LanePriorities[lane] })]);

    /// <summary>Waits until what the model predicts has happened, and compares everything that can be read.</summary>
    private async Task SettleAsync()
    {
        for (; _settled < _model.Started.Count; _settled++)
        {
            JobItem item = _model.Started[_settled];
            int attempt = _model.Started.Take(_settled + 1).Count(other => other == item);
            await Expect(_cells[item.Number].Starts.Reached(attempt), $"attempt {attempt} of run {item.Number}");
        }

        await Expect(_ends.Reached(_model.Ends), $"{_model.Ends} ends");
        await Expect(_left.Reached(_model.Left.Count), $"{_model.Left.Count} departures");
        Assert.Equal(Expected(), Actual());
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

    private string Expected() => Text(
        _model.Counts, _model.IsPaused, _model.Dropped,
        _model.Kept.Concat(_model.Window).Select(item => Name(_cells[item.Number].Id) + item.State + (item.IsPinned ? "*" : "")),
        _model.Running.Where(static item => !item.IsGone).Select(item => Name(_cells[item.Number].Id)),
        _model.Left.Select(item => Name(_cells[item.Number].Id)),
        _model.Signals);

    private string Actual()
    {
        IReadOnlyCollection<EphemeralOperationSnapshot> window = _runner.GetSnapshot();
        return Text(
            _runner.GetMetrics(), _runner.IsPaused, _runner.DroppedCount,
            window.Where(static operation => operation.Completed is not null).Select(operation => Name(operation.Id) + StateOf(operation) + (operation.IsPinned ? "*" : "")),
            window.Where(static operation => operation.Completed is null).Select(operation => Name(operation.Id)),
            _finalized.Select(Name),
            _sink.Sense().Select(static signal => signal.Signal).Where(static name => name is "start" or "done" or "failed" || name.StartsWith("job.", StringComparison.Ordinal)));
    }

    private string Text(
        CoordinatorMetrics counts, bool isPaused, long dropped, IEnumerable<string> window, IEnumerable<string> running, IEnumerable<string> left, IEnumerable<string> signals) =>
        $"{counts} paused {isPaused} dropped {dropped} window [{string.Join(' ', window)}] running [{string.Join(' ', running.Order())}] left [{string.Join(' ', left.Order())}]"
        + (_model.HasMuted ? "" : $" signals [{string.Join(' ', signals.GroupBy(static name => name).OrderBy(static name => name.Key, StringComparer.Ordinal).Select(static name => $"{name.Key}×{name.Count()}"))}]");

    /// <summary>The number of the run whose body had this id; one that never began has no name.</summary>
    private string Name(long id) => _cells.FirstOrDefault(cell => cell.Value.Id == id && id != 0) is { Value: not null } known ? $"{known.Key}" : "?";

    private static OperationState StateOf(EphemeralOperationSnapshot operation) =>
        operation.IsFaulted ? OperationState.Failed
        : operation.IsCancelled ? OperationState.Cancelled
        : operation.IsSkipped ? OperationState.Skipped
        : OperationState.Completed;

    /// <summary>The jobs, which are one method under several attributes.</summary>
    private sealed class Bodies(ConcurrentDictionary<int, JobCell> cells)
    {
        public Task RunAsync(SignalEvent<int> trigger, EphemeralOperation operation, CancellationToken cancellationToken) =>
            cells[trigger.Payload].RunAsync(operation, cancellationToken);
    }
}
