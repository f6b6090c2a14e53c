namespace Ephemeral;

/// <summary>An entry that left a cache without being asked to.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value. A caller that got it before may still use it.</param>
/// <param name="Reason"><see cref="EvictionReason.Age"/>: its time was over; <see cref="EvictionReason.Capacity"/>: there was no room.</param>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TValue">The values.</typeparam>
public readonly record struct CacheEviction<TKey, TValue>(TKey Key, TValue Value, EvictionReason Reason);
