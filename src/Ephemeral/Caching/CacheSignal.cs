namespace Ephemeral.Caching;

/// <summary>A signal of a cache before it is text.</summary>
internal readonly record struct CacheSignal<TKey>(CacheSignalKind Kind, TKey Key);
