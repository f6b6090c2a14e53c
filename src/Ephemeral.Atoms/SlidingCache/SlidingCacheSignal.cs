namespace Ephemeral.Atoms.SlidingCache;

/// <summary>A signal of a sliding cache before it is text.</summary>
/// <param name="Name">The name, without the key.</param>
/// <param name="Key">The cache's key.</param>
/// <param name="Tail">What follows the key; null for nothing.</param>
internal readonly record struct SlidingCacheSignal<TKey>(string Name, TKey Key, string? Tail);
