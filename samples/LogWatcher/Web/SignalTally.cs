using Ephemeral;

namespace LogWatcher.Web;

/// <summary>Counts signals by name, without what follows a colon. Thread-safe; beyond its capacity further names share one count.</summary>
internal sealed class SignalTally : IDisposable
{
    private const int MaxNames = 100;
    private const string Others = "(others)";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _counts = []; // guarded by _gate
    private readonly IDisposable _subscription;

    public SignalTally(SignalSink sink) => _subscription = sink.Subscribe(Count);

    public IReadOnlyList<SignalCount> GetCounts()
    {
        lock (_gate) return [.. _counts.OrderByDescending(static name => name.Value).Select(static name => new SignalCount(name.Key, name.Value))];
    }

    public void Dispose() => _subscription.Dispose();

    private void Count(SignalEvent signal)
    {
        int colon = signal.Signal.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? signal.Signal : signal.Signal[..colon];
        lock (_gate)
        {
            if (_counts.Count >= MaxNames && !_counts.ContainsKey(name)) name = Others;
            _counts[name] = _counts.GetValueOrDefault(name) + 1;
        }
    }
}
