namespace Ephemeral.Atoms;

/// <summary>What the atoms of one run share.</summary>
/// <remarks>The atoms of a run follow each other, so what one leaves here the next finds. Not for use after the run.</remarks>
public sealed class MoleculeContext
{
    internal MoleculeContext(SignalEvent trigger, SignalSink signals, IServiceProvider services, EphemeralOperation operation, CancellationToken cancellationToken)
    {
        TriggerSignal = trigger;
        Signals = signals;
        Services = services;
        Operation = operation;
        CancellationToken = cancellationToken;
    }

    /// <summary>Gets the signal that started the run.</summary>
    public SignalEvent TriggerSignal { get; }

    /// <summary>Gets the sink of the runner.</summary>
    public SignalSink Signals { get; }

    /// <summary>Gets the services of the run's own scope; one that has none where the runner was given no services.</summary>
    public IServiceProvider Services { get; }

    /// <summary>Gets the operation that the run is.</summary>
    public EphemeralOperation Operation { get; }

    /// <summary>Gets a token that is cancelled when the runner is disposed. Each atom is given it too.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Gets what the atoms of the run hand on to each other.</summary>
    public IDictionary<string, object?> SharedState => Operation.State;

    /// <summary>Raises a signal in the name of the run: it carries the run's operation id.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="key">What it is about; null: the trigger signal's key.</param>
    /// <exception cref="ArgumentException"><paramref name="signal"/> is null or empty.</exception>
    public void Raise(string signal, string? key = null) => Operation.Emit(signal, key ?? TriggerSignal.Key);
}
