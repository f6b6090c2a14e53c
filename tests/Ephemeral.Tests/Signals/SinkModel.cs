namespace Ephemeral.Tests.Signals;

/// <summary>What a sink does, on a plain list and by brute force.</summary>
internal sealed class SinkModel(int capacity, int maxAge)
{
    private readonly List<Entry> _live = [];

    public IEnumerable<(string Name, long Operation, string? Key)> Facts =>
        _live.Select(static signal => (signal.Name, signal.Operation, signal.Key));

    public long Dropped { get; private set; }

    /// <summary>Returns how many signals the command took away.</summary>
    public int Do(SinkCommand command, TimeSpan now)
    {
        if (command.Action == SinkAction.Raise) _live.Add(new(command.Text, command.Number, command.Key, now));
        if (command.Action == SinkAction.SetCapacity) capacity = command.Number;
        if (command.Action == SinkAction.SetAge) maxAge = command.Number;
        int taken = _live.RemoveAll(signal => command.TakesAway(signal.Name, signal.Operation, signal.Key));
        Dropped += Math.Max(0, _live.Count - capacity);
        _live.RemoveRange(0, Math.Max(0, _live.Count - capacity));
        return taken;
    }

    public void Trim(TimeSpan now) => _live.RemoveAll(signal => (now - signal.Raised).TotalSeconds >= maxAge);

    public bool Has(string pattern) => _live.Exists(signal => StringPatternMatcher.Matches(signal.Name, pattern));

    private sealed record Entry(string Name, long Operation, string? Key, TimeSpan Raised);
}
