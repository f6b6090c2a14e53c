using Ephemeral.Signals;

namespace Ephemeral.Gates;

/// <summary>Signals that tell a coordinator to accept no more items, wherever they are raised.</summary>
/// <remarks>They act on whoever listens when they are raised, and on nobody later.</remarks>
internal sealed class DrainCommand : IDisposable
{
    private readonly SignalPatternSet _patterns;
    private readonly string _coordinatorId;
    private readonly Action _complete;
    private readonly IDisposable[] _subscriptions;

    /// <param name="patterns">The signals.</param>
    /// <param name="coordinatorId">By which a request finds the coordinator.</param>
    /// <param name="complete">What they tell to do.</param>
    /// <param name="sink">Where to listen; null where the coordinator's own signals go nowhere else, and are given to <see cref="Hear"/>.</param>
    public DrainCommand(IReadOnlySet<string> patterns, string coordinatorId, Action complete, SignalSink? sink)
    {
        _patterns = SignalPatternSet.Parse(patterns);
        _coordinatorId = coordinatorId;
        _complete = complete;
        _subscriptions = sink is null ? [] : [.. _patterns.Patterns.Select(pattern => sink.Subscribe(pattern.Text, Obey))];
    }

    /// <summary>Looks whether a signal of the coordinator's own operations is meant.</summary>
    public void Hear(in SignalEvent signal)
    {
        if (_patterns.Matches(signal.Signal)) Obey(signal);
    }

    public void Dispose() => Array.ForEach(_subscriptions, static subscription => subscription.Dispose());

    private void Obey(SignalEvent signal)
    {
        if (Concerns(signal)) _complete();
    }

    /// <summary>A request for one coordinator, or for those whose id matches, carries the id or the pattern as its key.</summary>
    private bool Concerns(in SignalEvent signal) => signal.Signal switch
    {
        SignalSink.DrainIdSignal => signal.Key == _coordinatorId,
        SignalSink.DrainPatternSignal => signal.Key is { Length: > 0 } pattern && StringPatternMatcher.Matches(_coordinatorId, pattern),
        _ => true,
    };
}
