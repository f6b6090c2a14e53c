namespace Ephemeral.Typed;

/// <summary>The latest signals with their payloads, bounded in number and age. Not synchronised: the typed sink's lock guards it.</summary>
internal sealed class TypedSignalWindow<TPayload>(int capacity, long maxAge)
{
    private readonly Queue<Entry> _entries = [];
    private long _lastStamp;

    /// <summary>Gets how many left before their time because the window was full.</summary>
    public long Dropped { get; private set; }

    public void Add(in SignalEvent<TPayload> signal, long now)
    {
        Trim(now);
        if (_entries.Count == capacity)
        {
            _entries.Dequeue();
            Dropped++;
        }

        _lastStamp = Math.Max(_lastStamp, now);
        _entries.Enqueue(new(signal, _lastStamp));
    }

    public SignalEvent<TPayload>[] ToArray(long now)
    {
        Trim(now);
        return [.. _entries.Select(static entry => entry.Signal)];
    }

    /// <summary>Returns those that are younger than an age of its own.</summary>
    public SignalEvent<TPayload>[] ToArray(long now, long age)
    {
        Trim(now);
        return [.. _entries.SkipWhile(entry => now - entry.Stamp >= age).Select(static entry => entry.Signal)];
    }

    private void Trim(long now)
    {
        while (_entries.TryPeek(out Entry oldest) && now - oldest.Stamp >= maxAge) _entries.Dequeue();
    }

    private readonly record struct Entry(SignalEvent<TPayload> Signal, long Stamp);
}
