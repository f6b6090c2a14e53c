namespace Ephemeral.Internal;

/// <summary>Collects which items of a foreach failed; bounded, the rest is counted.</summary>
internal sealed class ForEachFailures
{
    private const int Kept = 1_024;

    private readonly Lock _gate = new();
    private readonly List<(int Index, Exception Error)> _failures = []; // guarded by _gate, as the next
    private long _count;

    public void Add(int index, Exception error)
    {
        lock (_gate)
        {
            _count++;
            if (_failures.Count < Kept) _failures.Add((index, error));
        }
    }

    /// <summary>Returns the failures by index, and how many there were.</summary>
    public (IReadOnlyList<(int Index, Exception Error)> Failures, long Count) Take()
    {
        lock (_gate) return ([.. _failures.OrderBy(static failure => failure.Index)], _count);
    }
}
