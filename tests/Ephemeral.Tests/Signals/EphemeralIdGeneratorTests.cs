namespace Ephemeral.Tests.Signals;

public sealed class EphemeralIdGeneratorTests
{
    [Fact]
    public async Task NextId_ManyThreadsAndBlocks_IsPositiveAndUnique()
    {
        IEnumerable<Task<long[]>> takers = Enumerable.Range(0, 4).Select(static i => Task.Run(() => i % 2 == 0 ? Singly() : InBlocks()));
        long[][] taken = await Task.WhenAll(takers).Within();

        long[] all = [.. taken.SelectMany(static ids => ids)];
        Assert.All(all, static id => Assert.True(id > 0));
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    private static long[] Singly() => [.. Enumerable.Range(0, 10_000).Select(static _ => EphemeralIdGenerator.NextId())];

    private static long[] InBlocks() => [.. Enumerable.Range(0, 100).SelectMany(static _ =>
    {
        long first = EphemeralIdGenerator.NextBlock(100);
        return Enumerable.Range(0, 100).Select(offset => first + offset);
    })];
}
