namespace Ephemeral.Signals;

/// <summary>Gives signals their causes and cuts the chains that constraints forbid: one for each place where signals begin.</summary>
/// <remarks>
/// Thread-safe. A cut is counted, told to the observer and to <see cref="SignalConstraints.OnBlocked"/>, and raised in the sink as
/// <c>signal.blocked</c> at most once a minute.
/// </remarks>
/// <param name="constraints">The limits.</param>
/// <param name="callbacks">Whose callbacks fail.</param>
/// <param name="sink">Where a cut is raised, and whose observer is told; null: the observer of <paramref name="callbacks"/> is told alone.</param>
internal sealed class SignalAdmission(SignalConstraints constraints, CallbackGuard callbacks, SignalSink? sink)
{
    private long _blocked;

    /// <summary>Gets how many signals were cut here.</summary>
    public long BlockedCount => Interlocked.Read(ref _blocked);

    /// <summary>Gets the most signals that may lead to one here.</summary>
    public int MaxDepth => constraints.MaxDepth;

    /// <summary>Gives a signal its causes, and checks them.</summary>
    /// <param name="signal">The signal; from here on as subscribers will see it. It is large, so it is copied only if it changes.</param>
    /// <param name="depth">How deep in a chain it is raised, hidden causes included.</param>
    /// <param name="isLeaf">Whether limits beside these make it begin a new chain.</param>
    public bool TryAdmit(ref SignalEvent signal, out int depth, bool isLeaf = false)
    {
        SignalPropagation? cause = SignalCauses.Of(signal, out depth);
        SignalBlockReason? reason = constraints.WhyBlocked(signal.Signal, cause, depth);
        if (reason is null && cause is not null && (isLeaf || constraints.IsLeaf(signal.Signal))) cause = null;
        if (cause != signal.Propagation) signal = signal with { Propagation = cause };
        if (reason is null) return true;
        Block(signal, reason.Value);
        return false;
    }

    /// <summary>Makes a retraction a step of the chain that it happens in, unless the chain is too long.</summary>
    /// <remarks>Only the length counts: taking a signal back where it is handled closes no circle.</remarks>
    /// <param name="retracted">The retraction.</param>
    /// <param name="step">The step: its handlers' cause.</param>
    /// <param name="depth">How deep in the chain it is.</param>
    public bool TryAdmit(in SignalRetractedEvent retracted, out SignalEvent step, out int depth)
    {
        SignalPropagation? cause = SignalCauses.Capture(out depth);
        step = new(retracted.Signal, retracted.OperationId, retracted.Key, retracted.Timestamp, cause);
        if (!constraints.IsTooDeep(depth)) return true;
        Block(step, SignalBlockReason.MaxDepthExceeded);
        return false;
    }

    public bool IsLeaf(string signal) => constraints.IsLeaf(signal);

    private void Block(in SignalEvent signal, SignalBlockReason reason)
    {
        Interlocked.Increment(ref _blocked);
        CallbackGuard owner = sink?.Callbacks ?? callbacks;
        owner.Observer?.SignalDropped(new(owner.Source, SignalDropReason.Blocked, 1));
        if (constraints.TellBlocked(signal, reason, callbacks)) sink?.ReportBlock(signal.Signal);
    }
}
