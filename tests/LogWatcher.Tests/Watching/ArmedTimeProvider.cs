using System.Threading.Channels;

namespace LogWatcher.Tests.Watching;

/// <summary>A manual clock that tells when a timer is armed, so that a test advances only when somebody waits.</summary>
internal sealed class ArmedTimeProvider : TimeProvider
{
    private readonly ManualTimeProvider _time = new();
    private readonly Channel<TimeSpan> _armed = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>Waits until a timer is armed, checks for how long, does something, and lets that time pass.</summary>
    public async Task PassAsync(TimeSpan expected, Action? whileWaiting = null)
    {
        Assert.Equal(expected, await _armed.Reader.ReadAsync().Within());
        whileWaiting?.Invoke();
        _time.Advance(expected);
    }

    /// <summary>Lets time pass once a timer is armed, or returns when the task has completed without one.</summary>
    public async Task PassAnyAsync(Task unless)
    {
        Task<bool> armed = _armed.Reader.WaitToReadAsync().AsTask();
        if (await Task.WhenAny(armed, unless).Within() == unless) return;
        if (_armed.Reader.TryRead(out TimeSpan due) && due > TimeSpan.Zero) _time.Advance(due);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new ArmedTimer(_time.CreateTimer(callback, state, dueTime, period), _armed.Writer, dueTime);

    private sealed class ArmedTimer : ITimer
    {
        private readonly ITimer _inner;
        private readonly ChannelWriter<TimeSpan> _armed;

        public ArmedTimer(ITimer inner, ChannelWriter<TimeSpan> armed, TimeSpan dueTime)
        {
            _inner = inner;
            _armed = armed;
            if (dueTime != Timeout.InfiniteTimeSpan) armed.TryWrite(dueTime);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool changed = _inner.Change(dueTime, period);
            _armed.TryWrite(dueTime);
            return changed;
        }

        public void Dispose() => _inner.Dispose();

        public ValueTask DisposeAsync() => _inner.DisposeAsync();
    }
}
