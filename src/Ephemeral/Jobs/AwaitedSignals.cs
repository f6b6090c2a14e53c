using Ephemeral.Signals;

namespace Ephemeral.Jobs;

/// <summary>Knows whether all signals that a job waits for are present, and tells when that may have changed.</summary>
internal sealed class AwaitedSignals : IDisposable
{
    private readonly SignalWatch[] _watches;

    public AwaitedSignals(SignalSink sink, IReadOnlyList<string> patterns, Action changed) =>
        _watches = [.. patterns.Select(pattern => sink.Watch(SignalPatternSet.Of(pattern), _ => changed()))];

    public bool ArePresent => Array.TrueForAll(_watches, static watch => watch.IsPresent);

    public void Dispose()
    {
        foreach (SignalWatch watch in _watches) watch.Dispose();
    }
}
