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
    private ConcurrentDictionary<string, object?>? _state; // made on first use, as the next two
    private OperationSignalLog? _signals;
    private CancellationTokenSource? _own;
    private long _started; // written by the engine under its lock, as all below; each is read alone
    private long _ended;
    private volatile bool _isPinned;
    private volatile OperationState _outcome;
    private volatile bool _isEnded;
    private volatile bool _isKilled;

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

    /// <summary>Gets the name of the coordinator that runs it.</summary>
    public string CoordinatorName => _scope.Name;

    /// <summary>Gets when the body started; the default value while it waits.</summary>
    public DateTimeOffset Started => Volatile.Read(ref _started) is var started && started == 0 ? default : _scope.Clock.At(started);

    /// <summary>Gets when the body ended; null while it waits or runs.</summary>
    public DateTimeOffset? Completed => _isEnded ? _scope.Clock.At(_ended) : null;

    /// <summary>Gets how long the body ran; null while it waits or runs.</summary>
    public TimeSpan? Duration => _isEnded ? _scope.Clock.Span(_ended - _started) : null;

    /// <summary>Gets what the body threw; null while it runs and when it did not throw.</summary>
    public Exception? Error { get; private set; }

    /// <summary>Gets whether the operation is pinned to the window.</summary>
    public bool IsPinned => _isPinned;

    /// <summary>Gets how many signals the operation has raised and not taken back; the first 256 are remembered by name.</summary>
    public long SignalCount => _signals?.Total ?? 0;

    /// <summary>Gets what the body leaves for others to read while the operation is in the window.</summary>
    public ConcurrentDictionary<string, object?> State => _state ?? Interlocked.CompareExchange(ref _state, new(), null) ?? _state!;

    /// <summary>Gets a token that is cancelled when the coordinator stops or this operation is killed.</summary>
    /// <remarks>Made on first read and linked to the coordinator's token, which is the one that bodies are given.</remarks>
    public CancellationToken CancellationToken
    {
        get
        {
            while (!_isKilled && !_isEnded)
            {
                if (_own is null) MakeOwnToken();
                if (Own is { } own && TokenOf(own) is { } token) return token; // else the attempt has ended: look again
            }

            if (_isKilled) return new(canceled: true);
            Close(); // it may have ended after the source was made
            return _scope.Stopping;
        }
    }

    /// <summary>Gets the source of the operation's own token; null while nobody has read it.</summary>
    internal CancellationTokenSource? Own => Volatile.Read(ref _own);

    /// <summary>Gets the worker whose body runs in this flow of control.</summary>
    internal static RunningOperation? Frame => AmbientOperation.Current as RunningOperation;

    /// <summary>Gets whether the operation was killed or its coordinator stops: a cancellation is no failure then.</summary>
    internal bool IsStopped => _isKilled || _scope.Stopping.IsCancellationRequested;

    internal bool HasEnded => _isEnded;

    internal bool HasSignals => _signals is { Count: > 0 };

    /// <summary>Gets whether signals of the operation are, or were, kept with it.</summary>
    internal bool HasSignalLog => _signals is { } log && log != OperationSignalLog.Closed;

    /// <summary>Gets whether the operation would keep another signal.</summary>
    internal bool CanRemember => _signals is null or { HasRoom: true };

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
        return Retract(name => name == signal, signal, isPattern: false);
    }

    /// <inheritdoc/>
    public int RetractMatching(string pattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        SignalPattern parsed = new(pattern);
        return Retract(name => parsed.Matches(name), pattern, isPattern: true);
    }

    /// <inheritdoc/>
    public bool HasSignal(string signal) => _signals is not null && _signals.Contains(signal);

    /// <summary>Copies what is known of the operation now.</summary>
    public EphemeralOperationSnapshot ToSnapshot() =>
        new(Id, Started, Completed, Key, _outcome == OperationState.Failed, Error, Duration, GetSignalNames(), _isPinned)
        {
            IsCancelled = _outcome == OperationState.Cancelled,
            IsSkipped = _outcome == OperationState.Skipped,
        };

    /// <summary>Raises a signal in this operation's name that carries another key than its own.</summary>
    internal void Emit(string signal, string? key) => Emit(signal, key, Cause());

    internal IReadOnlyList<string>? GetSignalNames() => _signals?.Names();

    internal IReadOnlyList<OperationSignal> GetSignals() => _signals?.ToArray() ?? [];

    /// <summary>Keeps a signal with the operation; false when it has as many as are kept.</summary>
    internal bool Remember(OperationSignal signal)
    {
        if (_signals is null) Interlocked.CompareExchange(ref _signals, new(), null);
        return _signals.TryAdd(signal);
    }

    /// <summary>Keeps no signals from now on, because the operation leaves the window; false when there is a record of some to forget.</summary>
    internal bool TryCloseSignals() =>
        Interlocked.CompareExchange(ref _signals, OperationSignalLog.Closed, null) is not { } log || log == OperationSignalLog.Closed;

    /// <summary>Takes everything out of the operation's record of signals, because it left the window, and closes it.</summary>
    internal IReadOnlyList<OperationSignal> ForgetSignals() => TryCloseSignals() ? [] : _signals!.Close();

    internal void Begin(long started) => Volatile.Write(ref _started, started);

    internal void End(long ended, Exception? error, OperationState state)
    {
        _outcome = state;
        if (_started == 0) Volatile.Write(ref _started, ended);
        _ended = ended;
        Error = error;
        _isEnded = true; // last: it publishes the others
    }

    internal void SetPinned(bool pinned) => _isPinned = pinned;

    /// <summary>Marks the operation as killed and cancels its own token. Runs callbacks: never under the engine's lock.</summary>
    internal void Kill()
    {
        _isKilled = true;
        Interlocked.MemoryBarrier(); // either this sees the source, or its maker sees the kill
        CancelOwn();
    }

    /// <summary>Cancels the operation's own token, because its time is up or it was killed. Runs callbacks: never under the engine's lock.</summary>
    internal void CancelOwn() => Cancel(_own);

    /// <summary>Cancels the token of one attempt. Runs callbacks: never under the engine's lock.</summary>
    internal void Cancel(CancellationTokenSource? own)
    {
        try
        {
            if (!_isEnded || _isKilled) own?.Cancel();
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
    internal void Close() => _own?.Dispose();

    /// <summary>Takes away the token of an attempt that has ended, so that the next has one of its own.</summary>
    /// <returns>Its source, to be disposed outside the engine's lock.</returns>
    internal CancellationTokenSource? BeginAttempt() => Interlocked.Exchange(ref _own, null);

    /// <summary>Returns a source's token; null when the body ended meanwhile, which disposed it.</summary>
    private static CancellationToken? TokenOf(CancellationTokenSource own)
    {
        try
        {
            return own.Token;
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }

    private void MakeOwnToken()
    {
        CancellationTokenSource made = CancellationTokenSource.CreateLinkedTokenSource(_scope.Stopping);
        if (Interlocked.CompareExchange(ref _own, made, null) is not null) made.Dispose();
    }

    private bool Emit(string signal, string? key, SignalPropagation? cause)
    {
        ArgumentException.ThrowIfNullOrEmpty(signal);
        SignalEvent raised = new(signal, Id, key, _scope.Clock.At(_scope.Clock.Now()), cause);
        return _scope.Signals.Emit(this, raised);
    }

    private static SignalPropagation? Cause() => SignalCauses.Capture();

    private int Retract(Predicate<string> matches, string text, bool isPattern)
    {
        IReadOnlyList<OperationSignal> removed = _signals?.Remove(matches) ?? [];
        int count = _scope.Signals.Retract(this, removed, _scope.Clock.At(_scope.Clock.Now()), text, isPattern);
        _signals?.ForgetUnkept(count - removed.Count);
        return count;
    }
}
