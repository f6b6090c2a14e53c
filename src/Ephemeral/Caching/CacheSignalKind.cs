namespace Ephemeral.Caching;

/// <summary>What a cache tells of a key.</summary>
internal enum CacheSignalKind
{
    Hit,
    Miss,

    /// <summary>The key became hot.</summary>
    Hot,

    /// <summary>The entry left because its time was over or because there was no room.</summary>
    Evict,
    Invalidate,
}
