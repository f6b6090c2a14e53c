namespace Ephemeral.Signals;

/// <summary>The latest signals with their payloads, bounded in number and age. Not synchronised: the typed sink's lock guards it.</summary>
internal sealed class TypedSignalWindow<TPayload>(int capacity, long maxAge)
{
    private readonly Queue<Entry> _entries = [];
    private long _lastStamp;

    public void Add(in SignalEvent<TPayload> signal, long now)
    {
        Trim(now);
        if (_entries.Count == capacity) _entries.Dequeue();
        _lastStamp = Math.Max(_lastStamp, now);
        _entries.Enqueue(new(signal, _lastStamp));
    }

    public SignalEvent<TPayload>[] ToArray(long now)
    {
        Trim(now);
        return [.. _entries.Select(static entry => entry.Signal)];
    }

    private void Trim(long now)
    {
        while (_entries.TryPeek(out Entry oldest) && now - oldest.Stamp >= maxAge) _entries.Dequeue();
    }

    private readonly record struct Entry(SignalEvent<TPayload> Signal, long Stamp);
}
