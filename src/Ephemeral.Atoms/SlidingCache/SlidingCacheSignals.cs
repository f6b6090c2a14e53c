using System.Globalization;
using Ephemeral.Internal;

namespace Ephemeral.Atoms.SlidingCache;

/// <summary>The signals of a sliding cache: kept as structs, and turned into text when somebody reads them. Thread-safe.</summary>
internal sealed class SlidingCacheSignals<TKey>(int sampleRate, SignalSink? sink, AnchoredClock clock)
    where TKey : notnull
{
    private const int Capacity = 1_000;

    private static readonly TimeSpan _maxAge = TimeSpan.FromMinutes(1);

    private readonly RecentItems<SlidingCacheSignal<TKey>> _recent = new(Capacity, _maxAge, clock);
    private readonly long _cacheId = EphemeralIdGenerator.NextId();
    private readonly int[] _seen = new int[3]; // of each kind that is sampled
    private long _failures;

    public long Dropped => _recent.Dropped;

    public long CallbackFailures => Interlocked.Read(ref _failures);

    public void Hit(TKey key) => Sample(0, "cache.hit:", key);

    public void Peek(TKey key) => Sample(1, "cache.peek:", key);

    public void Miss(TKey key) => Sample(2, "cache.miss:", key);

    /// <summary>Takes a signal of a kind that is not sampled. Call it outside locks.</summary>
    public void Raise(string name, TKey key, string? tail = null)
    {
        if (sampleRate == 0) return;
        SlidingCacheSignal<TKey> signal = new(name, key, tail);
        _recent.Add(signal, clock.Now());
        sink?.Raise(ToEvent(signal, default));
    }

    public void RaiseCleared(int count)
    {
        if (sampleRate > 0) Raise(string.Create(CultureInfo.InvariantCulture, $"cache.clear:{count}"), default!);
    }

    /// <summary>Returns the signals that are kept, oldest first; with a pattern those whose names match.</summary>
    public IReadOnlyList<SignalEvent> Read(string? pattern) =>
    [
        .. _recent.ToArray()
            .Select(kept => ToEvent(kept.Item, clock.At(kept.Stamp)))
            .Where(signal => pattern is null || StringPatternMatcher.Matches(signal.Signal, pattern)),
    ];

    /// <summary>Takes the first of every so many signals of a kind.</summary>
    private void Sample(int kind, string name, TKey key)
    {
        if (sampleRate > 1 && ((uint)Interlocked.Increment(ref _seen[kind]) - 1) % (uint)sampleRate != 0) return;
        Raise(name, key);
    }

    private SignalEvent ToEvent(in SlidingCacheSignal<TKey> signal, DateTimeOffset timestamp)
    {
        if (!signal.Name.EndsWith(':')) return new(signal.Name, _cacheId, null, timestamp); // it concerns no key
        string text = TextOf(signal.Key);
        return new(signal.Name + text + signal.Tail, _cacheId, text, timestamp);
    }

    /// <summary>A key that cannot say its name must not make a hit fail.</summary>
    private string TextOf(TKey key)
    {
        try
        {
            return key.ToString() ?? "";
        }
        catch (Exception)
        {
            Interlocked.Increment(ref _failures);
            return typeof(TKey).Name;
        }
    }
}
