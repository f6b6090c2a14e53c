namespace Ephemeral.Caching;

/// <summary>The computation of one key: the factory that leads it, those who wait for it, and what it waits for itself.</summary>
/// <remarks>All but <see cref="Succeed"/> and <see cref="Fail"/> is guarded by the cache's lock.</remarks>
internal sealed class CacheFlight<TKey, TValue>(TKey key)
{
    private readonly List<CacheFlight<TKey, TValue>> _awaited = [];
    private TaskCompletionSource<TValue>? _source; // only if anybody waits

    public TKey Key => key;

    /// <summary>Gets or sets whether the leader is done or the key was invalidated: nobody joins, and what is computed is not cached.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Joins a flight that is under way.</summary>
    public Task<TValue> Join() => (_source ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Notes that this flight's factory wants the value of another.</summary>
    public void Await(CacheFlight<TKey, TValue> other) => _awaited.Add(other);

    public void AwaitNoMore(CacheFlight<TKey, TValue> other) => _awaited.Remove(other);

    /// <summary>Tells whether this flight waits for another: is it, or awaits it, at any distance.</summary>
    public bool LeadsTo(CacheFlight<TKey, TValue> other) => this == other || _awaited.Exists(awaited => awaited.LeadsTo(other));

    /// <summary>Gives the value to all who wait. Nobody joins any more.</summary>
    public void Succeed(TValue value) => _source?.SetResult(value);

    /// <summary>Gives the failure to all who wait. Nobody joins any more.</summary>
    public void Fail(Exception error)
    {
        if (error is OperationCanceledException cancelled) _source?.SetCanceled(cancelled.CancellationToken);
        else _source?.SetException(error);
    }
}
