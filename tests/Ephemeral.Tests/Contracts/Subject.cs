namespace Ephemeral.Tests.Contracts;

/// <summary>A coordinator under test, whatever its kind: items are numbers.</summary>
public sealed record Subject(
    CoordinatorBase Coordinator,
    Func<int, CancellationToken, ValueTask<long>> Enqueue,
    Func<int, bool> TryEnqueue) : IAsyncDisposable
{
    public ValueTask<long> EnqueueAsync(int item, CancellationToken cancellationToken = default) => Enqueue(item, cancellationToken);

    public async Task EnqueueManyAsync(int count)
    {
        for (int i = 0; i < count; i++) await Enqueue(i, CancellationToken.None);
    }

    public Task DrainAsync()
    {
        Coordinator.Complete();
        return Coordinator.DrainAsync().Within();
    }

    public async ValueTask DisposeAsync() => await Coordinator.DisposeAsync().Within();
}
