using Ephemeral.Signals;

namespace Ephemeral;

/// <summary>Raises signals whose names say which atom, coordinator or sink they are about.</summary>
/// <remarks>
/// <para>Thread-safe. Names given and asked for are without scope; what is raised is a <see cref="ScopedSignalKey"/>.</para>
/// <para>What is taken back and looked for is what this operation raised in one of the three scopes of the context and is still present
/// in the sink: signals of other operations and contexts are never touched.</para>
/// </remarks>
public sealed class ScopedSignalEmitter : ISignalEmitter
{
    private readonly SignalSink _sink;
    private readonly SignalAdmission? _admission; // beside the sink's own
    private readonly string[] _scopes;

    /// <summary>Creates an emitter.</summary>
    /// <param name="context">Where the signals come from.</param>
    /// <param name="sink">Where they are raised.</param>
    /// <param name="operationId">The operation that they carry; 0: the one that runs here, or an id of its own.</param>
    /// <param name="key">The key that they carry.</param>
    /// <param name="constraints">Limits beside the sink's own; they see names with their scopes. Null for none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="context"/> or <paramref name="sink"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="operationId"/> is negative.</exception>
    public ScopedSignalEmitter(SignalContext context, SignalSink sink, long operationId = 0, string? key = null, SignalConstraints? constraints = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentOutOfRangeException.ThrowIfNegative(operationId);
        Context = context;
        Key = key;
        OperationId = operationId != 0 ? operationId : AmbientOperation.Current?.OperationId ?? EphemeralIdGenerator.NextId();
        _sink = sink;
        _admission = constraints is null ? null : sink.AdmitWith(constraints);
        _scopes = [ScopeOf(ScopedSignalKey.ForAtom), ScopeOf(ScopedSignalKey.ForCoordinator), ScopeOf(ScopedSignalKey.ForSink)];
    }

    /// <summary>Gets where the signals come from.</summary>
    public SignalContext Context { get; }

    /// <inheritdoc/>
    public long OperationId { get; }

    /// <inheritdoc/>
    public string? Key { get; }

    /// <summary>Gets how many signals a constraint of this emitter blocked; the sink counts its own.</summary>
    public long BlockedCount => _admission?.BlockedCount ?? 0;

    /// <summary>Raises a signal about the atom.</summary>
    /// <exception cref="ArgumentException"><paramref name="signal"/> is null or empty.</exception>
    public void Emit(string signal) => Raise(ScopedSignalKey.ForAtom(Context, signal), cause: null);

    /// <summary>Raises a signal about the whole coordinator.</summary>
    /// <inheritdoc cref="Emit"/>
    public void EmitCoordinatorSignal(string signal) => Raise(ScopedSignalKey.ForCoordinator(Context, signal), cause: null);

    /// <summary>Raises a signal about the whole sink.</summary>
    /// <inheritdoc cref="Emit"/>
    public void EmitSinkSignal(string signal) => Raise(ScopedSignalKey.ForSink(Context, signal), cause: null);

    /// <summary>Raises a signal about the atom with a cause of its own, unless the chain that is handled here is longer.</summary>
    /// <returns>False when a constraint blocked it.</returns>
    /// <exception cref="ArgumentException"><paramref name="signal"/> is null or empty.</exception>
    public bool EmitCaused(string signal, SignalPropagation? cause) => Raise(ScopedSignalKey.ForAtom(Context, signal), cause);

    /// <summary>Takes back the operation's signals of this name, in all three scopes.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="ArgumentException"><paramref name="signal"/> is null or empty.</exception>
    public int Retract(string signal)
    {
        SignalArguments.ThrowIfNoName(signal);
        return _scopes.Sum(scope => _sink.Retract(scope + signal, OperationId));
    }

    /// <summary>Takes back the operation's signals whose names match a pattern, in all three scopes.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is null or empty.</exception>
    public int RetractMatching(string pattern)
    {
        SignalArguments.ThrowIfNoPattern(pattern);
        return _sink.RetractMatching(pattern, OperationId, _scopes);
    }

    /// <summary>Tells whether the operation has a signal of this name, in any of the three scopes.</summary>
    /// <exception cref="ArgumentException"><paramref name="signal"/> is null or empty.</exception>
    public bool HasSignal(string signal)
    {
        SignalArguments.ThrowIfNoName(signal);
        return Array.Exists(_scopes, scope => _sink.Detect(scope + signal, OperationId));
    }

    private string ScopeOf(Func<SignalContext, string, ScopedSignalKey> keyOf) => keyOf(Context, "?").ToString()[..^1];

    private bool Raise(ScopedSignalKey signal, SignalPropagation? cause)
    {
        SignalEvent raised = new(signal, OperationId, Key, default, cause);
        if (_admission is null) return _sink.TryRaise(raised);
        return _admission.TryAdmit(ref raised, out _) && _sink.TryRaise(raised, _admission.IsLeaf(raised.Signal));
    }
}
