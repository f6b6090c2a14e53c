using Ephemeral.Internal;
using Ephemeral.Signals;

namespace Ephemeral.Orchestration;

/// <summary>Counts distinct votes until there are enough, a cancel signal comes, or time is up. Thread-safe; listens until disposed.</summary>
internal sealed class QuorumCount : IDisposable
{
    private readonly Lock _gate = new();
    private readonly HashSet<(long OperationId, string Signal)> _votes = []; // guarded by _gate, as the next; never more than required
    private bool _isDecided;
    private readonly TaskCompletionSource<QuorumResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SignalSink _sink;
    private readonly SignalPattern _pattern;
    private readonly SignalPatternSet _cancelOn;
    private readonly int _required;
    private readonly TimeSpan _timeout;
    private readonly long _started;
    private readonly Alarm _alarm;
    private readonly IDisposable[] _subscriptions;

    public QuorumCount(SignalSink sink, string pattern, int required, TimeSpan timeout, SignalPatternSet cancelOn)
    {
        _sink = sink;
        _pattern = new(pattern);
        _cancelOn = cancelOn;
        _required = required;
        _timeout = timeout;
        _started = sink.TimeProvider.GetTimestamp();
        _alarm = new(sink.TimeProvider, LookAtTheClock);
        _subscriptions =
        [
            .. cancelOn.Patterns.Select(cancel => sink.Subscribe(cancel.Text, Cancel, passive: true)), // first: it goes before a vote
            sink.Subscribe(pattern, Vote, passive: true),
        ];
    }

    /// <summary>Takes signals that are already present, oldest first.</summary>
    public void AddPresent(DateTimeOffset since)
    {
        foreach (SignalEvent signal in _sink.Sense(signal => signal.Timestamp >= since))
        {
            if (_cancelOn.Matches(signal.Signal)) Cancel(signal);
            else if (_pattern.Matches(signal.Signal)) Vote(signal);
        }
    }

    public async Task<QuorumResult> WaitAsync(CancellationToken cancellationToken)
    {
        LookAtTheClock();
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static (count, token) => ((QuorumCount)count!).Abandon(token), this);
        return await _result.Task.ConfigureAwait(false);
    }

    public void Dispose()
    {
        _alarm.Stop();
        foreach (IDisposable subscription in _subscriptions) subscription.Dispose();
    }

    /// <summary>Gives up when time is up, else sets the alarm to what is left: it may have rung early.</summary>
    private void LookAtTheClock()
    {
        if (_result.Task.IsCompleted || _timeout == Timeout.InfiniteTimeSpan) return;
        TimeSpan left = _timeout - _sink.TimeProvider.GetElapsedTime(_started);
        if (left > TimeSpan.Zero) _alarm.Set(left);
        else Decide(cancelSignal: null, timedOut: true);
    }

    private void Vote(SignalEvent signal)
    {
        lock (_gate)
        {
            if (_isDecided || !_votes.Add((signal.OperationId, signal.Signal)) || _votes.Count < _required) return;
            _isDecided = true;
        }

        _result.SetResult(new(Reached: true, _required, CancelSignal: null, TimedOut: false));
    }

    private void Cancel(SignalEvent signal) => Decide(signal.Signal, timedOut: false);

    private void Decide(string? cancelSignal, bool timedOut)
    {
        int count;
        lock (_gate)
        {
            if (_isDecided) return;
            _isDecided = true;
            count = _votes.Count;
        }

        _result.SetResult(new(Reached: false, count, cancelSignal, timedOut));
    }

    private void Abandon(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_isDecided) return;
            _isDecided = true;
        }

        _result.SetCanceled(cancellationToken);
    }
}
