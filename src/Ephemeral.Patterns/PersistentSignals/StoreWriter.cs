using Ephemeral.Internal;

namespace Ephemeral.Patterns;

/// <summary>Makes a store follow a sink. <see cref="WriteAsync(CancellationToken)"/> is called one at a time; the rest is thread-safe.</summary>
internal sealed class StoreWriter(SignalSink sink, ISignalWindowStore store, IReadOnlyList<StoredSignal> stored, PersistentSignalWindowOptions options)
{
    private static readonly TimeSpan _forEver = TimeSpan.FromDays(36_500); // within what a calendar can count back

    private readonly StoreMirror _mirror = new(stored);
    private StoreChange? _doubtful; // a write that failed, and may have been done all the same
    private volatile int _storedCount = stored.Count;
    private int _isDirty;

    /// <summary>Gets or sets what rings when it is time to write; set once, before anything changes.</summary>
    public Alarm? Alarm { get; set; }

    public int StoredCount => _storedCount;

    /// <summary>Puts into the sink what is young enough for it and not there yet.</summary>
    /// <returns>How many signals.</returns>
    public int Restore()
    {
        Dictionary<SignalIdentity, Queue<long>> present = [];
        foreach (SignalEvent signal in Followed())
        {
            SignalIdentity known = SignalIdentity.Of(signal) with { OperationId = 0 };
            if (!present.TryGetValue(known, out Queue<long>? operations)) present.Add(known, operations = []);
            operations.Enqueue(signal.OperationId);
        }

        DateTimeOffset oldest = options.TimeProvider.GetUtcNow() - (sink.MaxAge < _forEver ? sink.MaxAge : _forEver);
        List<MirroredSignal> missing = [];
        foreach (MirroredSignal signal in _mirror.Signals.Where(signal => signal.Identity.Timestamp > oldest && Follows(signal.Identity.Signal)).ToList())
        {
            if (present.TryGetValue(signal.Identity with { OperationId = 0 }, out Queue<long>? operations) && operations.TryDequeue(out long operationId))
            {
                _mirror.Rename(signal, operationId); // opened again in the process that raised it
            }
            else
            {
                missing.Add(signal);
            }
        }

        SignalEvent[] restored = [.. missing.TakeLast(sink.MaxCapacity - sink.Count).Select(static signal => signal.Identity.ToEvent())]; // what is there is newer
        foreach (SignalEvent signal in restored) sink.Restore(signal);
        return restored.Length;
    }

    /// <summary>Sees to it that what has changed is written before long.</summary>
    public void Changed()
    {
        if (Volatile.Read(ref _isDirty) == 0 && Interlocked.Exchange(ref _isDirty, 1) == 0) Alarm?.Set(options.FlushInterval);
    }

    /// <summary>Writes the differences between the sink and the store.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> WriteAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _isDirty, 0);
        try
        {
            int written = _doubtful is null ? 0 : await WriteAsync(_doubtful, cancellationToken).ConfigureAwait(false);
            foreach (StoreChange change in _mirror.ChangesTo(Followed(), options.BatchSize))
                written += await WriteAsync(change, cancellationToken).ConfigureAwait(false);

            return written;
        }
        catch
        {
            Changed();
            throw;
        }
    }

    private async Task<int> WriteAsync(StoreChange change, CancellationToken cancellationToken)
    {
        _doubtful = change;
        StoredSignal[] added = [.. change.Added.Select(static signal => signal.Stored)];
        long[] removed = [.. change.Removed.Select(static signal => signal.Stored.Id)];
        await store.WriteAsync(added, removed, cancellationToken).ConfigureAwait(false);
        _mirror.Accept(change);
        _storedCount = _mirror.Count;
        _doubtful = null;
        return change.Count;
    }

    private IReadOnlyList<SignalEvent> Followed() => sink.Sense(signal => Follows(signal.Signal));

    private bool Follows(string? signal) => !string.IsNullOrEmpty(signal) && StringPatternMatcher.Matches(signal, options.Pattern);
}
