namespace Ephemeral.Patterns;

/// <summary>Where outcomes are read: the operations of a coordinator, or a sink.</summary>
internal readonly record struct CircuitSource(CoordinatorBase? Coordinator, SignalSink? Sink)
{
    public object Owner => (object?)Coordinator ?? Sink!;

    /// <summary>Tells whether there may be as many signals of a name as it takes, at little cost.</summary>
    public bool MayHave(string signal, int count) => Coordinator is { } coordinator
        ? coordinator.HasSignal(signal)
        : Sink!.Detect(signal) && (count == 1 || Sink.CountRecentExact(signal, DateTimeOffset.MinValue) >= count);

    public IReadOnlyList<SignalEvent> Named(string signal) =>
        Coordinator is { } coordinator ? coordinator.GetSignalsByName(signal) : Sink!.GetSignalsByName(signal);

    public IReadOnlyList<SignalEvent> Matching(string pattern) =>
        Coordinator is { } coordinator ? coordinator.GetSignalsByPattern(pattern) : Sink!.GetSignalsByPattern(pattern);
}
