using Ephemeral.Signals;

namespace Ephemeral.Operations;

/// <summary>What a worker knows of the item that it runs. One object a worker, reused for every item.</summary>
internal abstract class RunningOperation : AmbientOperation
{
    private OperationOrigin? _origin;
    private CauseFrame _handled;

    internal long Id { get; set; }

    internal OperationOrigin? Origin
    {
        get => _origin;
        set
        {
            _origin = value;
            _handled = default;
        }
    }

    public override long OperationId => Id;

    public override SignalPropagation? Cause => _handled.Materialise() ?? _origin?.Cause;

    /// <summary>Makes a signal the cause of what the body does: it handles a signal that was queued.</summary>
    /// <remarks>Taken when the signal is handled and not when it is queued, and made when somebody asks for it: raising it costs nothing.</remarks>
    /// <param name="signal">The signal.</param>
    /// <param name="raiser">The operation that raised it, or the signal's own id.</param>
    internal void Handle(in SignalEvent signal, long raiser)
    {
        SignalPropagation.Expect();
        _handled = CauseFrame.Of(signal, raiser);
    }

    /// <summary>Makes the worker the ambient operation of the flow of control that calls this: once, before its loop.</summary>
    protected void BecomeAmbient()
    {
        Outer = Current as RunningOperation;
        Current = this;
    }

    /// <summary>Gets the worker whose body runs the loop that this one works for; null for none.</summary>
    internal RunningOperation? Outer { get; private set; }

    /// <summary>Gets the running operation, made on first use; null between two items. Safe from flows that outlived their body.</summary>
    internal abstract EphemeralOperation? Find();

    /// <summary>Tells whether the worker belongs to <paramref name="engine"/> and runs a body now.</summary>
    internal abstract bool RunsIn(object engine);
}

/// <summary>A running operation with what its body takes and gives.</summary>
internal abstract class RunningOperation<TResult> : RunningOperation
{
    /// <summary>Gets or sets the operation, made before the body runs if the body takes it.</summary>
    internal EphemeralOperation? Operation { get; set; }

    internal TResult? Result { get; set; }

    /// <summary>Gets which attempt at the item this is: 1 for the first.</summary>
    internal int Attempt { get; private protected set; }

    /// <summary>Gets whether the item waited for too long, and starts only to fail.</summary>
    internal bool IsOverdue { get; private protected set; }

    /// <summary>Gets whether another attempt would begin if this one failed now.</summary>
    internal abstract bool MayRetry { get; }

    /// <summary>Gets or sets whether the body's time was up. Guarded by the engine's lock while the body runs.</summary>
    internal bool IsTimedOut { get; set; }
}
