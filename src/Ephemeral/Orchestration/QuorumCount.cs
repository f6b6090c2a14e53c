using Ephemeral.Signals;

namespace Ephemeral.Orchestration;

/// <summary>Counts distinct votes until there are enough, a cancel signal comes, or it is closed. Thread-safe.</summary>
internal sealed class QuorumCount : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _decided = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<(long OperationId, string Signal)> _votes = []; // guarded by _gate, as the next two; never more than required
    private string? _cancelSignal;
    private bool _isClosed;
    private readonly SignalSink _sink;
    private readonly SignalPattern _pattern;
    private readonly SignalPatternSet _cancelOn;
    private readonly int _required;
    private readonly IDisposable[] _subscriptions;

    public QuorumCount(SignalSink sink, string pattern, int required, SignalPatternSet cancelOn)
    {
        _sink = sink;
        _pattern = new(pattern);
        _cancelOn = cancelOn;
        _required = required;
        _subscriptions =
        [
            .. cancelOn.Patterns.Select(cancel => sink.Subscribe(cancel.Text, Cancel, passive: true)), // first: it goes before a vote
            sink.Subscribe(pattern, Vote, passive: true),
        ];
    }

    /// <summary>Gets a task that completes when the quorum is reached or cancelled.</summary>
    public Task Decided => _decided.Task;

    /// <summary>Takes signals that are already present, oldest first.</summary>
    public void AddPresent(DateTimeOffset since)
    {
        foreach (SignalEvent signal in _sink.Sense(signal => signal.Timestamp >= since))
        {
            if (_cancelOn.Matches(signal.Signal)) Cancel(signal);
            else if (_pattern.Matches(signal.Signal)) Vote(signal);
        }
    }

    /// <summary>Counts no more and says how it ended; undecided, time was up.</summary>
    public QuorumResult Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            bool reached = _votes.Count == _required;
            return new(reached, _votes.Count, _cancelSignal, TimedOut: !reached && _cancelSignal is null);
        }
    }

    public void Dispose()
    {
        foreach (IDisposable subscription in _subscriptions) subscription.Dispose();
    }

    private void Vote(SignalEvent signal)
    {
        lock (_gate)
        {
            if (_isClosed || !_votes.Add((signal.OperationId, signal.Signal)) || _votes.Count < _required) return;
            _isClosed = true;
        }

        _decided.SetResult();
    }

    private void Cancel(SignalEvent signal)
    {
        lock (_gate)
        {
            if (_isClosed) return;
            _isClosed = true;
            _cancelSignal = signal.Signal;
        }

        _decided.SetResult();
    }
}
