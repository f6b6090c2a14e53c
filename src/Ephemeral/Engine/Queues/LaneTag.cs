namespace Ephemeral.Engine.Queues;

/// <summary>Which lane an item waits in, by rank, and the key that orders it there.</summary>
internal readonly record struct LaneTag<TKey>(int Lane, TKey Key)
    where TKey : notnull;
