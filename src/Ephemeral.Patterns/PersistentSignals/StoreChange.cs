namespace Ephemeral.Patterns;

/// <summary>One write to a store, which is repeated as it is until it succeeds.</summary>
internal sealed record StoreChange(IReadOnlyList<MirroredSignal> Added, IReadOnlyList<MirroredSignal> Removed)
{
    public int Count => Added.Count + Removed.Count;
}
