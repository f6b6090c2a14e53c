namespace Ephemeral.Caching;

/// <summary>How an access to a key went.</summary>
internal enum CacheAccess
{
    Miss,

    /// <summary>There is an entry, but its time is over. It is removed before anybody is told.</summary>
    Expired,
    Hit,

    /// <summary>A hit, and the one that made the entry hot.</summary>
    HitAndHot,
}
