using Ephemeral.Internal;
using Ephemeral.Signals;

namespace Ephemeral.Caching;

/// <summary>The signals of a cache: sampled, kept as structs, and turned into text when somebody reads them. Thread-safe.</summary>
internal sealed class CacheSignals<TKey>(int sampleRate, SignalSink? sink, AnchoredClock clock)
    where TKey : notnull
{
    private const int Capacity = 1_000;

    private static readonly TimeSpan _maxAge = TimeSpan.FromMinutes(1);
    private static readonly string[] _names = ["cache.hit:", "cache.miss:", "cache.hot:", "cache.evict:", "cache.invalidate:"];

    private readonly long _cacheId = EphemeralIdGenerator.NextId();
    private readonly RecentItems<CacheSignal<TKey>> _recent = new(Capacity, _maxAge, clock);
    private readonly int[] _seen = new int[3]; // of the kinds that are sampled
    private long _callbackFailures;

    public bool IsOff => sampleRate == 0;

    public long Dropped => _recent.Dropped;

    public long CallbackFailures => Interlocked.Read(ref _callbackFailures);

    /// <summary>Takes the first of every so many signals of a kind. Call it outside locks.</summary>
    public void Sample(CacheSignalKind kind, TKey key, long now)
    {
        if (sampleRate > 1 && ((uint)Interlocked.Increment(ref _seen[(int)kind]) - 1) % (uint)sampleRate != 0) return;
        if (sampleRate > 0) Raise(kind, key, now);
    }

    /// <summary>Takes the signal of a kind that is not sampled. Call it outside locks.</summary>
    public void Always(CacheSignalKind kind, TKey key, long now)
    {
        if (sampleRate > 0) Raise(kind, key, now);
    }

    /// <summary>Returns the signals that are kept, oldest first; with a pattern those whose names match.</summary>
    public IReadOnlyList<SignalEvent> Read(SignalPattern? pattern) =>
    [
        .. _recent.ToArray()
            .Select(kept => ToEvent(kept.Item.Kind, kept.Item.Key, clock.At(kept.Stamp)))
            .Where(signal => pattern is null || pattern.Matches(signal.Signal)),
    ];

    /// <summary>Counts what the user's code threw where nobody else could be told.</summary>
    public void CallbackFailed() => Interlocked.Increment(ref _callbackFailures);

    private void Raise(CacheSignalKind kind, TKey key, long now)
    {
        _recent.Add(new(kind, key), now);
        sink?.Raise(ToEvent(kind, key, default));
    }

    private SignalEvent ToEvent(CacheSignalKind kind, TKey key, DateTimeOffset timestamp)
    {
        string text = TextOf(key);
        return new(_names[(int)kind] + text, _cacheId, text, timestamp);
    }

    /// <summary>A key that cannot say its name must not make a hit or the timer fail.</summary>
    private string TextOf(TKey key)
    {
        try { return key.ToString() ?? ""; }
        catch (Exception)
        {
            CallbackFailed();
            return typeof(TKey).Name;
        }
    }
}
