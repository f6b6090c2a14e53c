namespace Ephemeral.Signals;

/// <summary>Knows which signal is being handled on this thread, so that what a handler raises or enqueues has its cause.</summary>
internal static class SignalCauses
{
    [ThreadStatic]
    private static CauseFrame _frame;

    /// <summary>Returns what leads to anything done here: the signal handled on this thread, else the cause of the operation.</summary>
    public static SignalPropagation? Capture() => Capture(out _);

    /// <inheritdoc cref="Capture()"/>
    /// <param name="depth">How long the chain is, counting causes that a leaf signal hides; 0 for none.</param>
    public static SignalPropagation? Capture(out int depth)
    {
        ref CauseFrame frame = ref _frame;
        SignalPropagation? cause = frame.Signal is not null ? frame.Materialise()
            : SignalPropagation.HasAny ? AmbientOperation.Current?.Cause // the flow's context is not searched for what cannot be there
            : null;
        depth = Math.Max(frame.Depth, cause?.Depth ?? 0);
        return cause;
    }

    /// <summary>Gets the operation that raised the signal which is handled on this thread, or that signal's own id.</summary>
    public static long Raiser => _frame.Raiser;

    /// <summary>Returns what leads to a signal that is raised here: the chain that it brings, or that of this place if it is longer.</summary>
    /// <inheritdoc cref="Capture(out int)"/>
    public static SignalPropagation? Of(in SignalEvent signal, out int depth)
    {
        SignalPropagation? cause = Capture(out depth);
        if (cause is null || cause.Depth <= signal.Depth) cause = signal.Propagation;
        depth = Math.Max(depth, signal.Depth);
        return cause;
    }

    /// <summary>Tells whether a signal is the one that is handled on this thread: then it is handed on, not raised anew, and keeps its causes.</summary>
    public static bool IsHandedOn(ref SignalEvent signal)
    {
        if (_frame.Signal != signal.Signal || _frame.OperationId != signal.OperationId) return false;
        if (_frame.Cause is { } cause && cause.Depth > signal.Depth) signal = signal with { Propagation = cause };
        return true;
    }

    /// <summary>Begins to handle a signal on this thread. Nothing is allocated until somebody captures the cause.</summary>
    /// <returns>What was handled before; give it to <see cref="Leave"/>.</returns>
    public static CauseFrame Enter(in SignalEvent signal, int depth, bool hasOwnId = false)
    {
        CauseFrame outer = _frame;
        _frame = new() { Signal = signal.Signal, OperationId = signal.OperationId, Cause = signal.Propagation, Depth = depth + 1, HasOwnId = hasOwnId };
        return outer;
    }

    public static void Leave(in CauseFrame outer) => _frame = outer;
}
