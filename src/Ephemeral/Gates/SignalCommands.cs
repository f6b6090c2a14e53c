using Ephemeral.Signals;

namespace Ephemeral.Gates;

/// <summary>Signals that tell a coordinator to do something once: to clear the sink, or to accept no more items.</summary>
/// <remarks>They act on whoever listens when they are raised, and on nobody later.</remarks>
internal sealed class SignalCommands : IDisposable
{
    private readonly List<IDisposable> _subscriptions = [];

    public SignalCommands(
        SignalSink sink,
        IReadOnlySet<string>? clearOn,
        bool clearsPattern,
        IReadOnlySet<string>? drainOn,
        string coordinatorId,
        Action complete)
    {
        Listen(sink, clearOn, signal => Clear(sink, signal, clearsPattern));
        Listen(sink, drainOn, signal =>
        {
            if (Concerns(signal, coordinatorId)) complete();
        });
    }

    public void Dispose() => _subscriptions.ForEach(static subscription => subscription.Dispose());

    private static void Clear(SignalSink sink, in SignalEvent signal, bool clearsPattern)
    {
        const string Command = "clear.";
        if (clearsPattern && signal.StartsWith(Command) && signal.Signal.Length > Command.Length) sink.ClearPattern($"{signal.Signal[Command.Length..]}.*");
        else sink.Clear();
    }

    /// <summary>A request for one coordinator, or for those whose id matches, carries the id or the pattern as its key.</summary>
    private static bool Concerns(in SignalEvent signal, string coordinatorId) => signal.Signal switch
    {
        SignalSink.DrainIdSignal => signal.Key == coordinatorId,
        SignalSink.DrainPatternSignal => signal.Key is { Length: > 0 } pattern && StringPatternMatcher.Matches(coordinatorId, pattern),
        _ => true,
    };

    private void Listen(SignalSink sink, IReadOnlySet<string>? patterns, Action<SignalEvent> handler)
    {
        foreach (SignalPattern pattern in SignalPatternSet.Parse(patterns ?? (IEnumerable<string>)[]).Patterns)
            _subscriptions.Add(sink.Subscribe(pattern.Text, handler));
    }
}
