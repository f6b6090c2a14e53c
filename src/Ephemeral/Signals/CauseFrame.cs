namespace Ephemeral.Signals;

/// <summary>A signal while its inline handlers run.</summary>
/// <remarks>A mutable struct on purpose: it lives in a thread-static field, the frames below it on the raisers' stacks.</remarks>
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

    public SignalPropagation Materialise() => _node ??= SignalPropagation.After(Cause, Signal!, Raiser);

    private readonly long Raiser => HasOwnId && AmbientOperation.Current is { } operation ? operation.OperationId : OperationId;
}
