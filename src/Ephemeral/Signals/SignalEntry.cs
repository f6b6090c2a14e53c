namespace Ephemeral.Signals;

/// <summary>A signal in the window, or a free slot. Links are slot numbers.</summary>
internal struct SignalEntry
{
    public SignalName Name;
    public string? Key;
    public SignalPropagation? Propagation;
    public long OperationId;
    public DateTimeOffset Timestamp;

    /// <summary>When it was accepted, on the monotonic clock: what its age counts from.</summary>
    public long Stamp;

    /// <summary>Which acceptance it was: tells a signal from a later one in the same slot.</summary>
    public long Number;

    public int Older;
    public int Newer; // of a free slot: the next free one
    public int OlderOfName;
    public int NewerOfName;
    public int OlderOfOperation;
    public int NewerOfOperation;

    /// <summary>Whether the two links above are kept: it has the id of an operation, not one of its own.</summary>
    public bool IsOfOperation;

    public readonly SignalEvent ToEvent() => new(Name.Text, OperationId, Key, Timestamp, Propagation);
}
