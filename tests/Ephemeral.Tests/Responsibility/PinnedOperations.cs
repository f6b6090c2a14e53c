namespace Ephemeral.Tests.Responsibility;

/// <summary>A window with no engine behind it: it says what is pinned, and lets a test act while a pin is under way.</summary>
internal sealed class PinnedOperations(params long[] known) : IOperationPinning, IOperationFinalization
{
    private readonly Lock _gate = new();
    private readonly HashSet<long> _known = [.. known];
    private readonly HashSet<long> _pinned = [];

    public event Action<EphemeralOperationSnapshot>? OperationFinalized;

    public Action<long>? WhilePinning { get; set; }

    public Action<long>? WhileUnpinning { get; set; }

    public IReadOnlyList<long> Pinned
    {
        get { lock (_gate) return [.. _pinned.Order()]; }
    }

    public bool IsWatched => OperationFinalized is not null;

    public bool Pin(long operationId)
    {
        bool pinned;
        lock (_gate) pinned = _known.Contains(operationId) && (_pinned.Add(operationId) || true);
        WhilePinning?.Invoke(operationId);
        return pinned;
    }

    public bool Unpin(long operationId)
    {
        WhileUnpinning?.Invoke(operationId);
        lock (_gate) return _pinned.Remove(operationId);
    }

    public void Finalize(long operationId)
    {
        lock (_gate)
        {
            _known.Remove(operationId);
            _pinned.Remove(operationId);
        }

        OperationFinalized?.Invoke(new(operationId, default, null, null, false, null, null));
    }
}
