namespace Ephemeral.Patterns.Tests.SignalingHttp;

/// <summary>Keeps the signals, and can act on one.</summary>
internal sealed class RecordingEmitter : ISignalEmitter
{
    public List<string> Signals { get; } = [];

    public Action<string> OnEmit { get; set; } = static _ => { };

    public long OperationId => 1;

    public string? Key => null;

    public void Emit(string signal)
    {
        Signals.Add(signal);
        OnEmit(signal);
    }

    public bool EmitCaused(string signal, SignalPropagation? cause)
    {
        Emit(signal);
        return true;
    }

    public int Retract(string signal) => Signals.RemoveAll(other => other == signal);

    public int RetractMatching(string pattern) => Signals.RemoveAll(other => StringPatternMatcher.Matches(other, pattern));

    public bool HasSignal(string signal) => Signals.Contains(signal);
}
