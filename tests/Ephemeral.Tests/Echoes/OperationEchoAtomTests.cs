namespace Ephemeral.Tests.Echoes;

public sealed class OperationEchoAtomTests
{
    private readonly TypedSignalSink<string> _sink = new();

    [Fact]
    public async Task AMaker_HandsItsEchoesToTheAtom_AndCountsThoseItDoesNotTake()
    {
        Gate gate = new();
        List<OperationEchoEntry<string>> written = [];
        OperationEchoAtom<string> atom = new(
            async (echo, token) =>
            {
                await gate.WaitAsync(token);
                written.Add(echo);
            },
            new() { MaxConcurrency = 1, QueueCapacity = 1 });
        await using EphemeralWorkCoordinator<string> coordinator = new((item, _) =>
        {
            _sink.Raise("said", item);
            return Task.CompletedTask;
        });
        using OperationEchoMaker<string> maker = coordinator.EnableOperationEchoing(_sink, atom);
        List<long> created = [];
        maker.EchoCreated += echo => created.Add(echo.OperationId);
        List<long> ids = [];
        for (int i = 0; i < 4; i++) ids.Add(await coordinator.EnqueueAsync($"{i}"));
        await coordinator.FlushAsync().Within();

        coordinator.Evict(ids[0]);
        await gate.Reached;
        coordinator.Evict(ids[1]);
        coordinator.Evict(ids[2]);
        Assert.Equal(1, maker.DroppedEchoes);
        gate.Open();
        await atom.DrainAsync().Within();
        Assert.Equal(ids[..2], written.Select(static echo => echo.OperationId));

        await atom.DisposeAsync().Within();
        coordinator.Evict(ids[3]);
        Assert.Equal(2, maker.DroppedEchoes);
        Assert.Equal(ids, created);
        Assert.Equal(0, maker.CallbackFailures);
    }

    [Fact]
    public async Task AnEntry_MayBeEnqueuedByHand_AndDisposeWritesIt()
    {
        List<long> written = [];
        OperationEchoAtom<string> atom = new(echo =>
        {
            written.Add(echo.OperationId);
            return Task.CompletedTask;
        });
        Assert.True(await atom.EnqueueAsync(new(7, null, false, [], default)) > 0);
        Assert.True(atom.TryEnqueue(new(8, null, false, [], default)));

        await atom.DisposeAsync().Within();
        await atom.DisposeAsync().Within();
        atom.Dispose();

        Assert.Equal([7, 8], written);
        Assert.Equal(2, atom.GetMetrics().Completed);
        Assert.Equal(2, atom.Snapshot().Count);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => atom.EnqueueAsync(new(9, null, false, [], default)).AsTask());
    }
}
