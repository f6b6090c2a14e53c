namespace Ephemeral.Echoes;

/// <summary>Writes records in the background on a coordinator of its own, and loses none that it accepted when it ends.</summary>
internal sealed class EchoWriter<TRecord> : IAsyncDisposable, IDisposable
    where TRecord : class
{
    private readonly EphemeralWorkCoordinator<TRecord> _coordinator;
    private readonly string _owner;
    private readonly Task _ended;
    private readonly TaskCompletionSource _disposing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public EchoWriter(Func<TRecord, CancellationToken, Task> persist, EphemeralOptions? options, string owner)
    {
        ArgumentNullException.ThrowIfNull(persist);
        _owner = owner;
        _coordinator = new(persist, options ?? new()
        {
            Name = owner,
            MaxConcurrency = 1,
            MaxTrackedOperations = 64,
            MaxOperationLifetime = TimeSpan.FromSeconds(30),
        });
        _ended = EndAsync();
    }

    private bool IsDisposed => _disposing.Task.IsCompleted;

    public static Func<TRecord, CancellationToken, Task> WithToken(Func<TRecord, Task> persist)
    {
        ArgumentNullException.ThrowIfNull(persist);
        return (record, _) => persist(record);
    }

    public CoordinatorMetrics GetMetrics() => _coordinator.GetMetrics();

    public IReadOnlyCollection<EphemeralOperationSnapshot> Snapshot() => _coordinator.GetSnapshot();

    public async ValueTask<long> EnqueueAsync(TRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        try
        {
            return await _coordinator.EnqueueAsync(record, cancellationToken).ConfigureAwait(false);
        }
        catch (CoordinatorCompletedException) when (IsDisposed)
        {
            throw new ObjectDisposedException(_owner, $"The {_owner} was disposed and accepts nothing more. Create a new one, or enqueue before that.");
        }
    }

    public bool TryEnqueue(TRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return _coordinator.TryEnqueue(record);
    }

    public Task FlushAsync(CancellationToken cancellationToken) => _coordinator.FlushAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _coordinator.ThrowIfCalledFromBody(nameof(DisposeAsync));
        Dispose();
        await _ended.ConfigureAwait(false);
    }

    public void Dispose()
    {
        _disposing.TrySetResult(); // before intake closes, so that a refusal knows why
        _coordinator.Complete();
    }

    /// <summary>Ends the coordinator once everything accepted is written, or when its time is up. Owns what <see cref="Dispose"/> does not wait for.</summary>
    private async Task EndAsync()
    {
        await _disposing.Task.ConfigureAwait(false);
        await _coordinator.Drained.WaitAsync(_coordinator.DisposeLimit, _coordinator.Options.TimeProvider).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_coordinator.IsDrained) await _coordinator.DisposeAsync().ConfigureAwait(false);
        else _coordinator.Dispose();
    }
}
