using Ephemeral.Operations;

namespace Ephemeral.Engine;

/// <summary>Being observed.</summary>
internal sealed partial class WorkEngine<TItem, TTag, TResult, TQueue, THandler>
{
    private List<LaneMeasurement> MeasureLanes()
    {
        lock (_gate)
        {
            IReadOnlyList<string> names = _queue.Lanes;
            int lanes = Math.Max(1, names.Count);
            (int Pending, int Waiting, int Active, long Oldest)[] counts = new (int, int, int, long)[lanes];
            foreach (int slot in _table.SlotsIn(OperationState.Pending))
            {
                ref (int Pending, int Waiting, int Active, long Oldest) lane = ref counts[_queue.LaneOf(_table[slot].Tag)];
                if (_table[slot].IsBetweenAttempts) lane.Waiting++;
                else lane.Pending++;
                long accepted = _table[slot].Accepted;
                if (accepted != 0 && (lane.Oldest == 0 || accepted < lane.Oldest)) lane.Oldest = accepted;
            }

            foreach (int slot in _table.SlotsIn(OperationState.Running)) counts[_queue.LaneOf(_table[slot].Tag)].Active++;
            long now = _settings.Clock.Now();
            List<LaneMeasurement> measured = new(lanes);
            for (int i = 0; i < lanes; i++)
            {
                (int pending, int waiting, int active, long oldest) = counts[i];
                bool deferred = _deferral.IsActive || (_laneDeferrals.Length > 0 && _laneDeferrals[i].IsActive);
                measured.Add(new(
                    names.Count == 0 ? null : names[i],
                    deferred ? 0 : pending,
                    waiting + (deferred ? pending : 0),
                    active,
                    _queue.LimitOf(i, _limit),
                    names.Count == 0 ? _settings.QueueCapacity : _queue.DepthOf(i),
                    oldest == 0 ? null : _settings.Clock.Span(now - oldest)));
            }

            return measured;
        }
    }

    private sealed class EngineProbe(WorkEngine<TItem, TTag, TResult, TQueue, THandler> engine) : ObservedCoordinator
    {
        public override string Name => engine._settings.Name;

        public override string Kind => engine._settings.Kind;

        public override IReadOnlyList<string> Lanes => engine._queue.Lanes;

        public override int Tracked
        {
            get
            {
                lock (engine._gate) return engine._kept.Count + engine._finished.Count + engine._running;
            }
        }

        public override int? ActiveKeys
        {
            get
            {
                lock (engine._gate) return engine._queue.ActiveKeys;
            }
        }

        public override IReadOnlyList<LaneMeasurement> MeasureLanes() => engine.MeasureLanes();

        public override string? GetKey(long operationId)
        {
            TTag tag;
            lock (engine._gate)
            {
                int slot = operationId > 0 ? engine._table.Find(operationId) : -1;
                if (slot < 0) return null;
                tag = engine._table[slot].Tag;
            }

            return engine.KeyText(tag);
        }
    }
}
