using Ephemeral.Responsibility;

namespace Ephemeral;

/// <content>Letting go: by an acknowledgement, by the end of the longest pin, or because the operation left.</content>
public sealed partial class ResponsibilitySignalManager
{
    private void Acknowledge(AckListener listener, SignalEvent signal)
    {
        if (signal.Key is null) return;
        List<HeldOperation> released;
        List<AckListener> idle;
        lock (_gate)
        {
            if (!listener.Waiting.TryGetValue(signal.Key, out List<HeldOperation>? waiting)) return;
            released = [];
            idle = [];
            foreach (HeldOperation held in waiting.ToArray()) Take(held, released, idle);
        }

        Release(released, idle);
    }

    private void ReleaseExpired()
    {
        List<HeldOperation> released = [];
        List<AckListener> idle = [];
        TimeSpan? due;
        lock (_gate)
        {
            long now = _clock.Now();
            while (_held.First is { } first && now - first.Value.PinnedAt >= _longestPin) Take(first.Value, released, idle);
            _isAlarmSet = false;
            due = NextDue();
        }

        Finish([], due);
        Release(released, idle);
    }

    /// <summary>Forgets an operation that has left its window: there is nothing to unpin.</summary>
    private void Forget(EphemeralOperationSnapshot left)
    {
        List<HeldOperation> released = [];
        List<AckListener> idle = [];
        lock (_gate)
        {
            if (!_known.TryGetValue(left.Id, out HeldOperation? held)) return;
            Take(held, released, idle);
            if (released.Count > 0) _known.Remove(left.Id);
        }

        Finish(idle, due: null);
    }

    /// <summary>Ends the wait for an operation. One that is still being pinned is unpinned by whoever pins it.</summary>
    private void Take(HeldOperation held, List<HeldOperation> released, List<AckListener> idle)
    {
        if (held.State == HoldState.Held)
        {
            _held.Remove(held.Node);
            released.Add(held);
        }

        held.State = HoldState.Releasing;
        _listeners.Remove(held, idle);
    }

    /// <summary>Unpins what was taken. Callbacks of the coordinator may run: never under the lock.</summary>
    private void Release(List<HeldOperation> released, List<AckListener> idle)
    {
        Finish(idle, due: null);
        foreach (HeldOperation held in released)
        {
            try
            {
                _operations.Unpin(held.Id);
            }
            catch (Exception error)
            {
                _callbacks.Failed(nameof(IOperationPinning.Unpin), error);
            }

            lock (_gate) _known.Remove(held.Id);
        }
    }

    /// <summary>Returns when to look for the end of the longest pin; null when there is none, or the alarm is set to it.</summary>
    private TimeSpan? NextDue()
    {
        if (_longestPin == long.MaxValue || _isAlarmSet || _isDisposed || _held.First is not { } first) return null;
        _isAlarmSet = true;
        return _clock.Span(first.Value.PinnedAt + _longestPin - _clock.Now());
    }

    private void Finish(List<AckListener> idle, TimeSpan? due)
    {
        if (due is not null) _alarm.Set(due);
        foreach (AckListener listener in idle) listener.Stop();
    }
}
