namespace LogWatcher.Watching;

/// <summary>Wakes one waiting loop, early by <see cref="Set"/> or late by a timer. Signals that nobody waits for are kept as one.</summary>
internal sealed class WakeSignal : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private TaskCompletionSource<bool>? _waiter; // guarded by _gate
    private bool _isSet; // guarded by _gate

    public WakeSignal(TimeProvider time)
    {
        _timer = time.CreateTimer(
            static state => ((WakeSignal)state!).Wake(set: false), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Wakes the waiting loop, or the next one that waits. Any thread may call it.</summary>
    public void Set() => Wake(set: true);

    /// <summary>Waits for a signal. Gives false where the time ran out first.</summary>
    public async Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        Task<bool> woken;
        lock (_gate)
        {
            if (_isSet)
            {
                _isSet = false;
                return true;
            }

            _waiter = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            woken = _waiter.Task;
        }

        _ = _timer.Change(atMost, Timeout.InfiniteTimeSpan);
        return await woken.WaitAsync(cancellationToken);
    }

    public void Dispose() => _timer.Dispose();

    private void Wake(bool set)
    {
        TaskCompletionSource<bool>? waiter;
        lock (_gate)
        {
            waiter = _waiter;
            _waiter = null;
            if (waiter is null) _isSet |= set;
        }

        waiter?.TrySetResult(set);
    }
}
