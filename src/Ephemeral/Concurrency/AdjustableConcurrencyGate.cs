namespace Ephemeral;

/// <summary>A gate whose limit may change at any time; waiters enter in order of arrival.</summary>
/// <remarks>Thread-safe. Lowered, the limit is exact once enough of those inside have left; nobody is put out.</remarks>
public sealed class AdjustableConcurrencyGate : IConcurrencyGate
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = new(); // guarded by _gate, as all below
    private int _limit;
    private int _inside;

    /// <summary>Creates an empty gate.</summary>
    /// <param name="limit">How many may be inside at once.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is below 1.</exception>
    public AdjustableConcurrencyGate(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        _limit = limit;
    }

    /// <inheritdoc/>
    public ValueTask WaitAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        LinkedListNode<TaskCompletionSource> node;
        lock (_gate)
        {
            if (_inside < _limit)
            {
                _inside++;
                return ValueTask.CompletedTask;
            }

            node = _waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        return cancellationToken.CanBeCanceled ? new(WaitAsync(node, cancellationToken)) : new(node.Value.Task);
    }

    /// <inheritdoc/>
    public void Release()
    {
        List<TaskCompletionSource>? entered;
        lock (_gate)
        {
            if (_inside == 0) throw new InvalidOperationException("Release was called although nobody is inside the gate. Call it once for each WaitAsync.");
            _inside--;
            entered = LetIn();
        }

        entered?.ForEach(static waiter => waiter.SetResult());
    }

    /// <inheritdoc/>
    public void UpdateLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        List<TaskCompletionSource>? entered;
        lock (_gate)
        {
            _limit = limit;
            entered = LetIn();
        }

        entered?.ForEach(static waiter => waiter.SetResult());
    }

    private async Task WaitAsync(LinkedListNode<TaskCompletionSource> node, CancellationToken cancellationToken)
    {
        using (cancellationToken.UnsafeRegister((_, token) => Abandon(node, token), null))
            await node.Value.Task.ConfigureAwait(false);
    }

    private void Abandon(LinkedListNode<TaskCompletionSource> node, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (node.List is null) return; // it has entered
            _waiting.Remove(node);
        }

        node.Value.SetCanceled(cancellationToken);
    }

    private List<TaskCompletionSource>? LetIn()
    {
        List<TaskCompletionSource>? entered = null;
        while (_inside < _limit && _waiting.First is { } first)
        {
            _waiting.RemoveFirst();
            _inside++;
            (entered ??= []).Add(first.Value);
        }

        return entered;
    }
}
