namespace Ephemeral.Echoes;

/// <summary>What was captured for operations that have not left yet. Bounded in operations, captures and age. Thread-safe.</summary>
internal sealed class CaptureTable<TPayload>(int maxOperations, int maxCaptures, long maxAge)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, Queue<Capture>> _operations = []; // guarded by _gate, as all below
    private long _refused;
    private long _dropped;

    public int Count
    {
        get { lock (_gate) return _operations.Count; }
    }

    /// <summary>Gets how many operations nothing was captured for because there were too many.</summary>
    public long Refused
    {
        get { lock (_gate) return _refused; }
    }

    /// <summary>Gets how many captures were dropped because newer ones came.</summary>
    public long Dropped
    {
        get { lock (_gate) return _dropped; }
    }

    public bool Contains(long operationId)
    {
        lock (_gate) return _operations.ContainsKey(operationId);
    }

    /// <summary>Notes a capture, or without one only that capturing has begun.</summary>
    /// <returns>True when it is the operation's first entry here: the caller makes sure that it still has an operation.</returns>
    public bool Add(long operationId, bool begins, OperationEchoCapture<TPayload>? capture, long now)
    {
        lock (_gate)
        {
            bool isFirst = !_operations.TryGetValue(operationId, out Queue<Capture>? captures);
            if (captures is null)
            {
                if (!begins) return false; // it left meanwhile
                if (_operations.Count == maxOperations)
                {
                    _refused++;
                    return false;
                }

                _operations[operationId] = captures = new();
            }

            if (capture is null) return isFirst;
            while (captures.TryPeek(out Capture oldest) && (captures.Count == maxCaptures || now - oldest.Stamp > maxAge))
            {
                captures.Dequeue();
                _dropped++;
            }

            captures.Enqueue(new(capture.Value, now));
            return isFirst;
        }
    }

    /// <summary>Takes out what was captured for an operation; null when it was not tracked or nothing was.</summary>
    public OperationEchoCapture<TPayload>[]? Take(long operationId)
    {
        Queue<Capture>? captures;
        lock (_gate)
        {
            if (!_operations.Remove(operationId, out captures) || captures.Count == 0) return null;
        }

        return [.. captures.Select(static capture => capture.Value)];
    }

    public void Clear()
    {
        lock (_gate) _operations.Clear();
    }

    private readonly record struct Capture(OperationEchoCapture<TPayload> Value, long Stamp);
}
