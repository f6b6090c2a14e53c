namespace Ephemeral.Operations;

/// <summary>The signals of one operation, in order, the first 256 of them; the rest is only counted. Guarded by the operation's lock.</summary>
internal sealed class OperationSignalLog
{
    internal const int Capacity = 256;

    private readonly List<OperationSignal> _signals = [];

    public int Count => _signals.Count;

    public long Unkept { get; private set; }

    public bool TryAdd(OperationSignal signal)
    {
        bool room = _signals.Count < Capacity;
        if (room) _signals.Add(signal);
        else Unkept++;
        return room;
    }

    public bool Contains(string name) => _signals.Exists(signal => signal.Name == name);

    public string[]? Names() => _signals.Count == 0 ? null : [.. _signals.Select(static signal => signal.Name)];

    public OperationSignal[] ToArray() => [.. _signals];

    /// <summary>Removes the signals whose name is chosen, and returns them.</summary>
    public List<OperationSignal> Remove(Predicate<string> chosen)
    {
        List<OperationSignal> removed = _signals.FindAll(signal => chosen(signal.Name));
        _signals.RemoveAll(signal => chosen(signal.Name));
        return removed;
    }
}
