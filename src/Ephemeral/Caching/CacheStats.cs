namespace Ephemeral;

/// <summary>What a cache holds at one moment.</summary>
/// <param name="Total">The entries it holds: <paramref name="Valid"/> and <paramref name="Expired"/> ones.</param>
/// <param name="Valid">The entries that it would return.</param>
/// <param name="Expired">The entries whose time is over and that are not removed yet. They are never returned.</param>
/// <param name="Hot">The valid entries that are hot.</param>
/// <param name="MaxSize">The most entries that it may hold.</param>
public readonly record struct CacheStats(int Total, int Valid, int Expired, int Hot, int MaxSize)
{
    /// <summary>Gets how many keys are being computed. What is computed is no entry before it is done.</summary>
    public int InFlight { get; init; }

    /// <summary>Gets how many valid entries left so far because there was no room.</summary>
    public long Evicted { get; init; }
}
