namespace Ephemeral.Atoms.Batching;

/// <summary>The open batch, and what processes those that are due.</summary>
internal sealed class Batches<T>
{
    private readonly Func<IReadOnlyList<T>, CancellationToken, Task> _onBatch;
    private Batch<T>? _open;

    public Batches(Func<IReadOnlyList<T>, CancellationToken, Task> onBatch)
    {
        ArgumentNullException.ThrowIfNull(onBatch);
        _onBatch = onBatch;
    }

    /// <summary>Gets or sets what is told of a batch that failed.</summary>
    public Action<BatchFailure<T>>? Failed { get; set; }

    public Batch<T>? Open
    {
        get => Volatile.Read(ref _open);
        set => Volatile.Write(ref _open, value);
    }

    /// <summary>Forgets a batch that is open no more, unless another one is by now.</summary>
    public void Close(Batch<T> batch) => Interlocked.CompareExchange(ref _open, null, batch);

    public async Task ProcessAsync(Batch<T> batch, CancellationToken cancellationToken)
    {
        IReadOnlyList<T> items = batch.Seal(); // first: whoever makes it the open one after that sees that it is not
        Close(batch);
        try
        {
            await _onBatch(items, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            Failed?.Invoke(new(items, error));
            throw;
        }
    }
}
