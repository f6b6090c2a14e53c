namespace Ephemeral.Signals;

/// <summary>A signal while its handlers run.</summary>
/// <remarks>
/// A mutable struct on purpose: an inline handler's lives in a thread-static field, the frames below it on the raisers' stacks, and that of a
/// queued signal in the worker that handles it.
/// </remarks>
internal struct CauseFrame
{
    public string? Signal;
    public long OperationId;
    public SignalPropagation? Cause;

    /// <summary>The signal has an id of its own: the operation that raised it is the one whose body runs here, if any.</summary>
    public bool HasOwnId;

    /// <summary>How deep in a chain its handlers raise. It counts on where a leaf signal hides its causes.</summary>
    public int Depth;

    private SignalPropagation? _node;

    public static CauseFrame Of(in SignalEvent signal, long raiser) => new() { Signal = signal.Signal, OperationId = raiser, Cause = signal.Propagation };

    /// <summary>Returns the chain that ends with the signal; null while none is handled.</summary>
    /// <remarks>The signal is read once: a flow that outlived its body may ask while the worker turns to another item.</remarks>
    public SignalPropagation? Materialise() => _node ??= Signal is { } signal ? SignalPropagation.After(Cause, signal, Raiser) : null;

    /// <summary>Gets the operation that raised the signal, or the signal's own id.</summary>
    public readonly long Raiser => HasOwnId && AmbientOperation.Current is { } operation ? operation.OperationId : OperationId;
}
