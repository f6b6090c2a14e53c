namespace Ephemeral.Logging;

/// <summary>What this thread is turning into what: the guard against logs that raise signals that log.</summary>
/// <remarks>A mutable struct on purpose: it lives in a thread-static field, and what was there before on the stack.</remarks>
internal struct LogConversion
{
    [ThreadStatic]
    private static LogConversion _current;

    private bool _isConverting;
    private string? _signal;
    private SignalSink? _mirrored;

    /// <summary>Tells whether a record logged here would come from the conversion of another, or from a signal that this sink has already.</summary>
    public static bool Suppresses(SignalSink sink) => _current._isConverting || ReferenceEquals(_current._mirrored, sink);

    /// <summary>Tells whether a signal is the one that a record is being turned into on this thread.</summary>
    public static bool IsOrigin(string signal) => ReferenceEquals(_current._signal, signal);

    /// <summary>Begins to turn a record into a signal.</summary>
    public static void Enter() => _current._isConverting = true;

    /// <summary>Names the signal that the record becomes.</summary>
    public static void Name(string signal) => _current._signal = signal;

    public static void Leave()
    {
        _current._isConverting = false;
        _current._signal = null;
    }

    /// <summary>Begins to write a sink's signal to a logger.</summary>
    /// <returns>What was written before; give it to <see cref="LeaveMirror"/>.</returns>
    public static SignalSink? EnterMirror(SignalSink sink)
    {
        SignalSink? outer = _current._mirrored;
        _current._mirrored = sink;
        return outer;
    }

    public static void LeaveMirror(SignalSink? outer) => _current._mirrored = outer;
}
