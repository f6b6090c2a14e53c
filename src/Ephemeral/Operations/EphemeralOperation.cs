using System.Collections.Concurrent;
using Ephemeral.Operations;
using Ephemeral.Signals;

namespace Ephemeral;

/// <summary>One run of a coordinator's body: what the body can say about itself, and others can read while it is in the window.</summary>
/// <remarks>
/// <para>Thread-safe. One object an item, made only for bodies that take it or when somebody asks for it; state, signals and the
/// cancellation token inside it are made on first use.</para>
/// <para>Signals are raised synchronously on the caller's thread: first the coordinator's callbacks, then the shared sink.</para>
/// </remarks>
public sealed class EphemeralOperation : ISignalEmitter
{
    private readonly OperationScope _scope;
    private readonly Lock _gate = new();
    private ConcurrentDictionary<string, object?>? _state;
    private OperationSignalLog? _signals; // guarded by _gate, as all below
    private CancellationTokenSource? _own;
    private long _started;
    private long _ended;
    private bool _isPinned;
    private bool _isEnded;
    private bool _isKilled;

    internal EphemeralOperation(long id, string? key, OperationScope scope)
    {
        Id = id;
        Key = key;
        _scope = scope;
    }

    /// <summary>Gets the operation whose body runs in this flow of control; null outside a body.</summary>
    /// <remarks>A flow that outlives its body may be given a later item's operation.</remarks>
    public static EphemeralOperation? Current => Frame?.Find();

    /// <summary>Gets the operation's id: positive and unique in the process.</summary>
    public long Id { get; }

    /// <summary>Gets the operation's id.</summary>
    public long OperationId => Id;

    /// <summary>Gets the operation's key as text; null on coordinators without keys.</summary>
    public string? Key { get; }

    /// <summary>Gets when the body started; the default value while it waits.</summary>
    public DateTimeOffset Started
    {
        get
        {
            lock (_gate) return _started == 0 ? default : _scope.Clock.UtcAt(_started);
        }
    }

    /// <summary>Gets when the body ended; null while it waits or runs.</summary>
    public DateTimeOffset? Completed
    {
        get
        {
            lock (_gate) return _isEnded ? _scope.Clock.UtcAt(_ended) : null;
        }
    }

    /// <summary>Gets how long the body ran; null while it waits or runs.</summary>
    public TimeSpan? Duration
    {
        get
        {
            lock (_gate) return _isEnded ? _scope.Clock.Between(_started, _ended) : null;
        }
    }

    /// <summary>Gets what the body threw; null while it runs and when it did not throw.</summary>
    public Exception? Error { get; private set; }

    /// <summary>Gets whether the operation is pinned to the window.</summary>
    public bool IsPinned
    {
        get
        {
            lock (_gate) return _isPinned;
        }
    }

    /// <summary>Gets what the body leaves for others to read while the operation is in the window.</summary>
    public ConcurrentDictionary<string, object?> State => _state ?? Interlocked.CompareExchange(ref _state, new(), null) ?? _state!;

    /// <summary>Gets a token that is cancelled when the coordinator stops or this operation is killed.</summary>
    /// <remarks>Made on first read and linked to the coordinator's token, which is the one that bodies are given.</remarks>
    public CancellationToken CancellationToken
    {
        get
        {
            lock (_gate)
            {
                if (_isKilled) return new(canceled: true);
                if (_isEnded) return _scope.Stopping;
                _own ??= CancellationTokenSource.CreateLinkedTokenSource(_scope.Stopping);
                return _own.Token;
            }
        }
    }

    /// <summary>Gets the worker whose body runs in this flow of control.</summary>
    internal static RunningOperation? Frame => AmbientOperation.Current as RunningOperation;

    internal bool HasSignals
    {
        get
        {
            lock (_gate) return _signals is { Count: > 0 };
        }
    }

    /// <summary>Raises a signal in this operation's name.</summary>
    /// <remarks>The first 256 signals of an operation are remembered with it; all of them are raised.</remarks>
    /// <exception cref="ArgumentException"><paramref name="signal"/> is null or empty.</exception>
    public void Signal(string signal) => EmitCaused(signal, Cause());

    /// <inheritdoc cref="Signal"/>
    public void Emit(string signal) => EmitCaused(signal, Cause());

    /// <inheritdoc/>
    public bool EmitCaused(string signal, SignalPropagation? cause) => Emit(signal, Key, cause);

    /// <inheritdoc/>
    public int Retract(string signal)
    {
        ArgumentException.ThrowIfNullOrEmpty(signal);
        return Retract(name => name == signal);
    }

    /// <inheritdoc/>
    public int RetractMatching(string pattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        SignalPattern parsed = new(pattern);
        return Retract(name => parsed.Matches(name));
    }

    /// <inheritdoc/>
    public bool HasSignal(string signal)
    {
        lock (_gate) return _signals is not null && _signals.Contains(signal);
    }

    /// <summary>Copies what is known of the operation now.</summary>
    public EphemeralOperationSnapshot ToSnapshot()
    {
        IReadOnlyList<string>? signals = GetSignalNames();
        lock (_gate)
        {
            return new(
                Id,
                _scope.Clock.UtcAt(_started),
                _isEnded ? _scope.Clock.UtcAt(_ended) : null,
                Key,
                Error is not null && !_isKilled,
                Error,
                _isEnded ? _scope.Clock.Between(_started, _ended) : null,
                signals,
                _isPinned) { IsCancelled = _isKilled };
        }
    }

    /// <summary>Raises a signal in this operation's name that carries another key than its own.</summary>
    internal void Emit(string signal, string? key) => Emit(signal, key, Cause());

    internal IReadOnlyList<string>? GetSignalNames()
    {
        lock (_gate) return _signals?.Names();
    }

    internal IReadOnlyList<OperationSignal> GetSignals()
    {
        lock (_gate) return _signals?.ToArray() ?? [];
    }

    /// <summary>Keeps a signal with the operation; false when it has as many as are kept.</summary>
    internal bool Remember(OperationSignal signal)
    {
        lock (_gate) return (_signals ??= new()).TryAdd(signal);
    }

    /// <summary>Takes everything out of the operation's record of signals, because it left the window.</summary>
    internal IReadOnlyList<OperationSignal> ForgetSignals()
    {
        lock (_gate) return _signals?.Remove(static _ => true) ?? [];
    }

    internal void Begin(long started, bool isPinned)
    {
        lock (_gate)
        {
            _started = started;
            _isPinned = isPinned;
        }
    }

    internal void End(long ended, Exception? error)
    {
        lock (_gate)
        {
            if (_started == 0) _started = ended;
            _ended = ended;
            _isEnded = true;
            Error = error;
        }
    }

    internal void SetPinned(bool pinned)
    {
        lock (_gate) _isPinned = pinned;
    }

    /// <summary>Cancels the operation's own token. Runs its callbacks: never under the engine's lock.</summary>
    internal void Kill()
    {
        CancellationTokenSource? own;
        lock (_gate)
        {
            _isKilled = true;
            own = _isEnded ? null : _own;
        }

        try
        {
            own?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The body ended meanwhile, which is what was wanted.
        }
        catch (AggregateException error)
        {
            _scope.Signals.Callbacks.Failed(nameof(CancellationToken), error);
        }
    }

    /// <summary>Unlinks the operation's token after its body has ended. May wait for a callback: never under the engine's lock.</summary>
    internal void Close()
    {
        CancellationTokenSource? own;
        lock (_gate) own = _own;
        own?.Dispose();
    }

    private bool Emit(string signal, string? key, SignalPropagation? cause)
    {
        ArgumentException.ThrowIfNullOrEmpty(signal);
        SignalEvent raised = new(signal, Id, key, _scope.Clock.UtcAt(_scope.Clock.Now()), cause);
        return _scope.Signals.Emit(this, raised);
    }

    private static SignalPropagation? Cause() => SignalCauses.Capture();

    private int Retract(Predicate<string> matches)
    {
        IReadOnlyList<OperationSignal> removed;
        lock (_gate) removed = _signals?.Remove(matches) ?? [];
        _scope.Signals.Retract(this, removed);
        return removed.Count;
    }
}
