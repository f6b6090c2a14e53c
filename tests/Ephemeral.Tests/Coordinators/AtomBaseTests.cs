namespace Ephemeral.Tests.Coordinators;

public sealed class AtomBaseTests
{
    [Fact]
    public async Task DrainAsync_CompletesAndWaits_AndTheCountsAreTheCoordinators()
    {
        await using Doubling atom = new();
        await atom.AddAsync(1);
        await atom.AddAsync(-1);

        await atom.DrainAsync().Within();

        Assert.Equal((0, 0, 1L, 1L), atom.Stats());
        Assert.Equal(2, atom.Snapshot().Count);
        await Assert.ThrowsAsync<CoordinatorCompletedException>(() => atom.AddAsync(2).AsTask());
        await atom.DrainAsync().Within();
    }

    [Fact]
    public async Task Dispose_EndsTheCoordinator_AndMayComeTwice()
    {
        Doubling atom = new();
        atom.Dispose();
        await atom.DisposeAsync().Within();
        atom.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => atom.AddAsync(2).AsTask());
        Assert.Throws<ArgumentNullException>(static () => new Empty());
    }

    private sealed class Doubling()
        : AtomBase<EphemeralWorkCoordinator<int>>(new(static (item, _) => item < 0 ? throw new InvalidOperationException("negative") : Task.CompletedTask))
    {
        public ValueTask<long> AddAsync(int item) => Coordinator.EnqueueAsync(item);
    }

    private sealed class Empty() : AtomBase<IEphemeralCoordinator>(null!);
}
