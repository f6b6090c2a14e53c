namespace Ephemeral.Atoms;

/// <summary>Removes operations from the window the moment they raise a kill signal, so that work that came and went is not tracked.</summary>
/// <remarks>
/// <para>Thread-safe. It listens until it is disposed; the sink and the coordinator are borrowed.</para>
/// <para>A removed operation leaves its echo, and its last words are told. A running body goes on, with its operation's own token cancelled,
/// and counts as cancelled; a waiting one never runs.</para>
/// </remarks>
public sealed class VolatileOperationAtom : IAsyncDisposable, IDisposable
{
    private readonly IOperationEvictor _evictor;
    private readonly VolatileOperationOptions _options;
    private readonly IDisposable _subscription;
    private long _killed;
    private long _notFound;

    /// <summary>Creates an atom that listens at once.</summary>
    /// <param name="sink">Where the signals come from: the one that the coordinator's operations share.</param>
    /// <param name="evictor">The coordinator whose operations are removed.</param>
    /// <param name="options">Which ones; null: those that raise <c>kill.*</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="sink"/> or <paramref name="evictor"/> is null, or the pattern is empty.</exception>
    public VolatileOperationAtom(SignalSink sink, IOperationEvictor evictor, VolatileOperationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentNullException.ThrowIfNull(evictor);
        _evictor = evictor;
        _options = options ?? new();
        _subscription = sink.Subscribe(_options.KillSignalPattern, Hear);
    }

    /// <summary>Gets how many operations were removed.</summary>
    public long KilledCount => Interlocked.Read(ref _killed);

    /// <summary>Gets how many kill signals had an id that the coordinator does not know.</summary>
    public long NotFoundCount => Interlocked.Read(ref _notFound);

    /// <summary>Ends the subscription. Calling it again is safe.</summary>
    public void Dispose() => _subscription.Dispose();

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Hear(SignalEvent signal)
    {
        if (_options.ShouldKill?.Invoke(signal) == false) return;
        bool isKilled = _evictor.TryKill(signal.OperationId);
        Interlocked.Increment(ref isKilled ? ref _killed : ref _notFound);
        (isKilled ? _options.OnKilled : _options.OnNotFound)?.Invoke(signal);
    }
}
