namespace Ephemeral;

/// <summary>Limits, lifetimes and signals of an <see cref="EphemeralLruCache{TKey, TValue}"/>.</summary>
/// <remarks>Read once, by the constructor of the cache, which reports every fault in one <see cref="ArgumentException"/>.</remarks>
public sealed class EphemeralLruCacheOptions
{
    /// <summary>Gets how long an entry lives after it was added or last hit, unless it was added with a time of its own.</summary>
    /// <value>The default is 5 minutes.</value>
    public TimeSpan DefaultTtl { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets how long an entry lives at most after it was added, however often it is hit.</summary>
    /// <value>The default is null: as long as it is hit in time.</value>
    public TimeSpan? MaxLifetime { get; init; }

    /// <summary>Gets how long a hot entry lives after a hit, if that is longer than its own time.</summary>
    /// <value>The default is 30 minutes.</value>
    public TimeSpan HotKeyExtension { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Gets the number of accesses from which an entry is hot. Adding it is the first.</summary>
    /// <value>The default is 5; at least 1.</value>
    public int HotAccessThreshold { get; init; } = 5;

    /// <summary>Gets the most entries that the cache holds; one more makes it drop the coldest.</summary>
    /// <value>The default is 1,000; at least 1.</value>
    public int MaxSize { get; init; } = 1_000;

    /// <summary>Gets how many hits, misses and keys that become hot there are for each one that is signalled.</summary>
    /// <value>The default is 1: every one. 0 turns all signals of the cache off; a hit is cheapest then.</value>
    public int SampleRate { get; init; } = 1;

    /// <summary>Gets the sink in which the cache's signals are raised as well, on the thread that causes them.</summary>
    /// <value>
    /// The default is null. The sink is borrowed. With a sink, each signal is turned into text when it is raised, which a hit pays
    /// for: use a higher <see cref="SampleRate"/>.
    /// </value>
    public SignalSink? Signals { get; init; }

    /// <summary>Gets the clock.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
