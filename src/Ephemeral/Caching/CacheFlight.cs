namespace Ephemeral.Caching;

/// <summary>The computation of one key: the factory that leads it, those who wait for it, and what it waits for itself.</summary>
/// <remarks>All but <see cref="Token"/>, <see cref="Succeed"/> and <see cref="Fail"/> is guarded by the cache's lock.</remarks>
internal sealed class CacheFlight<TKey, TValue>(TKey key, CancellationTokenSource? cancellation)
{
    private readonly List<CacheFlight<TKey, TValue>> _awaited = [];
    private TaskCompletionSource<TValue>? _source; // only if anybody waits
    private int _waiting;
    private bool _hasLanded;
    private long _search; // the latest that came by
    private CacheFlight<TKey, TValue>? _next; // to be looked at by that search

    public TKey Key => key;

    /// <summary>Gets the token that is cancelled when all who waited have left.</summary>
    public CancellationToken Token => cancellation?.Token ?? CancellationToken.None;

    public bool CanBeCancelled => cancellation is not null;

    /// <summary>Gets or sets whether nobody joins and what is computed is not cached: the leader is done, all have left, or the key was invalidated.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Joins a flight that is under way.</summary>
    public Task<TValue> Join()
    {
        _waiting++;
        return (_source ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    /// <summary>Waits no more.</summary>
    /// <returns>What to cancel outside the lock: the factory is at work and nobody is left. Otherwise null.</returns>
    public CancellationTokenSource? Part() => --_waiting == 0 && !_hasLanded ? cancellation : null;

    /// <summary>Notes that the factory is done, so that there is nothing to cancel.</summary>
    public void Land() => _hasLanded = true;

    /// <summary>Notes that this flight's factory wants the value of another.</summary>
    public void Await(CacheFlight<TKey, TValue> other) => _awaited.Add(other);

    public void AwaitNoMore(CacheFlight<TKey, TValue> other) => _awaited.Remove(other);

    /// <summary>Tells whether this flight waits for another: is it, or awaits it, at any distance. Looks at each flight once.</summary>
    /// <param name="other">The other.</param>
    /// <param name="search">A number above that of every search before.</param>
    public bool LeadsTo(CacheFlight<TKey, TValue> other, long search)
    {
        _search = search;
        _next = null;
        for (CacheFlight<TKey, TValue>? top = this; top is not null;)
        {
            CacheFlight<TKey, TValue> flight = top;
            if (flight == other) return true;
            top = flight._next;
            foreach (CacheFlight<TKey, TValue> awaited in flight._awaited)
            {
                if (awaited._search == search) continue;
                awaited._search = search;
                awaited._next = top;
                top = awaited;
            }

            flight._next = null; // keeps nothing alive
        }

        return false;
    }

    /// <summary>Gives the value to all who wait. Nobody joins any more.</summary>
    public void Succeed(TValue value) => _source?.SetResult(value);

    /// <summary>Gives the failure to all who wait. Nobody joins any more.</summary>
    public void Fail(Exception error)
    {
        if (_source is null) return;
        if (error is OperationCanceledException cancelled)
        {
            _source.SetCanceled(cancelled.CancellationToken);
            return;
        }

        _source.SetException(error);
        _ = _source.Task.Exception; // seen: all who waited may have left
    }
}
