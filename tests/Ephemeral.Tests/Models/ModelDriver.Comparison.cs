using Ephemeral.Operations;

namespace Ephemeral.Tests.Models;

/// <content>Both sides as text, so that a difference is readable.</content>
internal sealed partial class ModelDriver
{
    private string Expected() => Text(
        _model.Counts,
        _model.IsPaused,
        _model.IsCompleted,
        _model.Limit,
        _model.Kept.Concat(_model.Window).Select(Describe),
        _model.Running.Where(static item => !item.IsGone).Select(Describe),
        _setup.IsFinalizationHeard ? _model.Left.Select(IdOf) : [],
        Enumerable.Range(0, ModelSetup.Keys).Select(key => _any.PendingOfKey is null ? 0 : _model.Waiting.Count(item => item.Work.Key == key)),
        Enumerable.Range(0, _setup.Lanes.Length).Select(lane => _any.PendingOfLane is null ? 0 : _model.Waiting.Count(item => item.Work.Lane == lane)),
        _model.Writers.Count,
        Names().Where(_model.IsOwn));

    private string Actual()
    {
        IReadOnlyCollection<EphemeralOperationSnapshot> window = Coordinator.GetSnapshot();
        return Text(
            Coordinator.GetMetrics(),
            Coordinator.IsPaused,
            Coordinator.IsCompleted,
            Coordinator.CurrentMaxConcurrency,
            window.Where(static operation => operation.Completed is not null).Select(Describe),
            window.Where(static operation => operation.Completed is null).Select(Describe),
            _finalized,
            Enumerable.Range(0, ModelSetup.Keys).Select(key => _any.PendingOfKey?.Invoke(key) ?? 0),
            Enumerable.Range(0, _setup.Lanes.Length).Select(lane => _any.PendingOfLane?.Invoke(lane) ?? 0),
            _cells.Values.Count(static cell => cell.Writer is { IsCompleted: false }),
            Names().Where(Coordinator.HasSignal));
    }

    private static string Text(
        CoordinatorMetrics counts,
        bool isPaused,
        bool isCompleted,
        int limit,
        IEnumerable<string> window,
        IEnumerable<string> running,
        IEnumerable<long> left,
        IEnumerable<int> pendingOfKeys,
        IEnumerable<int> pendingOfLanes,
        int writers,
        IEnumerable<string> signals) =>
        $"{counts} paused {isPaused} completed {isCompleted} limit {limit} window [{string.Join(' ', window)}] " +
        $"running [{string.Join(' ', running.Order())}] left [{string.Join(' ', left.Order())}] keys [{string.Join(' ', pendingOfKeys)}] " +
        $"lanes [{string.Join(' ', pendingOfLanes)}] writers {writers} signals [{string.Join(' ', signals)}]";

    private string Describe(ModelItem item) =>
        IdOf(item) + (item.State is OperationState.Running ? "" : item.State.ToString()) + (item.IsPinned ? "*" : "");

    private static string Describe(EphemeralOperationSnapshot operation)
    {
        string state = operation.Completed is null ? ""
            : operation.IsFaulted ? nameof(OperationState.Failed)
            : operation.IsCancelled ? nameof(OperationState.Cancelled)
            : operation.IsSkipped ? nameof(OperationState.Skipped)
            : nameof(OperationState.Completed);
        return operation.Id + state + (operation.IsPinned ? "*" : "");
    }
}
