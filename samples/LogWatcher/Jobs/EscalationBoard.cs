namespace LogWatcher.Jobs;

/// <summary>Counts errors by category. Thread-safe; beyond its capacity further categories share one count.</summary>
internal sealed class EscalationBoard(int capacity = EscalationBoard.DefaultCapacity)
{
    public const int DefaultCapacity = 100;
    private const string Others = "(others)";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _errors = []; // guarded by _gate

    /// <summary>Counts an error.</summary>
    /// <returns>The count if it reached a power of ten from 10 on, which is worth an escalation; else null.</returns>
    public long? Count(string category)
    {
        long count;
        lock (_gate)
        {
            if (!_errors.ContainsKey(category) && _errors.Count >= capacity) category = Others;
            count = _errors[category] = _errors.GetValueOrDefault(category) + 1;
        }

        return IsPowerOfTen(count) ? count : null;
    }

    /// <summary>Gives the counts, the highest first.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> GetCounts()
    {
        lock (_gate) return [.. _errors.OrderByDescending(static category => category.Value)];
    }

    private static bool IsPowerOfTen(long count)
    {
        while (count >= 100 && count % 10 == 0) count /= 10;
        return count == 10;
    }
}
