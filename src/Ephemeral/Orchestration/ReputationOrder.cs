namespace Ephemeral.Orchestration;

/// <summary>Orders scores by how far they are from zero, equal ones by their last update.</summary>
internal sealed class ReputationOrder<TKey> : IComparer<Reputation<TKey>>
{
    public static ReputationOrder<TKey> Instance { get; } = new();

    public int Compare(Reputation<TKey>? x, Reputation<TKey>? y)
    {
        int byWeight = x!.Weight.CompareTo(y!.Weight);
        return byWeight != 0 ? byWeight : x.LastUpdate.CompareTo(y.LastUpdate);
    }
}
