namespace Ephemeral.Operations;

/// <summary>The signals of one operation, in order, the first 256 of them; the rest is only counted. Thread-safe.</summary>
internal sealed class OperationSignalLog
{
    internal const int Capacity = 256;

    private readonly Lock _gate = new();
    private readonly List<OperationSignal> _signals = []; // guarded by _gate, as the next
    private long _unkept;
    private bool _isClosed;

    /// <summary>Gets the log of all operations that left the window without a signal.</summary>
    public static OperationSignalLog Closed { get; } = new() { _isClosed = true };

    /// <summary>Gets whether another signal would be kept now.</summary>
    public bool HasRoom
    {
        get
        {
            lock (_gate) return !_isClosed && _signals.Count < Capacity;
        }
    }

    public int Count
    {
        get
        {
            lock (_gate) return _signals.Count;
        }
    }

    /// <summary>Gets how many signals were raised and not taken back, those that came when the log was full included.</summary>
    public long Total
    {
        get
        {
            lock (_gate) return _signals.Count + _unkept;
        }
    }

    public bool TryAdd(OperationSignal signal)
    {
        lock (_gate)
        {
            if (_isClosed) return false;
            bool room = _signals.Count < Capacity;
            if (room) _signals.Add(signal);
            else _unkept++;
            return room;
        }
    }

    /// <summary>No longer counts signals that were not kept, because they were taken back.</summary>
    public void ForgetUnkept(int count)
    {
        lock (_gate) _unkept = Math.Max(0, _unkept - count);
    }

    /// <summary>Removes all signals and keeps no more.</summary>
    public List<OperationSignal> Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            List<OperationSignal> removed = [.. _signals];
            _signals.Clear();
            return removed;
        }
    }

    public bool Contains(string name)
    {
        lock (_gate) return _signals.Exists(signal => signal.Name == name);
    }

    /// <summary>Returns the names in order; null when there are none.</summary>
    public string[]? Names() => ToArray() is { Length: > 0 } signals ? Array.ConvertAll(signals, static signal => signal.Name) : null;

    public OperationSignal[] ToArray()
    {
        lock (_gate) return [.. _signals];
    }

    /// <summary>Removes the signals whose name is chosen, and returns them.</summary>
    public List<OperationSignal> Remove(Predicate<string> chosen)
    {
        lock (_gate)
        {
            List<OperationSignal> removed = _signals.FindAll(signal => chosen(signal.Name));
            if (removed.Count > 0) _signals.RemoveAll(signal => chosen(signal.Name));
            return removed;
        }
    }
}
