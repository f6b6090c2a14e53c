namespace Ephemeral.Tests.Coordinators;

public sealed class AtomBaseTests
{
    [Fact]
    public async Task FlushAsync_WaitsForWhatWasAccepted_AndTheAtomGoesOn()
    {
        await using Doubling atom = new();
        await atom.AddAsync(1);
        await atom.AddAsync(-1);

        await atom.SettleAsync().Within();

        Assert.Equal((0, 0, 1L, 1L), atom.Stats());
        Assert.Equal(2, atom.GetMetrics().Enqueued);
        Assert.Equal(2, atom.Snapshot().Count);
        await atom.AddAsync(2);
        await atom.SettleAsync().Within();
        Assert.Equal((0, 0, 2L, 1L), atom.Stats());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DisposeAsync_FinishesWhatWaits_IfTheAtomWantsIt(bool finishes)
    {
        Gate gate = new();
        Held atom = new(gate, finishes);
        await atom.AddAsync(1);
        await gate.Reached;
        await atom.AddAsync(2);

        Task disposed = atom.DisposeAsync().AsTask();
        Assert.True(atom.WasDisposed);
        gate.Open();
        await disposed.Within();

        CoordinatorMetrics metrics = atom.GetMetrics();
        Assert.Equal(finishes ? (2, 0) : (1, 1), (metrics.Completed, metrics.Cancelled));
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

    [Fact]
    public async Task RaiseEvent_CallsEveryHandler_AndCountsWhatTheyThrow()
    {
        await using Speaking atom = new();
        List<int> heard = [];
        atom.Spoken += static _ => throw new InvalidOperationException();
        atom.Spoken += heard.Add;

        atom.Speak(7);

        Assert.Equal([7], heard);
        Assert.Equal(1, atom.CallbackFailures);
    }

    private sealed class Speaking() : AtomBase<EphemeralWorkCoordinator<int>>(new(static (_, _) => Task.CompletedTask))
    {
        public event Action<int>? Spoken;

        public void Speak(int word) => RaiseEvent(nameof(Spoken), Spoken, word);
    }

    private sealed class Doubling()
        : AtomBase<EphemeralWorkCoordinator<int>>(new(static (item, _) => item < 0 ? throw new InvalidOperationException("negative") : Task.CompletedTask))
    {
        public ValueTask<long> AddAsync(int item) => Coordinator.EnqueueAsync(item);

        public Task SettleAsync() => FlushAsync();
    }

    private sealed class Held(Gate gate, bool finishes)
        : AtomBase<EphemeralWorkCoordinator<int>>(new((_, _) => gate.WaitAsync(), new() { MaxConcurrency = 1 }), finishes)
    {
        public bool WasDisposed => IsDisposed;

        public ValueTask<long> AddAsync(int item) => Coordinator.EnqueueAsync(item);
    }

    private sealed class Empty() : AtomBase<EphemeralWorkCoordinator<int>>(null!);
}
