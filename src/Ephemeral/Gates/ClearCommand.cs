using Ephemeral.Signals;

namespace Ephemeral.Gates;

/// <summary>Signals that clear a sink.</summary>
internal sealed class ClearCommand : IDisposable
{
    private const string Command = "clear.";

    private readonly SignalSink _sink;
    private readonly bool _usesPattern;
    private readonly IDisposable[] _subscriptions;

    public ClearCommand(SignalSink sink, IReadOnlySet<string> patterns, bool usesPattern)
    {
        _sink = sink;
        _usesPattern = usesPattern;
        _subscriptions = [.. SignalPatternSet.Parse(patterns).Patterns.Select(pattern => sink.Subscribe(pattern.Text, Clear))];
    }

    public void Dispose() => Array.ForEach(_subscriptions, static subscription => subscription.Dispose());

    private void Clear(SignalEvent signal)
    {
        if (_usesPattern && signal.StartsWith(Command) && signal.Signal.Length > Command.Length) _sink.ClearPattern($"{signal.Signal[Command.Length..]}.*");
        else _sink.Clear();
    }
}
