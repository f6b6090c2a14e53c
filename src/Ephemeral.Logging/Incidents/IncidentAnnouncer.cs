namespace Ephemeral.Logging;

/// <summary>Raises announcements one after the other, in the order in which they were decided, outside every lock.</summary>
/// <remarks>Who finds another thread at it, or is inside a subscriber itself, leaves its announcements to that one.</remarks>
internal sealed class IncidentAnnouncer(SignalSink sink, Redaction redaction)
{
    private const int Capacity = 10_000;

    private readonly Lock _gate = new(); // taken inside the book's lock to keep its order, never the other way round
    private readonly Queue<PendingAnnouncement> _waiting = new(); // guarded by _gate, as is _isRaising
    private bool _isRaising;
    private int _count; // as the queue has; written under _gate, read without
    private long _dropped;

    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Adds an announcement. The caller holds the lock that orders them.</summary>
    public void Add(string signal, in IncidentDraft draft)
    {
        lock (_gate)
        {
            if (_waiting.Count == Capacity) Interlocked.Increment(ref _dropped);
            else _waiting.Enqueue(new(signal, draft));
            Volatile.Write(ref _count, _waiting.Count);
        }
    }

    public void Flush()
    {
        while (Volatile.Read(ref _count) > 0 && TryTake(out PendingAnnouncement announcement))
        {
            try
            {
                LoggingMeter.Count(announcement.Signal, announcement.Draft.Incident);
                Incident incident = announcement.Draft.Finish(redaction);
                sink.Raise(new SignalEvent(announcement.Signal, EphemeralIdGenerator.NextId(), incident.Id, default) { Payload = incident });
            }
            catch (Exception)
            {
                Interlocked.Increment(ref _dropped); // a payload that cannot be read must not end a timer's thread
            }
            finally
            {
                lock (_gate) _isRaising = false;
            }
        }
    }

    private bool TryTake(out PendingAnnouncement announcement)
    {
        announcement = default;
        lock (_gate)
        {
            if (_isRaising || !_waiting.TryDequeue(out announcement)) return false;
            Volatile.Write(ref _count, _waiting.Count);
            _isRaising = true;
            return true;
        }
    }
}
