using System.Diagnostics;

namespace Ephemeral.Benchmarks.Workloads;

/// <summary>The least that raising a signal can cost: one clock read, one lock, one look-up and one write into a ring.</summary>
internal sealed class SignalFloor
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _names = [];
    private readonly Entry[] _ring = new Entry[1_000];
    private long _written;

    public SignalFloor(params IEnumerable<string> names)
    {
        foreach (string name in names) _names.Add(name, _names.Count);
    }

    public void Raise(string name, string? key = null)
    {
        long now = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            if (_names.TryGetValue(name, out int route)) _ring[_written++ % _ring.Length] = new(name, key, now, route);
        }
    }

    private readonly record struct Entry(string Name, string? Key, long Stamp, int Route);
}
