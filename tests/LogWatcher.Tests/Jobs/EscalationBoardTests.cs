using LogWatcher.Jobs;

namespace LogWatcher.Tests.Jobs;

public sealed class EscalationBoardTests
{
    [Fact]
    public void PowersOfTen_AreEscalations()
    {
        EscalationBoard board = new();

        long[] escalated = [.. Enumerable.Range(0, 1_500).Select(_ => board.Count("a")).OfType<long>()];

        Assert.Equal([10, 100, 1_000], escalated);
    }

    [Fact]
    public void BeyondTheCapacity_CategoriesShareACount()
    {
        EscalationBoard board = new(capacity: 2);
        foreach (string category in (string[])["a", "b", "c", "d", "a"]) board.Count(category);

        Assert.Equal([("a", 2), ("(others)", 2), ("b", 1)], board.GetCounts().OrderByDescending(count => count.Value).ThenByDescending(count => count.Key).Select(count => (count.Key, count.Value)));
    }
}
